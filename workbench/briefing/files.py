"""A briefing that is written, and found again in what was written."""

from pathlib import Path

from workbench.briefing import page as pages
from workbench.briefing import parameters, writers
from workbench.briefing.manifests import state
from workbench.corpus import export

WRITERS = {
    ".html": writers.html, ".htm": writers.html, ".md": writers.markdown, ".pdf": writers.pdf,
    ".docx": writers.word,
}  # fmt: skip


def brief(corpus, path, **given) -> Path:
    """Write a briefing of ``corpus`` to ``path`` (.html, .md, .pdf or .docx) and return the path.

    Parameters: ``title``, ``question``, ``author``, ``date``; what it is about: ``conflicts``,
    ``themes``, ``actors``, ``period`` (two days, ``2025-12-01/2025-12-31``), ``documents``,
    ``claims``; ``currency`` (``USD``, ``EUR``), ``paper`` (``a4``, ``letter``); ``notes``, a TOML
    file of the analyst's own words, which is begun where there is none; ``since``, the briefing
    before this one; ``indicators``, a watch list (default: ``indicators.toml`` beside the
    documents). Raises ValueError for another ending, an unknown parameter or one that the
    corpus has not, FileNotFoundError if the folder does not exist.

    >>> brief(corpus, "briefing.html", question="Who pays?")      # doctest: +SKIP
    PosixPath('briefing.html')
    """
    path = Path(path)
    if path.suffix.lower() not in WRITERS:
        known = ", ".join(ending for ending in WRITERS if ending != ".htm")
        raise ValueError(
            f"a briefing can be written as {known}, not as "
            f"{path.suffix or 'a file without ending'!r}; try {path.with_suffix('.html').name!r}"
        )
    if not path.parent.is_dir():
        raise FileNotFoundError(f"no folder {str(path.parent)!r} to write the briefing into")
    given["indicators"] = corpus._watch_list(given.get("indicators"), needed=False)[0]
    notes, since = given.pop("notes", None), given.pop("since", None)
    if notes and Path(notes).exists():
        given["notes"] = Path(notes).read_text("utf-8")
    if since:
        given["since"] = state(since)
    page = pages.made(corpus, parameters.read(given))
    data = WRITERS[path.suffix.lower()](page)
    with export.opened(str(path)) as out:
        out.write(data)
    if notes and not Path(notes).exists():
        with export.opened(str(notes)) as out:
            out.write(pages.begun(page).encode())
    return path
