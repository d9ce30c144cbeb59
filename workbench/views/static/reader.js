// The evidence reader. Every piece of a document reaches the page as a text node, never as markup.
// Offsets are Unicode code points, as Python counts them, so the text is cut over Array.from().

function element(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

// Cut points of all spans in order; a claim may lie inside a noise span or another claim.
function pieces(length, noise, spans) {
  const cuts = new Set([0, length]);
  for (const span of [...noise, ...spans]) {
    cuts.add(Math.min(Math.max(span.start, 0), length));
    cuts.add(Math.min(Math.max(span.end, 0), length));
  }
  return [...cuts].sort((a, b) => a - b);
}

function render({ model, el }) {
  const root = element("section", "wb-reader");
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Document with its figures highlighted");
  const bar = element("div", "wb-bar");
  const legend = element("div", "wb-legend");
  const previous = element("button", "wb-button", "\u2190 previous");
  const next = element("button", "wb-button", "next \u2192");
  const place = element("span", "wb-place");
  const label = element("p", "wb-label");
  const title = element("h3", "wb-title");
  const page = element("div", "wb-page");
  page.tabIndex = 0; // it scrolls, and takes n and p
  page.setAttribute("role", "group");
  page.setAttribute("aria-label", "Text");
  place.setAttribute("aria-live", "polite");
  label.setAttribute("aria-live", "polite");
  bar.append(previous, next, place, legend);
  root.append(title, bar, page, label);
  el.append(root);

  let order = [];
  let marks = new Map();
  let drawn = [];
  let clicks = 0;

  function current() {
    return order.findIndex((span) => span.id === (model.get("selected") || {}).id);
  }

  function point(scroll) {
    const at = current();
    for (const nodes of marks.values()) {
      for (const node of nodes) node.classList.remove("wb-current");
    }
    place.textContent = order.length
      ? `${at < 0 ? "\u2013" : at + 1} of ${order.length}`
      : "no figure in this document";
    label.textContent = at < 0 ? "" : `${order[at].quote}: ${order[at].label}`;
    previous.disabled = next.disabled = !order.length;
    if (at < 0) return;
    const nodes = marks.get(order[at].id) || [];
    for (const node of nodes) node.classList.add("wb-current");
    if (scroll && nodes.length) {
      const box = nodes[0].getBoundingClientRect();
      const frame = page.getBoundingClientRect();
      page.scrollTop += box.top - frame.top - page.clientHeight / 3;
    }
  }

  // A counter goes with the id, or a second click on the same figure would not reach Python.
  function select(id, scroll) {
    clicks += 1;
    model.set("selected", { id, n: clicks, by: "reader" });
    model.save_changes();
    point(scroll);
  }

  function step(by) {
    if (!order.length) return;
    const at = current();
    const to = at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length;
    select(order[to].id, true);
  }

  function draw() {
    const shown = ["text", "noise", "spans", "title"].map((name) => model.get(name));
    if (shown.every((value, i) => value === drawn[i])) return point(true);
    drawn = shown;
    const text = Array.from(model.get("text"));
    const noise = model.get("noise");
    order = [...model.get("spans")].sort((a, b) => a.start - b.start || a.end - b.end);
    marks = new Map();
    title.textContent = model.get("title");
    page.replaceChildren();
    page.scrollTop = 0;
    const cuts = pieces(text.length, noise, order);
    const dim = [...noise].sort((a, b) => a.start - b.start);
    let d = 0;
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      while (d < dim.length && dim[d].end <= start) d += 1;
      const masked = d < dim.length && dim[d].start <= start;
      const span = order.find((item) => item.start <= start && item.end >= end);
      const words = text.slice(start, end).join("");
      if (span) {
        const mark = element("mark", `wb-${span.theme}`, words);
        mark.title = span.label;
        mark.tabIndex = -1;
        mark.addEventListener("click", () => select(span.id, false));
        marks.set(span.id, [...(marks.get(span.id) || []), mark]);
        page.append(mark);
      } else if (masked) {
        const grey = element("span", "wb-noise", words);
        grey.title = dim[d].kind;
        page.append(grey);
      } else {
        page.append(document.createTextNode(words));
      }
    }
    legend.replaceChildren();
    for (const { theme, name } of model.get("legend")) {
      if (order.some((item) => item.theme === theme)) {
        legend.append(element("mark", `wb-${theme}`, name));
      }
    }
    if (noise.length) legend.append(element("span", "wb-noise", "masked as noise"));
    point(true);
  }

  function keys(event) {
    const by = { n: 1, j: 1, ArrowRight: 1, p: -1, k: -1, ArrowLeft: -1 }[event.key];
    if (by && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation(); // JupyterLab has its own j, k and n
      step(by);
    }
  }

  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  root.addEventListener("keydown", keys);
  model.on("change:turn", draw);
  draw();
  return () => model.off("change:turn", draw);
}

export default { initialize, render };
