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

function save(name, parts, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

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
  let clicks = 0;
  let drawn = {};
  let Plotly;

  function button(words, title, act) {
    const made = document.createElement("button");
    made.className = "wb-button";
    made.textContent = words;
    made.title = title;
    made.addEventListener("click", act);
    bar.append(made);
  }

  const image = (format) => () =>
    Plotly.downloadImage(plot, {
      format, filename: model.get("name"), scale: format === "png" ? 2 : 1,
      width: plot.offsetWidth, height: plot.offsetHeight,
    });
  button("CSV", "The chosen claims with all columns", () => model.send({ ask: "csv" }));
  button("PNG", "The figure as a picture", image("png"));
  button("SVG", "The figure as a drawing, for print", image("svg"));
  button("Copy Python", "The line below, for a cell of your own", () =>
    navigator.clipboard.writeText(model.get("python")));

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
      plot.style.height = `${layout.height}px`;
      await Plotly.react(plot, data, layout, drawn.config);
      Object.assign(drawn, { light, theme });
    }
    plot.dataset.turn = turn;
  }

  function clicked(event) {
    const ids = event.points.length ? event.points[0].customdata : null;
    if (!ids) return;
    clicks += 1;
    model.set("clicked", { ids: String(ids).split(" "), n: clicks });
    model.save_changes();
  }

  function received(message, buffers) {
    if (message.csv) save(message.csv, [buffers[0]], "text/csv;charset=utf-8");
  }

  let queue = engine(model).then(async (loaded) => {
    Plotly = loaded;
    await draw();
    plot.on("plotly_click", clicked);
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
  const fit = () => {
    const [now, room] = [plot._fullLayout?.width, plot.offsetWidth];
    if (!now || !room || now === room) return undefined;
    return fitting() === drawn.light ? Plotly.Plots.resize(plot) : draw();
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
