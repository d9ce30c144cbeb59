// A plotly figure that follows its Python state. The figure is one trait, drawn when the view opens
// and again whenever it changes, so no message can come too early or too late: what is shown is
// always the last state. `Plotly` stands above this file, from plotly's own package.

function render({ model, el }) {
  const plot = document.createElement("div");
  el.append(plot);
  el.style.flex = "0 0 auto"; // a column of widgets would squeeze it when the window narrows
  let clicks = 0;

  // Plotly writes into what it is given; the trait stays as Python sent it.
  async function draw() {
    const { data, layout, config } = JSON.parse(model.get("picture"));
    plot.style.height = `${layout.height}px`;
    await Plotly.react(plot, data, layout, config);
  }

  function clicked(event) {
    const ids = event.points.length ? event.points[0].customdata : null;
    if (!ids) return;
    clicks += 1;
    model.set("clicked", { ids: String(ids).split(" "), n: clicks });
    model.save_changes();
  }

  let queue = draw().then(() => plot.on("plotly_click", clicked));
  const again = () => {
    queue = queue.then(draw);
  };
  model.on("change:picture", again);
  const size = new ResizeObserver(() => {
    queue = queue.then(() => plot.offsetWidth && Plotly.Plots.resize(plot));
  });
  size.observe(el);
  return () => {
    model.off("change:picture", again);
    size.disconnect();
    Plotly.purge(plot);
  };
}

export default { render };
