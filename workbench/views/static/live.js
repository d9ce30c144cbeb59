// anywidget (0.11) gives a model two seconds to load its module, by the clock, however busy the page
// is; after that it drops every message to this model, silently: a figure, a table or a document
// then stays as it was first drawn (always so, when a test lets the two seconds pass at once). The
// module does arrive, so such a message is handed on instead of dropped, for each widget of this
// page that anywidget serves. What was dropped before is asked for.
const LATE = "[anywidget] Failed to initialize model.";

async function initialize({ model }) {
  const own = await model.widget_manager.get_model(model.get("own"));
  const served = Object.getPrototypeOf(own);
  const late = served._handle_comm_msg;
  if (!late.handsOn) {
    const direct = Object.getPrototypeOf(served)._handle_comm_msg;
    served._handle_comm_msg = function (...message) {
      return late.apply(this, message).catch((error) => {
        if (error.message !== LATE) throw error;
        return direct.apply(this, message);
      });
    };
    served._handle_comm_msg.handsOn = true;
  }
  model.send({ ask: "state", turn: model.get("turn") });
}


// After a click on a figure or a list: its evidence in view, where the page is too narrow to have
// both beside each other, or too long.
function bring(el) {
  const panel = el.closest(".wb-explorer")?.querySelector(".wb-evidence");
  if (!panel) return;
  const top = panel.getBoundingClientRect().top;
  if (top < 0 || top > innerHeight - 320) panel.scrollIntoView({ block: "start" });
}

// Hand a file to the browser, which stores it.
function save(name, parts, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

