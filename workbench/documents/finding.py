"""The documents of a folder, each with a name of its own."""

import difflib
import gc
import itertools
import os
import stat
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path

from workbench.documents.model import MEDIA_TYPES, Source, Unreadable
from workbench.documents.sidecar import OUTSIDE, SIDECARS, leaves, read_sidecar
from workbench.documents.text import WORDS, clean, reason, suffix

# What lies in a folder that is no document: sidecars, and what systems leave there.
_NOT_MEANT = {
    *SIDECARS,
    "corrections.toml",
    "indicators.toml",
    "Thumbs.db",
    "desktop.ini",
    "Icon\r",
}


@contextmanager
def unswept():
    """No search for garbage while many objects are made that all stay: it took a third of a cached
    load of 20,000 documents."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@unswept()
def find(
    paths: str | os.PathLike | Iterable, *, follow_links: bool = False
) -> tuple[list[Source], list[Unreadable]]:
    """The documents in `paths` (a folder, a file, or several), and what had to be left out.

    Folders are searched to the bottom; hidden files and Word's lock files are passed over, and a
    file that is reached twice is listed once. A link in a folder that leads out of it is left out,
    unless `follow_links`. Both lists are sorted.

    >>> find("no-such-folder")[1][0].path
    'no-such-folder'
    """
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    search = _Search(follow_links)
    # Outer folders first: a document is named from the outermost folder that was given.
    for name in sorted(map(os.fsdecode, paths), key=lambda n: (not os.path.isdir(n), len(n), n)):
        search.add(name)
    search.tell_unread()
    for root in search.whole if not search.found and not search.failures else ():
        search.fail(root, f"holds no documents; what can be read: {' '.join(MEDIA_TYPES)}")
    by_root: dict[str, list[str]] = {root: [] for root in sorted(search.whole)}
    for root, name in search.found.values():
        by_root.setdefault(root, []).append(name)
    rows = []
    for root, names in by_root.items():
        shown = _numbered(map(clean, names))
        entries = read_sidecar(Path(root), shown, root in search.whole, search.fail, follow_links)
        place, paths = Path(root), (Path(root, name) for name in names)
        rows += [(path, one, place, entries.get(one, {}))
                 for path, one in zip(paths, shown, strict=True)]  # fmt: skip
    ids = _doc_ids([shown for _, shown, *_ in rows])
    sources = [Source(*row, doc_id) for row, doc_id in zip(rows, ids, strict=True)]
    sources.sort(key=lambda s: (s.relative, s.doc_id))
    return sources, sorted(search.failures, key=lambda f: (f.path, f.reason))


_name = attrgetter("name")


class _Search:
    def __init__(self, follow_links: bool) -> None:
        self.follow_links = follow_links
        self.found: dict[str, tuple[str, str]] = {}  # by real path: root, and path from there
        self.failures: list[Unreadable] = []
        self.whole: set[str] = set()  # roots that were given as folders
        self.folders: set[tuple[int, int]] = set()  # device and inode: ends loops of links
        self.unread: dict[tuple[str, str], list[str]] = defaultdict(list)  # by folder and suffix

    def fail(self, path: str, why: str) -> None:
        self.failures.append(Unreadable(clean(path), why))

    def add(self, name: str) -> None:
        """What was given, and all below it."""
        if os.path.basename(name) in SIDECARS:
            return  # `seeds/*` in a shell names the sidecar too; it is read for its neighbours
        name = name if os.path.lexists(name) else os.path.expanduser(name)
        # Links wait until all real folders are listed, so that a document keeps its own name.
        near, links = deque([("", name, os.path.islink(name))]), deque()
        while near or links:
            relative, path, linked = (near or links).popleft()
            try:
                below = self.visit(name, relative, path, linked)
            except (OSError, ValueError) as error:
                if not relative or not linked or suffix(path) in MEDIA_TYPES:
                    self.fail(relative or name, _reason(path, error))
                continue
            for entry in below:
                (links if entry[2] else near).append(entry)

    def visit(self, root: str, relative: str, path: str, linked: bool) -> list[tuple]:
        """What is in a folder; a file is a document, or told as none."""
        about, shown = os.stat(path), relative or path
        place, kind = (about.st_dev, about.st_ino), suffix(shown)
        real = os.path.realpath(path) if linked or not relative else path
        if relative and linked and not self.follow_links and leaves(real, os.path.realpath(root)):
            self.fail(relative, f"is a link to {clean(real)!r}, {OUTSIDE}")
        elif stat.S_ISDIR(about.st_mode):
            below = [] if place in self.folders else sorted(os.scandir(real), key=_name)
            self.folders.add(place)
            self.whole |= set() if relative else {root}
            return [
                (f"{relative}/{one.name}".lstrip("/"), one.path, one.is_symlink()) for one in below
                if not one.name.startswith((".", "~$")) and (relative or one.name not in SIDECARS)
            ]  # fmt: skip
        elif kind not in MEDIA_TYPES:
            if os.path.basename(path) not in _NOT_MEANT:
                self.unread[os.path.dirname(shown), kind].append(shown)
        elif not stat.S_ISREG(about.st_mode):
            self.fail(shown, "is no file or folder, but a pipe, socket or device")
        else:
            self.found.setdefault(real, (root, relative) if relative else os.path.split(path))
        return []

    def tell_unread(self) -> None:
        """One line for each kind in a folder: a saved web page brings a hundred scripts."""
        for (_, kind), names in self.unread.items():
            cures = [cure for kinds, cure in WORDS["cures"].items() if kind in kinds.split()]
            what = f"is {kind or 'a file without a suffix'}, not a kind that is read"
            if len(names) > 1:
                what += f"; nor are {len(names) - 1} others of that kind beside it"
            self.fail(min(names), f"{what}; {[*cures, 'save it as .docx, .pdf or .txt'][0]}")


def _reason(name: str, error: Exception) -> str:
    """Why there is nothing, and what there is instead."""
    if os.path.islink(name):
        target = clean(os.readlink(name))
        return f"is a link to {target!r}, which does not exist; mend or delete the link"
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return reason(error)
    parent = Path(name).parent
    near = sorted(os.listdir(parent))[:5000] if os.access(parent, os.R_OK | os.X_OK) else []
    close = [clean(str(parent / n)) for n in difflib.get_close_matches(Path(name).name, near, n=1)]
    return "no such file or folder" + (f"; did you mean {close[0]!r}?" if close else "")


def _doc_ids(names: list[str]) -> list[str]:
    """File stems; where two are alike, their paths; where those are, with the suffix; numbered."""
    longer = [os.path.splitext(name)[0] for name in names]
    ids = [os.path.basename(name) for name in longer]
    for fuller in (longer, names):
        count = Counter(ids)
        ids = [new if count[old] > 1 else old for old, new in zip(ids, fuller, strict=True)]
    return _numbered(ids)


def _numbered(names: Iterable[str]) -> list[str]:
    """Names of which no two are alike."""
    # An undecodable byte and \xff spelled out are written the same way.
    taken: dict[str, None] = {}
    for name in names:
        if name in taken:
            (bare, kind), numbers = os.path.splitext(name), itertools.count(2)
            while name in taken:
                name = f"{bare} ({next(numbers)}){kind}"
        taken[name] = None
    return list(taken)
