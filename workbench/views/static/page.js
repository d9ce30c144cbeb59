
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
    node.setAttribute("aria-pressed", "true");
    clicks += 1;
    model.set("clicked", { open: Number(node.dataset.open), n: clicks });
    model.save_changes();
    bring(el);
  });
  model.on("change:turn", draw);
  draw();
  return () => model.off("change:turn", draw);
}

export default { initialize, render };
