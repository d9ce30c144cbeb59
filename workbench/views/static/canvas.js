// A plotly figure that follows its Python state and the theme of its page. The figure is one trait,
// drawn when the view opens and again whenever it changes, so no message can come too early or too
// late: what is shown is always the last state. plotly.js, from plotly's own package, is the state
// of a model that all figures share, and is started once for all of them.

function engine(model) {
  globalThis.workbenchPlotly ??= (async () => {
    const id = model.get("engine").slice("IPY_MODEL_".length);
    const shared = await model.widget_manager.get_model(id);
    const source = new Blob([shared.get("script")], { type: "text/javascript" });
    const address = URL.createObjectURL(source);
    const module = await import(address);
    URL.revokeObjectURL(address);
    return module.default;
  })();
  return globalThis.workbenchPlotly;
}

// JupyterLab and Voilà say on the body which theme they have; another page has the system's.
function isDark() {
  const told = document.body.dataset.jpThemeLight;
  return told ? told === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// The same figure with other colours: a value changes only where it is nothing but a colour.
function recoloured(value, colours) {
  if (typeof value === "string") return Object.hasOwn(colours, value) ? colours[value] : value;
  if (Array.isArray(value)) return value.map((item) => recoloured(item, colours));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, recoloured(v, colours)]));
}

const plain = (html) =>
  new DOMParser().parseFromString(html.replaceAll("<br>", " "), "text/html").body.textContent.trim();

function render({ model, el }) {
  const plot = document.createElement("div");
  const bar = document.createElement("div");
  const count = document.createElement("span");
  const code = document.createElement("code");
  bar.className = "wb-take";
  code.className = "wb-python";
  bar.append(count);
  el.append(plot, bar, code);
  el.classList.add("wb-canvas");
  const said = document.createElement("p");
  said.className = "wb-unseen";
  said.id = `wb-said-${model.get("own")}`;
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-describedby", said.id);
  const news = document.createElement("span");
  news.className = "wb-news";
  news.setAttribute("role", "status");
  el.prepend(said);
  let clicks = 0;
  let drawn = {};
  let at = 0; // the dot that the keyboard is on
  let Plotly;

  function button(words, title, act) {
    const made = document.createElement("button");
    made.className = "wb-button";
    made.textContent = words;
    made.title = title;
    made.addEventListener("click", act);
    bar.append(made);
  }

  function say(words) {
    news.textContent = words;
    setTimeout(() => news.textContent === words && (news.textContent = ""), 4000);
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(model.get("python"));
      say("Copied.");
    } catch {
      getSelection().selectAllChildren(code); // a page that may not write to the clipboard
      say("Marked; copy it with Ctrl or Cmd and C.");
    }
  }

  const image = (format) => () =>
    Plotly.downloadImage(plot, {
      format, filename: model.get("name"), scale: format === "png" ? 2 : 1,
      width: plot.offsetWidth, height: plot.offsetHeight,
    });
  button("CSV", "The chosen claims with all columns", () => model.send({ ask: "csv" }));
  button("PNG", "The figure as a picture", image("png"));
  button("SVG", "The figure as a drawing, for print", image("svg"));
  button("Copy Python", "The line below, for a cell of your own", copy);
  bar.append(news);

  function tell() {
    count.textContent = model.get("count");
    code.textContent = model.get("python");
  }

  // Of the figures for places of some widths the widest that has room; lines are broken for it.
  function fitting() {
    const room = plot.offsetWidth || Infinity; // in a tab that is not open yet
    return drawn.drawn.findLast((one) => one.from <= room) ?? drawn.drawn[0];
  }

  // Plotly writes into what it is given; the trait stays as Python sent it.
  async function draw() {
    const [picture, turn, theme] = [model.get("picture"), model.get("turn"), isDark()];
    tell();
    if (picture !== drawn.picture) drawn = { picture, ...JSON.parse(picture) };
    const light = fitting();
    if (light !== drawn.light || theme !== drawn.theme) {
      const { data, layout } = structuredClone(theme ? recoloured(light, drawn.dark) : light);
      said.textContent = drawn.words;
      plot.setAttribute("aria-label", plain(layout.title.text));
      plot.style.height = `${layout.height}px`;
      await Plotly.react(plot, data, layout, drawn.config);
      Object.assign(drawn, { light, theme });
      tidy();
    }
    plot.dataset.turn = turn;
  }

  // Words that have no room beside those of a larger dot are left to the hover, and dots are
  // reached by the keyboard: Tab to one, arrows to the next, Enter opens its sentence.
  function tidy() {
    const edge = plot.getBoundingClientRect().left + (plot._fullLayout?.margin.l ?? 0);
    const taken = [];
    const words = [...plot.querySelectorAll(".textpoint text")].filter((node) => node.textContent);
    for (const node of words) {
      [node.style.visibility, node.style.translate] = ["", ""];
      const box = node.getBoundingClientRect();
      const shift = Math.max(0, edge - box.left);
      const [left, right] = [box.left + shift, box.right + shift];
      if (shift) node.style.translate = `${shift}px 0`;
      const free = taken.every((other) => left > other.right || right < other.left
        || box.top > other.bottom - 2 || box.bottom < other.top + 2);
      if (free) taken.push({ left, right, top: box.top, bottom: box.bottom });
      else node.style.visibility = "hidden";
    }
    const had = plot.contains(document.activeElement) || document.activeElement === document.body;
    const dots = [...plot.querySelectorAll(".scatterlayer .points path")].filter(idsOf);
    at = Math.min(at, Math.max(0, dots.length - 1));
    dots.forEach((dot, number) => {
      dot.setAttribute("role", "button");
      dot.setAttribute("aria-label", plain(traceOf(dot).hovertext[dot.__data__.i]));
      dot.tabIndex = number === at ? 0 : -1;
    });
    if (had && moving) dots[at]?.focus();
  }
  let moving = false;
  const traceOf = (dot) => dot.closest(".trace").__data__[0].trace;
  const idsOf = (dot) => traceOf(dot).customdata?.[dot.__data__.i];

  function open(ids) {
    clicks += 1;
    model.set("clicked", { ids: String(ids).split(" "), n: clicks });
    model.save_changes();
    bring(el);
  }

  function clicked(event) {
    const ids = event.points.length ? event.points[0].customdata : null;
    if (ids) open(ids);
  }

  plot.addEventListener("focusin", () => (moving = true));
  plot.addEventListener("focusout", () => (moving = false));
  plot.addEventListener("keydown", (event) => {
    const dots = [...plot.querySelectorAll(".scatterlayer .points path[role=button]")];
    const now = dots.indexOf(event.target);
    if (now < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1,
      Home: 0, End: dots.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") open(idsOf(event.target));
    else if (to === undefined) return;
    else {
      at = (to + dots.length) % dots.length;
      dots.forEach((dot, number) => (dot.tabIndex = number === at ? 0 : -1));
      dots[at].focus();
    }
    event.preventDefault();
    event.stopPropagation(); // JupyterLab has keys of its own
  });

  function received(message, buffers) {
    if (message.csv) save(message.csv, [buffers[0]], "text/csv;charset=utf-8");
  }

  let queue = engine(model).then(async (loaded) => {
    Plotly = loaded;
    await draw();
    plot.on("plotly_click", clicked);
    plot.on("plotly_relayout", tidy);
  });
  const again = () => {
    queue = queue.then(draw).catch((error) => console.error(error)); // the next one is drawn still
  };
  model.on("change:turn", again);
  model.on("msg:custom", received);
  const theme = new MutationObserver(again);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", again);
  // Only a change of width: a figure brings its own height, and would be drawn twice.
  const fit = async () => {
    const [now, room] = [plot._fullLayout?.width, plot.offsetWidth];
    if (!now || !room || now === room) return;
    await (fitting() === drawn.light ? Plotly.Plots.resize(plot) : draw());
    tidy();
  };
  const size = new ResizeObserver(() => {
    queue = queue.then(fit);
  });
  size.observe(el);
  return () => {
    model.off("change:turn", again);
    model.off("msg:custom", received);
    system.removeEventListener("change", again);
    theme.disconnect();
    size.disconnect();
    Plotly?.purge(plot);
  };
}

export default { initialize, render };
