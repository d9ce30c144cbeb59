"""The chosen claims as a table that can be sorted, searched and clicked."""

from itables.widget import ITable

from workbench.codebook import look
from workbench.corpus import evidence

#: Rows that are sent to the page; a longer choice says so, and the CSV has them all.
MOST = 200

#: itables takes its defaults again on each update, so all of these go with each.
OPTIONS = {
    "select": "single", "showIndex": False, "allow_html": False, "maxBytes": 0, "scrollX": True,
    "classes": "display compact wb-rows", "style": "width:100%;margin:0;caption-side:top",
    "layout": {"topStart": "search", "topEnd": None}, "pageLength": 10,
    "text_in_header_can_be_selected": False,
}  # fmt: skip


class Rows(ITable):
    """Claims in words; ``on_pick(claim_id)`` is called for the row that is clicked."""

    def __init__(self, documents, on_pick):
        self.claim_ids: list[str] = []
        super().__init__(**OPTIONS)
        self._documents, self._on_pick = documents, on_pick
        self.observe(self._picked, names="selected_rows")

    def show(self, claims) -> None:
        """Show these claims, in reading order."""
        few = claims.head(MOST).sort_values(["doc_id", "start", "end"])
        table = evidence.table(few, self._documents)
        low, high = (name for name in table if name.startswith(("low", "high")))
        if table[low].equals(table[high]):
            table = table.drop(columns=low).rename(columns={high: high.replace("high", "value")})
        self.claim_ids = list(few["claim_id"])
        caption = ""
        if len(claims) > MOST:
            total = look.count(len(claims), "figure")
            caption = f"The first {MOST} of {total}. Narrow the choice, or take the CSV."
        table = table.drop(columns="role" if set(claims["role"]) == {"version"} else [])
        order = ["as written", *table.columns.drop(["as written", "document"]), "document"]
        self.update(table[order], caption=caption, selected_rows=[], **OPTIONS)

    def _picked(self, change) -> None:
        if change["new"]:
            self._on_pick(self.claim_ids[change["new"][0]])

    def __repr__(self) -> str:
        return f"Rows({look.count(len(self.claim_ids), 'figure')})"
