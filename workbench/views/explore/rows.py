"""Claims and documents as tables that can be sorted, searched and clicked."""

from itables.widget import ITable

from workbench.codebook import look
from workbench.corpus import evidence

#: Rows that are sent to the page; a longer choice says so, and the CSV has them all.
MOST, DOCUMENTS = 200, 2000

#: Columns of many words, which get more room.
WIDE = ("title", "document", "warnings")

#: itables takes its defaults again on each update, so all of these go with each.
OPTIONS = {
    "select": "single", "showIndex": False, "allow_html": False, "maxBytes": 0, "scrollX": True,
    "classes": "display compact wb-rows", "style": "width:100%;margin:0;caption-side:top",
    "layout": {"topStart": "search", "topEnd": None}, "pageLength": 10,
    "text_in_header_can_be_selected": False,
}  # fmt: skip


class Listed(ITable):
    """A table for reading; ``on_pick(id)`` is called for the row that is clicked."""

    def __init__(self, on_pick):
        self.ids: list = []
        super().__init__(**OPTIONS)
        self._on_pick = on_pick
        self.observe(self._picked, names="selected_rows")

    def fill(self, table, ids, caption: str = "") -> None:
        """Show a ``ReadingTable``: numbers and days are sorted as such, by columns out of sight."""
        self.ids, words, shape = [], table.in_words(), []
        for at, (name, number) in enumerate(zip(table, table.numbers, strict=True)):
            short = name == "document" and "title" in table  # a name for the title beside it
            wide = " wb-wide" * (name in WIDE and not short)
            side = {"className": "dt-right" if number else f"dt-left{wide}"}
            if table[name].dtype.kind in "iufM":
                by = table[name].rank(method="dense").fillna(0).astype(int)
                words[f"{name}, in order"] = by
                side["orderData"] = len(words.columns) - 1
            shape.append({"targets": at, "type": "string", **side})
        hidden = [*range(len(table.columns), len(words.columns))]
        shape.append({"targets": hidden, "visible": False, "searchable": False})
        told = {"info": f"_START_ to _END_ of _TOTAL_ rows. {caption}", "infoEmpty": caption}
        self.update(
            words, caption=caption, selected_rows=[], columnDefs=shape, language=told, **OPTIONS
        )
        self.ids = list(ids)

    def _picked(self, change) -> None:
        for row in (change["new"] or change["old"])[:1]:  # a second click takes the mark away
            if row < len(self.ids):
                self._on_pick(self.ids[row])


class Rows(Listed):
    """Claims in words, a row opens its document at the claim."""

    def __init__(self, documents, on_pick):
        super().__init__(on_pick)
        self._documents = documents

    def show(self, claims) -> None:
        """Show these claims, in reading order."""
        few = claims.head(MOST).sort_values(["doc_id", "start", "end"])
        table = evidence.table(few, self._documents)
        caption = ""
        if len(claims) > MOST:
            total = look.count(len(claims), "figure")
            caption = f"The first {MOST} of {total}. Narrow the choice, or take the CSV."
        table = table.drop(columns="role" if set(claims["role"]) == {"version"} else [])
        values = [name for name in table if name.split(" (")[0] in ("value", "to", "unit", "role")]
        first = ["as written", *values, "whose", "document"]
        first += [name for name in table if name.startswith("reliability")]
        order = [*first, *table.columns.difference(first, sort=False)]
        self.fill(table[order], few["claim_id"], caption)

    def __repr__(self) -> str:
        return f"Rows({look.count(len(self.ids), 'figure')})"
