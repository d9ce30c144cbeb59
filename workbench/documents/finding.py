"""The documents of a folder, each with a name of its own."""

import contextlib
import difflib
import os
import stat
from collections import Counter, deque
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from workbench.documents.model import MEDIA_TYPES, Source, Unreadable
from workbench.documents.sidecar import OUTSIDE, SIDECARS, leaves, read_sidecar
from workbench.documents.text import WORDS, clean, os_reason, suffix

# What lies in a folder that is no document: sidecars, and what systems leave there.
_NOT_MEANT = {*SIDECARS, "corrections.toml", "Thumbs.db", "desktop.ini", "Icon\r"}


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
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    search = _Search(follow_links)
    # Outer folders first: a document is named from the outermost folder that was given.
    for name in sorted(map(os.fsdecode, paths), key=lambda n: (not os.path.isdir(n), len(n), n)):
        search.add(name)
    search.tell_unread()
    by_root: dict[str, list[str]] = {root: [] for root in sorted(search.whole)}
    for root, name in search.found:
        by_root.setdefault(root, []).append(name)
    rows = []
    for root, names in by_root.items():
        shown, whole = _numbered(map(clean, names)), root in search.whole
        told = read_sidecar(Path(root), shown, whole, search.failures, follow_links)
        rows += [(root, *pair, told.get(pair[1], {})) for pair in zip(names, shown, strict=True)]
    ids = iter(_doc_ids([(root, shown) for root, _, shown, _ in rows]))
    sources = [
        Source(Path(root) / name, shown, Path(root), entry, next(ids))
        for root, name, shown, entry in rows
    ]
    sources.sort(key=lambda s: (s.relative, s.doc_id))
    return sources, sorted(search.failures, key=lambda f: (f.path, f.reason))


class _Search:
    """The walk over all arguments. `found`: root and path from there, as the disk has them."""

    def __init__(self, follow_links: bool) -> None:
        self.follow_links = follow_links
        self.found: list[tuple[str, str]] = []
        self.failures: list[Unreadable] = []
        self.whole: set[str] = set()  # roots that were given as folders
        self.folders: set[tuple[int, int]] = set()  # device and inode: ends loops of links
        self.taken: set[str] = set()
        self.unread: dict[tuple[str, str], list[str]] = {}  # of no kind, by folder and suffix

    def fail(self, path: str, reason: str) -> None:
        self.failures.append(Unreadable(clean(path), reason))

    def add(self, name: str) -> None:
        if name.startswith("~") and not os.path.lexists(name):
            name = os.path.expanduser(name)
        try:
            about = os.stat(name)
        except (OSError, ValueError) as error:
            if os.path.islink(name):
                return self.fail(name, _dangling(name))
            none = isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError))
            return self.fail(name, _missing(name) if none else os_reason(error))
        if (about.st_dev, about.st_ino) in self.folders:
            return
        if stat.S_ISDIR(about.st_mode):
            lists = self.found, self.failures, self.unread
            before = sum(map(len, lists))
            self.whole.add(name)
            self._walk(name)
            if sum(map(len, lists)) == before:
                self.fail(name, f"holds no documents; what can be read: {' '.join(MEDIA_TYPES)}")
        # `seeds/*` in a shell names the sidecar too; it is read for its neighbours.
        elif os.path.basename(name) not in SIDECARS:
            root, relative = os.path.split(name)
            self._take(root, relative, os.path.realpath(name), about.st_mode, name)

    def _take(self, root: str, relative: str, real: str, mode: int, shown: str = "") -> None:
        """A file, whatever it is: a document, or told as none."""
        kind, shown = suffix(relative), shown or relative
        if kind not in MEDIA_TYPES and os.path.basename(relative) not in _NOT_MEANT:
            self.unread.setdefault((os.path.dirname(shown), kind), []).append(shown)
        elif kind in MEDIA_TYPES and not stat.S_ISREG(mode):
            self.fail(shown, "is neither a file nor a folder (a pipe, socket or device)")
        elif kind in MEDIA_TYPES and real not in self.taken:
            self.taken.add(real)
            self.found.append((root, relative))

    def tell_unread(self) -> None:
        """One line for each kind in a folder: a saved web page brings a hundred scripts."""
        for (_, kind), names in self.unread.items():
            cures = [cure for kinds, cure in WORDS["cures"].items() if kind in kinds.split()]
            what = f"is {kind or 'a file without a suffix'}, not a kind that is read"
            if len(names) > 1:
                what += f"; nor are {len(names) - 1} others of that kind beside it"
            self.fail(min(names), f"{what}; {[*cures, 'save it as .docx, .pdf or .txt'][0]}")

    def _walk(self, root: str) -> None:
        # Links wait until all real folders are listed, so that a document keeps its own name.
        top = os.path.realpath(root)
        queue = deque([("", top)])
        links: deque[tuple[str, str]] = deque()
        while queue or links:
            if queue:
                self._list(root, *queue.popleft(), queue, links)
                continue
            relative, path = links.popleft()
            real = os.path.realpath(path)
            if not os.path.exists(path):
                if suffix(path) in MEDIA_TYPES or not suffix(path):
                    self.fail(relative, _dangling(path))
            elif not self.follow_links and leaves(real, top):
                self.fail(relative, f"is a link to {clean(real)!r}, {OUTSIDE}")
            elif os.path.isdir(real):
                queue.append((relative, real))
            else:
                self._take(root, relative, real, os.stat(real).st_mode)

    def _list(self, root: str, relative: str, real: str, queue: deque, links: deque) -> None:
        try:
            about = os.stat(real)
            place = about.st_dev, about.st_ino
            names = [] if place in self.folders else sorted(os.listdir(real))
            self.folders.add(place)
        except OSError as error:
            return self.fail(relative or root, os_reason(error))
        for name in names:
            if name.startswith((".", "~$")) or (name in SIDECARS and not relative):
                continue  # the sidecar is read later, if it is no link that leads out
            below, path = f"{relative}/{name}".lstrip("/"), os.path.join(real, name)
            try:
                mode = os.lstat(path).st_mode
            except OSError as error:  # it may be listed and not be looked at, or went away
                self.fail(below, os_reason(error))
                continue
            if stat.S_ISLNK(mode) or stat.S_ISDIR(mode):
                (links if stat.S_ISLNK(mode) else queue).append((below, path))
            else:
                self._take(root, below, path, mode)


def _dangling(path: str) -> str:
    target = clean(os.readlink(path))
    return f"is a link to {target!r}, which does not exist; mend or delete the link"


def _missing(name: str) -> str:
    if "\0" in name or not name:
        return "is no path; give the path of a folder or a file"
    path, parent = Path(name), Path(name).parent
    while not os.path.isdir(parent):
        path, parent = parent, parent.parent
    near = []
    with contextlib.suppress(OSError), os.scandir(parent) as listing:
        near = sorted(e.name for e in islice(listing, 5000) if e.name[0] != ".")
    if close := difflib.get_close_matches(path.name, near, n=1):
        return f"no such file or folder; did you mean {clean(str(parent / close[0]))!r}?"
    here = ", ".join(clean(n) for n in near[:6]) + (", ..." if len(near) > 6 else "")
    return f"no such file or folder; in {clean(str(parent))!r} there are: {here or 'no files'}"


def _doc_ids(places: list[tuple[str, str]]) -> list[str]:
    """File stems; where two would be alike, longer and longer paths until they differ."""

    def name(root: str, relative: str, step: int) -> str:
        bare = relative[: len(relative) - len(suffix(relative))]
        if step < 2:
            return bare if step else bare.rpartition("/")[2]
        parts = Path(os.path.abspath(root)).parts
        return "/".join([*map(clean, parts[max(0, len(parts) + 2 - step) :]), relative])

    steps = [0] * len(places)
    ids = [name(*place, 0) for place in places]
    most = 3 + max((os.path.abspath(root).count(os.sep) for root, _ in places), default=0)
    while max(steps, default=most) < most and (
        alike := {i for i, n in Counter(ids).items() if n > 1}
    ):
        steps = [step + (i in alike) for step, i in zip(steps, ids, strict=True)]
        ids = [name(*place, step) for place, step in zip(places, steps, strict=True)]
    return _numbered(ids)


def _numbered(names: Iterable[str]) -> list[str]:
    """Names of which no two are alike: an undecodable byte and ``\\xff`` spelled out are written
    the same way."""
    taken: dict[str, None] = {}
    for name in names:
        bare, n, again = name[: len(name) - len(suffix(name))], 1, name
        while again in taken:
            n += 1
            again = f"{bare} ({n}){name[len(bare) :]}"
        taken[again] = None
    return list(taken)
