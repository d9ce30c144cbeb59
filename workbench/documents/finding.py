"""The documents of a folder, each with a name of its own."""

from __future__ import annotations

import difflib
import os
import stat
from collections import Counter, deque
from collections.abc import Iterable
from pathlib import Path

from workbench.documents.model import MEDIA_TYPES, Source, Unreadable, clean, os_reason, suffix
from workbench.documents.sidecar import SIDECARS, read_sidecar


def find(paths: str | os.PathLike | Iterable) -> tuple[list[Source], list[Unreadable]]:
    """The documents in `paths` (a folder, a file, or several), and what had to be left out.

    Folders are searched to the bottom; hidden files, Word's lock files and suffixes that are no
    documents are passed over. A file that is reached twice, by name or by link, is listed once.
    Both lists are sorted, whatever the order of the arguments or of the disk.

    >>> find("no-such-folder")[1][0].path
    'no-such-folder'
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    search = _Search()
    # Outer folders first: a document is named from the outermost folder that was given.
    for name in sorted(map(os.fsdecode, paths), key=lambda n: (not os.path.isdir(n), len(n), n)):
        search.add(name)
    places = [(root, clean(name)) for root, name in search.found]
    by_root: dict[str, list[str]] = {root: [] for root in search.whole}
    for root, shown in places:
        by_root.setdefault(root, []).append(shown)
    overrides = {
        root: read_sidecar(Path(root), names, root in search.whole, search.failures)
        for root, names in by_root.items()
    }
    sources = []
    for (root, name), (_, shown), doc_id in zip(
        search.found, places, _doc_ids(places), strict=True
    ):
        entry = overrides[root].get(shown, {})
        sources.append(Source(Path(root) / name, shown, Path(root), entry, doc_id))
    sources.sort(key=lambda s: (s.relative, s.doc_id))
    return sources, sorted(search.failures, key=lambda f: (f.path, f.reason))


class _Search:
    """The walk over all arguments. `found`: root and path from there, as the disk has them."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.failures: list[Unreadable] = []
        self.whole: set[str] = set()  # roots that were given as folders
        self.folders: set[tuple[int, int]] = set()  # device and inode: ends loops of links
        self.taken: set[str] = set()

    def fail(self, path: str, reason: str) -> None:
        self.failures.append(Unreadable(clean(path), reason))

    def add(self, name: str) -> None:
        if name.startswith("~") and not os.path.lexists(name):
            name = os.path.expanduser(name)
        try:
            about = os.stat(name)
        except (OSError, ValueError) as error:
            if name and os.path.islink(name):
                self.fail(name, _dangling(name))
            elif isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
                self.fail(name, _missing(name))
            else:
                self.fail(name, os_reason(error))
            return
        if stat.S_ISDIR(about.st_mode):
            if (about.st_dev, about.st_ino) in self.folders:
                return
            before = len(self.found), len(self.failures)
            self.whole.add(name)
            self._walk(name)
            if (len(self.found), len(self.failures)) == before:
                self.fail(name, f"holds no documents; what can be read: {' '.join(MEDIA_TYPES)}")
        elif os.path.basename(name) in SIDECARS:
            pass  # `seeds/*` in a shell names the sidecar too; it is read for its neighbours
        elif suffix(name) not in MEDIA_TYPES:
            kind = suffix(name) or "a file without a suffix"
            self.fail(name, f"is {kind}; what can be read: {' '.join(MEDIA_TYPES)}")
        else:
            root, relative = os.path.split(name)
            self._take(root, relative, os.path.realpath(name), stat.S_ISREG(about.st_mode), name)

    def _take(self, root: str, relative: str, real: str, regular: bool, shown: str = "") -> None:
        if not regular:
            reason = "is neither a file nor a folder (a pipe, socket or device)"
            self.fail(shown or relative, reason)
        elif real not in self.taken:
            self.taken.add(real)
            self.found.append((root, relative))

    def _walk(self, root: str) -> None:
        # Links wait until all real folders are listed, so that a document keeps its own name.
        queue = deque([("", os.path.realpath(root))])
        links: deque[tuple[str, str]] = deque()
        while queue or links:
            if queue:
                self._list(root, *queue.popleft(), queue, links)
                continue
            relative, path = links.popleft()
            try:
                mode = os.stat(path).st_mode
            except OSError:
                if suffix(path) in MEDIA_TYPES or not suffix(path):
                    self.fail(relative, _dangling(path))
                continue
            if stat.S_ISDIR(mode):
                queue.append((relative, os.path.realpath(path)))
            elif suffix(path) in MEDIA_TYPES:
                self._take(root, relative, os.path.realpath(path), stat.S_ISREG(mode))

    def _list(self, root: str, relative: str, real: str, queue: deque, links: deque) -> None:
        try:
            about = os.stat(real)
            if (about.st_dev, about.st_ino) in self.folders:
                return
            self.folders.add((about.st_dev, about.st_ino))
            with os.scandir(real) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self.fail(relative or root, os_reason(error))
            return
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")):
                continue
            below = f"{relative}/{name}" if relative else name
            if entry.is_symlink():
                links.append((below, entry.path))
            elif entry.is_dir(follow_symlinks=False):
                queue.append((below, entry.path))
            elif suffix(name) in MEDIA_TYPES:
                self._take(root, below, entry.path, entry.is_file(follow_symlinks=False))


def _dangling(path: str) -> str:
    try:
        target = os.readlink(path)
    except OSError:
        target = "?"
    return f"is a link to {clean(target)!r}, which does not exist; mend or delete the link"


def _missing(name: str) -> str:
    if "\0" in name or not name:
        return "is no path; give the path of a folder or a file"
    path, parent = Path(name), Path(name).parent
    while not os.path.isdir(parent):
        path, parent = parent, parent.parent
    try:
        with os.scandir(parent) as listing:
            near = [e.name for _, e in zip(range(5000), listing, strict=False)]
    except OSError:
        near = []
    near = sorted(n for n in near if not n.startswith("."))
    close = difflib.get_close_matches(path.name, near, n=1)
    if close:
        return f"no such file or folder; did you mean {clean(str(parent / close[0]))!r}?"
    here = ", ".join(clean(n) for n in near[:6]) + (", ..." if len(near) > 6 else "")
    return f"no such file or folder; in {clean(str(parent))!r} there are: {here or 'no files'}"


def _doc_ids(places: list[tuple[str, str]]) -> list[str]:
    """File stems; where two would be alike, longer and longer paths until they differ."""

    def name(root: str, relative: str, step: int) -> str:
        bare = relative[: len(relative) - len(suffix(relative))]
        if step == 0:
            return bare.rpartition("/")[2]
        if step == 1:
            return bare
        parts = Path(os.path.abspath(root)).parts
        above = [clean(p) for p in parts[len(parts) - step + 2 :]] if step > 2 else []
        return "/".join([*above, relative])

    ids = [name(*place, 0) for place in places]
    steps = [0] * len(places)
    while True:
        counts = Counter(ids)
        alike = [i for i, doc_id in enumerate(ids) if counts[doc_id] > 1]
        if not alike:
            return ids
        for i in alike:
            steps[i] += 1
            ids[i] = name(*places[i], steps[i])
