"""Results on disk, so that a document that was read once is not read again.

A cache may be lost, damaged, foreign, locked or full at any time: it then answers less, or
nothing, and says so in one line on standard error. It never answers wrongly and never stops a
load. Values are bytes; what they mean, and which code made them, belongs into the key.
"""

import hashlib
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path

from workbench.documents.messages import tell

FILE = "workbench-2.sqlite3"  # another layout is another file
LIMIT = 2_000_000_000  # bytes on disk; the oldest go when there are more
# No write-ahead log: its files stay behind on a full disk. A reader needs no wait for it either.
# What a power cut may damage is seen, and worked out again.
_BEGIN = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
# The oldest fifth: a row's number grows with every put. No clock, and no value is read.
_PRUNE = """
DELETE FROM entries WHERE rowid <=
    (SELECT min(rowid) FROM entries) + (SELECT max(rowid) - min(rowid) FROM entries) / 5
"""
SIZE = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, "
SIZE += "pragma_freelist_count, pragma_page_size"
# The surroundings of a file (locks, space, rights), not the file.
_AROUND = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)  # fmt: skip


def key(*parts: str | bytes) -> str:
    """A name for a result made from `parts`, in hexadecimal; no two lists of parts share one.

    >>> key("ab", "c") == key("a", "bc")
    False
    >>> key("text")[:8]
    '48086f2a'
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        kind = b"b" if isinstance(part, bytes) else b"s"
        digest.update(kind + len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Cache:
    """Values by key in one file of `folder`.

    `folder` is by default the environment's WORKBENCH_CACHE, else the system's place for caches.
    Only its owner may read the file: documents may be confidential. Several processes can use it
    at once, and a process can fork or be interrupted: each call is one transaction.

    >>> import tempfile
    >>> cache = Cache(tempfile.mkdtemp())
    >>> cache.put_many({key("a"): b"one"})
    >>> cache.get_many([key("a"), key("b")]) == {key("a"): b"one"}
    True
    """

    file, layout = FILE, _BEGIN

    def __init__(
        self, folder: str | os.PathLike | None = None, *, limit: int = LIMIT, wait: float = 5.0
    ) -> None:
        if not (folder := folder or os.environ.get("WORKBENCH_CACHE")):
            import platformdirs

            folder = platformdirs.user_cache_dir("workbench", appauthor=False)
        self.path = Path(folder) / self.file
        self.limit, self.wait = limit, wait  # wait: seconds, for a lock of another process
        self._off, self._told = False, set()

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values that are there and sound. What is missing has to be worked out again."""

        def work(database: sqlite3.Connection) -> dict[str, bytes]:
            found, damaged = {}, 0
            one = "SELECT CAST(value AS BLOB) FROM entries WHERE key = ?"
            for name in keys:
                for (value,) in database.execute(one, [name]):
                    if value[:4] == _checksum(name, value[4:]):
                        found[name] = value[4:]
                    else:
                        damaged += 1
            if damaged:
                self._tell(f"{damaged} damaged entries are worked out again")
            return found

        keys = list(keys)
        return (keys and self.path.exists() and self._run(work)) or {}

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep `values`, all or none of them."""

        def work(database: sqlite3.Connection) -> None:
            rows = ((name, _checksum(name, value) + value) for name, value in values.items())
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)
                while database.execute(SIZE).fetchone()[0] > self.limit:
                    if not database.execute(_PRUNE).rowcount:
                        break

        if values:
            self._run(work)

    def _run(self, work: Callable[[sqlite3.Connection], dict | None]) -> dict | None:
        """`work` with a connection of its own: nothing stays open that a fork could share. An
        unusable file is put aside, as it may be somebody's, and built anew."""
        for _ in range(0 if self._off else 2):
            try:
                with closing(self._connect()) as database:
                    return work(database)
            except (OSError, sqlite3.Error, OverflowError) as error:
                why = getattr(error, "strerror", None) or str(error)
                around = getattr(error, "sqlite_errorcode", 0) & 0xFF in _AROUND
                if isinstance(error, OSError) or around or not self._put_aside():
                    self._off = True
                    self._tell(f"goes unused: {why}")
                    return None
            self._tell(f"the file was unusable ({why}) and is built anew")
        return None

    def _connect(self) -> sqlite3.Connection:
        """The file, made if there is none, and its owner's alone."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            about = self.path.lstat()
            if not stat.S_ISREG(about.st_mode):
                raise OSError("it is no file of its own, but a link or a folder") from None
            if hasattr(os, "getuid") and about.st_uid != os.getuid():
                raise OSError("it belongs to another user") from None
            self.path.chmod(0o600)
        database = sqlite3.connect(self.path, timeout=self.wait, isolation_level=None)
        try:
            database.executescript(self.layout)
        except BaseException:
            database.close()
            raise
        return database

    def _put_aside(self) -> bool:
        try:
            self.path.replace(f"{self.path}.unusable")
            for tail in ("-wal", "-shm", "-journal"):
                Path(f"{self.path}{tail}").unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _tell(self, what: str) -> None:
        if what not in self._told:
            self._told.add(what)
            tell(f"workbench: cache {self.path}: {what}")


def _checksum(name: str, value: bytes) -> bytes:
    # Against damage, not against a forger: whoever can write this file can write a checksum too.
    return zlib.crc32(value, zlib.crc32(name.encode())).to_bytes(4, "big")
