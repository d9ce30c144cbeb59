"""Results on disk, so that a document that was read once is not read again.

A cache may be lost, damaged, foreign, locked or full at any time: it then answers less, or
nothing, and says so in one line on standard error. It never answers wrongly and never stops a
load. Values are bytes; what they mean, and which code made them, belongs into the key.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from workbench.documents.messages import tell

# In the header of our file, so that no other program's database is taken for ours.
APPLICATION_ID = 0x57424348  # "WBCH"
FORMAT = 1
LIMIT = 2_000_000_000  # bytes of values; the oldest go when there are more
FILE = "results.sqlite3"
# Measured on 23 MB of articles in 4,000 values, two cores: plain bytes are read in 0.07 s,
# at zlib's level 1 in 0.21 s for half of the disk; pages of 4 KB instead of 32 take 0.03 s more.
# No write-ahead log: its files stay behind on a full disk. A reader needs no wait for it either.
_SCHEMA = f"""
BEGIN EXCLUSIVE;
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER NOT NULL, size INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_by_size ON entries (size);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT};
COMMIT;
"""


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

    def __init__(
        self, folder: str | os.PathLike | None = None, *, limit: int = LIMIT, wait: float = 5.0
    ) -> None:
        self.limit = limit
        self.wait = wait  # seconds, for a lock of another process
        self._off = False
        self._told: set[str] = set()
        self.path: Path | None = None
        try:
            if folder is None:
                folder = os.environ.get("WORKBENCH_CACHE")
            if not folder:
                import platformdirs

                folder = platformdirs.user_cache_dir("workbench", appauthor=False)
            self.path = Path(folder) / FILE
        except (ImportError, RuntimeError) as error:
            self._stop(f"no place for it ({error})")

    def __repr__(self) -> str:
        return f"Cache({str(self.path.parent) if self.path else None!r})"

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values that are there and sound. What is missing has to be worked out again."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, bytes] = {}
        damaged: list[str] = []

        def work(database: sqlite3.Connection) -> None:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                for name, value, checksum in database.execute(
                    f"SELECT key, value, checksum FROM entries WHERE key IN ({marks})", some
                ):
                    if isinstance(value, bytes) and checksum == _checksum(name, value):
                        found[name] = value
                    else:
                        damaged.append(name)
            if damaged:
                self._tell(f"{len(damaged)} damaged entries are worked out again")
                with database:
                    database.execute("BEGIN IMMEDIATE")
                    database.executemany(
                        "DELETE FROM entries WHERE key = ?", [(name,) for name in damaged]
                    )

        if wanted and not self._off and os.path.exists(self.path):
            self._run(work)
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep `values`, all or none of them. Raises TypeError if one is not bytes."""
        for name, value in values.items():
            if not isinstance(name, str) or not isinstance(value, bytes):
                raise TypeError(
                    f"a cache maps str to bytes, not {name!r} to {type(value).__name__}"
                )

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute("BEGIN IMMEDIATE")
                rows = ((n, v, _checksum(n, v), len(v)) for n, v in values.items())
                database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)
                self._prune(database)

        if values and not self._off:
            self._run(work)

    def _prune(self, database: sqlite3.Connection) -> None:
        (total,) = database.execute("SELECT total(size) FROM entries").fetchone()
        if total <= self.limit:
            return
        old = []
        # A row's number grows with every put and stands in the index: no clock, no value read.
        for row, size in database.execute(
            "SELECT rowid, size FROM entries INDEXED BY entries_by_size ORDER BY rowid"
        ).fetchall():
            if total <= self.limit * 0.8:
                break
            old.append((row,))
            total -= size
        database.executemany("DELETE FROM entries WHERE rowid = ?", old)

    def _run(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """`work` with a connection of its own: nothing stays open that a fork could share. Errors
        of the database end here; TypeError and OverflowError are those of damaged rows."""
        database = None
        try:
            database = self._connect()
            work(database)
        except (sqlite3.Error, OSError, TypeError, OverflowError) as error:
            if database is not None:
                database.close()
            if _is_damage(error):
                self._replace(_reason(error))
            elif "locked" in str(error):
                self._stop("another process holds it locked")
            else:
                reason = _reason(error)
                self._stop(reason if database else f"can't be opened or made ({reason})")
        finally:
            if database is not None:
                database.close()

    def _connect(self) -> sqlite3.Connection:
        for _ in range(2):
            self._make()
            database = sqlite3.connect(self.path, timeout=self.wait, isolation_level=None)
            try:
                database.execute("BEGIN")  # all of one state: another process may be making it
                version, found, tables = (
                    database.execute(question).fetchone()[0]
                    for question in (
                        "PRAGMA user_version",
                        "PRAGMA application_id",
                        "SELECT count(*) FROM sqlite_master",
                    )
                )
                database.execute("COMMIT")
                if not (found or version or tables):  # new: all of it, or nothing, is there
                    database.execute("PRAGMA page_size = 32768")
                    database.executescript(_SCHEMA)
                    found, version = APPLICATION_ID, FORMAT
                if (found, version) == (APPLICATION_ID, FORMAT):
                    # What a power cut may damage is seen, and worked out again.
                    database.execute("PRAGMA synchronous = OFF")
                    return database
                why = "another version's" if found == APPLICATION_ID else "another program's"
            except BaseException as error:
                database.close()
                if not _is_damage(error):
                    raise
                why = _reason(error)
            database.close()
            self._replace(why)
        raise OSError("what was built anew is unusable too")

    def _make(self) -> None:
        """The file, empty if it is new, and its owner's alone."""
        if not self.path.parent.is_dir():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            about = os.lstat(self.path)
            if stat.S_ISLNK(about.st_mode):
                raise PermissionError("it is a link to another file") from None
            if hasattr(os, "getuid"):
                if about.st_uid != os.getuid():
                    raise PermissionError("it belongs to another user") from None
                if about.st_mode & 0o077:
                    self.path.chmod(0o600)

    def _replace(self, why: str) -> None:
        """Ours and broken: deleted. Not ours: put aside under another name, as it may be wanted."""
        try:
            with open(self.path, "rb") as file:
                ours = file.read(72)[68:72] == APPLICATION_ID.to_bytes(4, "big")
            for tail in ("-wal", "-shm", "-journal", ""):
                path = Path(f"{self.path}{tail}")
                if ours:
                    path.unlink(missing_ok=True)
                elif path.exists():
                    path.replace(f"{self.path}.not-ours{tail}")
        except OSError as error:
            self._stop(f"{why}, and it can't be replaced ({error.strerror})")
        else:
            self._tell(f"the file was unusable ({why}) and is built anew")

    def _stop(self, why: str) -> None:
        self._off = True
        self._tell(f"goes unused: {why}")

    def _tell(self, what: str) -> None:
        if what not in self._told:
            self._told.add(what)
            where = f" {self.path}" if self.path else ""
            tell(f"workbench: cache{where}: {what}")


def _checksum(name: str, value: bytes) -> int:
    # Against damage, not against a forger: whoever can write this file can write a checksum too.
    return zlib.crc32(value, zlib.crc32(name.encode("utf-8", "surrogatepass")))


def _is_damage(error: BaseException) -> bool:
    """Whether the file itself is bad, not its surroundings (locks, rights, space)."""
    bad = (
        "malformed", "not a database", "unsupported file format", "could not decode",
        "no such table", "no such column", "no such index", "has no column",
        "columns but", "constraint failed",
    )  # fmt: skip
    if isinstance(error, (TypeError, OverflowError)):
        return True
    return isinstance(error, sqlite3.Error) and any(text in str(error).lower() for text in bad)


def _reason(error: BaseException) -> str:
    # sqlite quotes a column that is no UTF-8 ("Could not decode ... with text '...'"): a piece of
    # a document, which has no place in a message.
    if isinstance(error, (TypeError, OverflowError)) or "decode" in str(error):
        return "damaged rows"
    return " ".join(str(error).split())
