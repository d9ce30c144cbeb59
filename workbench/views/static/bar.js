
// One row of controls. Each opens a list on a click; what is chosen stands under the row as chips,
// one for each choice, which a click takes away. Words of documents are text nodes, never markup.
const LONG = 8; // a longer list can be searched
const SHOWN = 200; // so many of it are in the page at once
const CHIPS = 8; // more choices of one control are one chip

// Rows of a table of ours by keyboard: Tab to one, arrows to the next, Enter opens it. Once a page.
function rowsByKeyboard() {
  if (globalThis.workbenchRows) return;
  globalThis.workbenchRows = true;
  let waiting;
  new MutationObserver(() => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      const bodies = document.querySelectorAll(".wb-explorer .dt-scroll-body:not([tabindex])");
      for (const body of bodies) body.tabIndex = 0; // it scrolls
    }, 100);
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest?.(".wb-explorer");
    if (!here) return;
    const rows = [...here.querySelectorAll("table.wb-rows tbody tr:not(:has(.dt-empty))")]
      .filter((row) => row.offsetParent);
    const now = rows.indexOf(event.target);
    if (event.key === "Tab" && now < 0) {
      rows.forEach((row, at) => (row.tabIndex = at ? -1 : 0));
    } else if (now >= 0 && (event.key === "Enter" || event.key === " ")) {
      event.target.querySelector("td").click();
    } else if (now >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = rows[now + (event.key === "ArrowDown" ? 1 : -1)];
      next?.setAttribute("tabindex", 0);
      next?.focus();
    } else return;
    if (event.key !== "Tab") {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
}

function made(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

function render({ model, el }) {
  const asked = model.get("asked");
  const own = `wb-${model.get("own").slice(0, 8)}`;
  const row = made("div", "wb-controls");
  const rest = made("div", "wb-controls");
  const chips = made("div", "wb-chips");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Controls");
  rest.setAttribute("role", "group");
  rest.setAttribute("aria-label", "More controls");
  rest.id = `${own}-rest`;
  rest.hidden = true;
  chips.setAttribute("role", "group");
  chips.setAttribute("aria-label", "What is chosen");
  el.classList.add("wb-choice");
  rowsByKeyboard();
  el.append(row, rest, chips);
  const parts = new Map();

  const chosen = (name) => model.get("chosen")[name];
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  function choose(changes) {
    model.set("chosen", { ...model.get("chosen"), ...changes });
    model.save_changes();
  }

  function button(name, words, act) {
    const node = made("button", name, words);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  // A list of check boxes, or of which one is chosen; only what fits the search is in the page.
  function list(control, box) {
    const lines = made("div", "wb-list");
    lines.setAttribute("role", control.kind === "many" ? "group" : "radiogroup");
    lines.setAttribute("aria-label", control.words);
    const find = made("input");
    find.type = "search";
    find.placeholder = `find in ${control.options.length}`;
    find.setAttribute("aria-label", `Find in ${control.words}`);
    const told = made("p", "wb-small");
    told.setAttribute("role", "status");
    if (control.options.length > LONG) box.append(find);
    box.append(lines, told);
    function fill() {
      const now = chosen(control.name);
      const words = find.value.trim().toLocaleLowerCase();
      const fit = control.options.map((text, at) => at)
        .filter((at) => control.options[at].toLocaleLowerCase().includes(words));
      if (control.kind === "many") fit.sort((a, b) => now.includes(b) - now.includes(a) || a - b);
      lines.replaceChildren(...fit.slice(0, SHOWN).map((at) => {
        const line = made("label");
        const input = made("input");
        input.type = control.kind === "many" ? "checkbox" : "radio";
        input.name = `${own}-${control.name}`;
        input.checked = now.includes(at);
        input.value = at;
        input.addEventListener("change", () => {
          const before = control.kind === "many" ? chosen(control.name).filter((i) => i !== at) : [];
          choose({ [control.name]: input.checked ? [...before, at].sort((a, b) => a - b) : before });
        });
        line.append(input, made("span", "", control.options[at]));
        return line;
      }));
      const more = fit.length - SHOWN;
      told.textContent = !fit.length ? "none" : more > 0 ? `and ${more} more; type to find` : "";
    }
    find.addEventListener("input", fill);
    return { fill, tell() {
      for (const input of lines.querySelectorAll("input")) {
        input.checked = chosen(control.name).includes(Number(input.value));
      }
    } };
  }

  // First and last day, each a slider with its day in words.
  function days(control, box) {
    const ends = ["from", "to"].map((words, end) => {
      const line = made("label", "wb-day");
      const day = made("span");
      const input = made("input");
      input.type = "range";
      input.max = control.options.length - 1;
      const tell = () => {
        day.textContent = `${words} ${control.options[input.value]}`;
        input.setAttribute("aria-valuetext", control.options[input.value]);
      };
      input.addEventListener("input", tell);
      input.addEventListener("change", () => {
        const both = [...chosen(control.name)];
        both[end] = Number(input.value);
        if (both[0] > both[1]) both[1 - end] = both[end];
        choose({ [control.name]: both });
      });
      line.append(day, input);
      box.append(line);
      return { input, tell };
    });
    box.append(made("p", "wb-small", "The whole time: documents without a day too."));
    const fill = () => ends.forEach(({ input, tell }, end) => {
      input.value = chosen(control.name)[end];
      tell();
    });
    return { fill, tell: fill };
  }

  function field(control) {
    const line = made("label", "wb-typed");
    const input = made("input");
    input.type = "search";
    input.placeholder = control.options[0];
    input.title = control.options[1];
    input.addEventListener("change", () => choose({ [control.name]: input.value }));
    input.addEventListener("search", () => choose({ [control.name]: input.value }));
    line.append(made("span", "", control.words), input);
    row.append(line);
    const tell = () => {
      if (input.value !== chosen(control.name)) input.value = chosen(control.name);
    };
    parts.set(control.name, { tell });
    tell();
  }

  function add(control) {
    if (control.kind === "text") return field(control);
    const box = made("div", "wb-popup");
    box.id = `${own}-${control.name}`;
    box.popover = "auto";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", control.words);
    const opener = button("wb-opener", control.words);
    opener.dataset.name = control.name;
    opener.popoverTargetElement = box;
    opener.setAttribute("aria-haspopup", "dialog");
    opener.setAttribute("aria-expanded", "false");
    const inside = (control.kind === "days" ? days : list)(control, box);
    const close = (event) => box.contains(event.target) || box.hidePopover();
    box.addEventListener("toggle", (event) => {
      const open = event.newState === "open";
      opener.setAttribute("aria-expanded", String(open));
      (open ? addEventListener : removeEventListener)("scroll", close, true);
    });
    box.addEventListener("beforetoggle", (event) => {
      if (event.newState !== "open") return;
      inside.fill();
      const at = opener.getBoundingClientRect();
      box.style.left = `${Math.max(4, Math.min(at.left, innerWidth - 330))}px`;
      const under = innerHeight - at.bottom;
      box.style.top = under < 200 ? "auto" : `${at.bottom + 4}px`;
      box.style.bottom = under < 200 ? `${innerHeight - at.top + 4}px` : "auto";
      box.style.maxHeight = `${Math.min(400, Math.max(under, at.top) - 12)}px`;
    });
    (control.more ? rest : row).append(opener, box);
    parts.set(control.name, { ...inside, opener });
  }

  function chip(control, words, without) {
    const text = control.kind === "one" ? `${control.words}: ${words}` : words;
    const node = button("wb-chip", text, () => {
      choose({ [control.name]: without });
    });
    node.append(made("span", "", "\u00d7"));
    node.setAttribute("aria-label", `Remove ${control.words}: ${words}`);
    return node;
  }

  function chipsOf(control) {
    const [now, { options, kind }] = [chosen(control.name), control];
    if (control.always && same(now, control.none)) { // nothing to remove: it offers the others
      const { opener } = parts.get(control.name);
      const words = `${control.words}: ${options[now[0]]}`;
      return [button("wb-chip wb-opens", words, () => opener.click())];
    }
    if (kind === "text" || (kind !== "many" && same(now, control.none))) return [];
    if (kind === "days") {
      return [chip(control, `${options[now[0]]} to ${options[now[1]]}`, control.none)];
    }
    if (kind === "one") return [chip(control, options[now[0]], control.none)];
    if (now.length > CHIPS) return [chip(control, `${control.words}: ${now.length} chosen`, [])];
    return now.map((at) => chip(control, options[at], now.filter((other) => other !== at)));
  }

  function tell() {
    const nodes = asked.flatMap(chipsOf);
    if (!asked.every((control) => same(chosen(control.name), control.start))) {
      nodes.push(button("wb-reset", "Reset", () => {
        choose(Object.fromEntries(asked.map(({ name, start }) => [name, start])));
      }));
    }
    const { name, words } = model.get("hint");
    if (words) {
      const told = made("span", "wb-hint", words);
      told.setAttribute("role", "status");
      nodes.push(told);
      if (name) {
        const control = asked.find((one) => one.name === name);
        nodes.push(button("wb-reset", `Drop ${control.words}`, () => choose({ [name]: control.none })));
      }
    }
    const note = model.get("note");
    if (note) nodes.push(made("span", "wb-note", note));
    const on = [...chips.children].indexOf(document.activeElement);
    chips.replaceChildren(...nodes);
    if (on >= 0) { // the keyboard stays where it was, on what came in its place
      const left = chips.querySelectorAll("button");
      (left[Math.min(on, left.length - 1)] ?? row.querySelector("button, input")).focus();
    }
    for (const control of asked) {
      const { opener, tell: told } = parts.get(control.name);
      told?.();
      if (!opener) continue;
      const [now, many] = [chosen(control.name), control.kind === "many"];
      opener.classList.toggle("wb-on", control.always || !same(now, control.none));
      opener.textContent = many && now.length ? `${control.words} (${now.length})` : control.words;
    }
  }

  asked.forEach(add);
  if (asked.some((control) => control.more)) {
    const more = button("wb-opener wb-more", "More", () => {
      rest.hidden = !rest.hidden;
      more.setAttribute("aria-expanded", String(!rest.hidden));
    });
    more.setAttribute("aria-expanded", "false");
    more.setAttribute("aria-controls", rest.id);
    row.append(more);
  }
  // JupyterLab has keys of its own for letters and arrows.
  el.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("change:chosen change:turn", tell);
  tell();
  return () => model.off("change:chosen change:turn", tell);
}

export default { initialize, render };
