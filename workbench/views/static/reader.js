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

// What an analyst says of the marked figure, or of a stretch of text: Python checks it, writes it and
// answers. Without Python (a stored page) there is no answer, and nothing of this is shown.
function corrector(model, page, current) {
  const root = element("div", "wb-correct");
  root.hidden = true;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Correct what the workbench reads");
  const buttons = {};
  const bar = element("div", "wb-bar");
  for (const name of ["Accept", "Correct", "Reject", "Add a figure"]) {
    buttons[name] = element("button", "wb-button", name);
    buttons[name].type = "button";
    bar.append(buttons[name]);
  }
  const form = element("form", "wb-form");
  form.hidden = true;
  const told = element("p", "wb-told");
  told.setAttribute("role", "status");
  root.append(bar, form, told);
  let offered = null;
  let asks = "";
  let place = null;
  let kept = null;
  let held = {}; // the controls of the open form

  function labelled(words, control) {
    const label = element("label", "wb-field", words);
    label.append(control);
    form.append(label);
    return control;
  }

  function select(words, options) {
    const control = element("select");
    for (const [value, name] of options) {
      const option = element("option", "", name);
      option.value = value;
      control.append(option);
    }
    return labelled(words, control);
  }

  // A short list to choose from, a long one of names to type from (Python knows their ids), or a text; left empty there: none.
  function valued(words, options, may) {
    if (options.length && options.length < 21) {
      const control = select(words, [["", "choose"], ...(may ? [["none", "none"]] : []), ...options]);
      control.required = true;
      return control;
    }
    const control = element("input");
    control.type = "text";
    if (options.length) {
      const list = element("datalist");
      list.id = `wb-${Math.random().toString(36).slice(2)}`;
      for (const [, name] of options) list.append(Object.assign(element("option"), { value: name }));
      control.setAttribute("list", list.id);
      control.placeholder = "type to choose";
      form.append(list);
    }
    return labelled(words, control);
  }

  function values(theme, field) {
    return (offered.values[theme] || {})[field] || (offered.values[""] || {})[field] || [];
  }

  function remembered() {
    try { return window.localStorage.getItem("workbench.by") || ""; } catch { return kept || ""; }
  }

  function signed(wanted) {
    const why = labelled("Why", element("input"));
    why.type = "text";
    why.placeholder = "may be left out";
    const by = labelled("Your name", element("input"));
    by.type = "text";
    by.required = true;
    by.value = remembered();
    const save = element("button", "wb-button wb-save", wanted);
    save.type = "submit";
    const stop = element("button", "wb-button", "Cancel");
    stop.type = "button";
    stop.addEventListener("click", close);
    const row = element("div", "wb-bar");
    row.append(save, stop);
    form.append(row);
    held.wanted = () => ({ by: by.value.trim(), why: why.value.trim() });
    form.hidden = false;
    (form.querySelector("select, input:not([value])") || by).focus();
  }

  function close() {
    form.hidden = true;
    form.replaceChildren();
    if (buttons[asks]) buttons[asks].focus();
  }

  const OPEN = {
    Accept() { signed("Accept as it is read"); },
    Reject() { signed("Reject: no figure"); },
    Correct() {
      const span = current();
      const field = select("Label", offered.fields.map(([name, words]) => [name, words]));
      const slot = element("div", "wb-slot");
      form.append(slot);
      const fill = () => {
        const [, , must] = offered.fields.find(([name]) => name === field.value);
        const before = form.childElementCount;
        held.value = valued("Correct to", values(span.theme, field.value), !must);
        if (field.value === "value") held.value.placeholder = "60 billion, or 30 to 50";
        slot.replaceChildren(...[...form.children].slice(before));
      };
      field.addEventListener("change", fill);
      held.field = field;
      fill();
      signed("Save");
    },
    "Add a figure"() {
      const words = labelled("Figure, as it stands in the text", element("input"));
      words.type = "text";
      words.required = true;
      words.value = place ? place.words : "";
      words.placeholder = "mark it, or type it";
      words.addEventListener("input", () => { place = null; });
      const theme = select("Theme", offered.themes);
      const slot = element("div", "wb-slot");
      form.append(slot);
      const fill = () => {
        const before = form.childElementCount;
        const read = ["", "as the workbench reads it"];
        held.role = select("Role", [read, ...values(theme.value, "role")]);
        held.unit = valued("What it counts", values(theme.value, "unit"), false);
        held.unit.required = false;
        if (held.unit.options) held.unit.options[0].textContent = "as the words say";
        else held.unit.placeholder = "if the words do not say";
        slot.replaceChildren(...[...form.children].slice(before));
      };
      theme.addEventListener("change", fill);
      Object.assign(held, { words, theme });
      fill();
      signed("Add");
    },
  };

  for (const [name, button] of Object.entries(buttons)) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the stretch
    button.addEventListener("click", () => {
      place = name === "Add a figure" ? stretch(page) : null;
      form.replaceChildren();
      told.textContent = "";
      held = {};
      asks = name;
      OPEN[name]();
    });
  }

  // Where the words of the form stand: as they were marked, or their only place in the document.
  function found() {
    if (place) return place;
    const text = model.get("text");
    const words = held.words.value.trim();
    const at = text.indexOf(words);
    const start = Array.from(text.slice(0, at)).length;
    if (at >= 0 && text.indexOf(words, at + 1) < 0) {
      return { start, end: start + Array.from(words).length };
    }
    say(at < 0 ? "These words do not stand in the document."
      : "These words stand in the document more than once: mark the place that you mean.", true);
    return null;
  }

  function say(words, wrong) {
    told.textContent = words;
    told.classList.toggle("wb-wrong", Boolean(wrong));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { by, why } = held.wanted();
    if (!by) return say("Type your name: it is kept with the correction.", true);
    kept = by;
    try { window.localStorage.setItem("workbench.by", by); } catch { /* a page without a store */ }
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    const on = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const given = { by, why, on };
    if (asks === "Add a figure") {
      const at = found();
      if (!at) return undefined;
      const { start, end } = at;
      Object.assign(given, { doc_id: model.get("shown"), start, end, theme: held.theme.value });
      if (held.role.value) given.role = held.role.value;
      if (held.unit.value.trim()) given.unit = held.unit.value.trim();
    } else {
      given.claim_id = current().id;
      const typed = held.value ? held.value.value.trim() : "";
      const none = typed === "" || typed === "none";
      if (asks === "Correct") Object.assign(given, { field: held.field.value, new: none ? null : typed });
    }
    say("…");
    model.send({ do: asks.split(" ")[0].toLowerCase(), with: given });
    return undefined;
  });
  // The page round it has keys of its own: n, p, and in JupyterLab d d deletes a cell.
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !form.hidden) close();
    event.stopPropagation();
  });
  root.dataset.lmSuppressShortcuts = "true";

  function heard(message) {
    if (message.offered) {
      offered = message.offered;
      root.hidden = false;
      if (message.not) {
        bar.hidden = true;
        say(`Nothing can be corrected here: ${message.not}.`);
      }
      turn();
    } else if (message.said) {
      say(message.said, message.wrong);
      if (!message.wrong) close();
    }
  }

  function turn() {
    if (offered === null) model.send({ ask: "corrections" });
    const span = current();
    for (const name of ["Accept", "Correct", "Reject"]) {
      buttons[name].disabled = !span || span.id.startsWith("place");
    }
    buttons["Add a figure"].disabled = model.get("shown") === ""; // a file that was not read
    buttons.Correct.disabled ||= Boolean(span && span.state === "rejected");
    if (!form.hidden && asks !== "Add a figure") close();
  }

  model.on("msg:custom", heard);
  return { root, turn, stop: () => model.off("msg:custom", heard) };
}

// The marked stretch of the page: its place in code points, without the space round it.
function stretch(page) {
  const chosen = page.getRootNode().getSelection ? page.getRootNode().getSelection() : null;
  const marked = chosen || window.getSelection();
  if (!marked || !marked.rangeCount) return null;
  const range = marked.getRangeAt(0);
  if (range.collapsed || !page.contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(page);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const space = words.slice(0, words.length - words.trimStart().length);
  const start = Array.from(before.toString() + space).length;
  return { start, end: start + Array.from(words.trim()).length, words: words.trim() };
}

// What an analyst changed: the value before struck out beside the new one.
function changed(span) {
  const list = element("ul", "wb-changes");
  for (const { what, old, new: now, by, why } of span.changes || []) {
    const item = element("li", "", what ? `${what} ` : "");
    const same = now === "accepted";
    if (old) item.append(element(same ? "span" : "del", "", old), " ");
    const signed = `${by}${why ? `: ${why}` : ""}`;
    if (same) item.append(`accepted by ${signed}`);
    else item.append(element("ins", "", now), ` \u00b7 ${signed}`);
    list.append(item);
  }
  return list;
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
  const label = element("div", "wb-label");
  const title = element("h3", "wb-title");
  const page = element("div", "wb-page");
  page.tabIndex = 0; // it scrolls, and takes n and p
  page.setAttribute("role", "group");
  page.setAttribute("aria-label", "Text");
  place.setAttribute("aria-live", "polite");
  label.setAttribute("aria-live", "polite");
  bar.append(previous, next, place, legend);
  const correct = corrector(model, page, () => order[current()]);
  root.append(title, bar, page, label, correct.root);
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
    if (at >= 0 && order[at].changes) label.append(changed(order[at]));
    correct.turn();
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
        const other = (span.changes || []).some((one) => one.new !== "accepted");
        if (span.state || other) mark.classList.add(`wb-${span.state || "corrected"}`);
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
  return () => {
    correct.stop();
    model.off("change:turn", draw);
  };
}

export default { initialize, render };
