
// A page that Python wrote (escaped there); its buttons name what they open.
function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "wb-page-of-places";
  el.append(root);
  let clicks = 0;
  function draw() {
    root.innerHTML = model.get("html");
  }
  root.addEventListener("click", (event) => {
    const node = event.target.closest("[data-open]");
    if (!node) return;
    for (const other of root.querySelectorAll("[aria-pressed=true]")) {
      other.setAttribute("aria-pressed", "false");
    }
    const { open } = node.dataset; // a number of ``places``, or the name of what is to be done
    const place = /^\d+$/.test(open);
    if (place) node.setAttribute("aria-pressed", "true");
    clicks += 1;
    model.set("clicked", { open: place ? Number(open) : open, n: clicks });
    model.save_changes();
    if (place) bring(el);
  });
  const received = ({ file }, buffers) => file && save(file, [buffers[0]], "text/html");
  model.on("change:turn", draw);
  model.on("msg:custom", received);
  draw();
  return () => {
    model.off("change:turn", draw);
    model.off("msg:custom", received);
  };
}

export default { initialize, render };
