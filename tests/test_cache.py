"""The cache may forget, but it never answers wrongly and never stops a load."""

import multiprocessing
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time

import pytest

from workbench.corpus.cache import FILE, Cache, key

VALUES = {key(str(i)): f"value {i} ".encode() * (i * 40 + 1) for i in range(120)}


def filled(folder, **more):
    cache = Cache(folder, **more)
    cache.put_many(VALUES)
    return cache


def test_what_was_put_is_got_by_another_object(tmp_path, capfd):
    filled(tmp_path)
    assert Cache(tmp_path).get_many([*VALUES, "unknown"]) == VALUES
    assert capfd.readouterr().err == ""


def test_an_empty_cache_answers_nothing_and_makes_no_file(tmp_path):
    assert Cache(tmp_path / "new").get_many(VALUES) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_later_value_replaces_the_earlier(tmp_path):
    cache = filled(tmp_path)
    cache.put_many({key("1"): b"", key("2"): b"\0new"})
    assert cache.get_many([key("1"), key("2")]) == {key("1"): b"", key("2"): b"\0new"}


def test_more_keys_than_sqlite_takes_in_one_query(tmp_path):
    many = {key(str(i)): str(i).encode() for i in range(2_300)}
    cache = Cache(tmp_path)
    cache.put_many(many)
    assert cache.get_many(many) == many


KEYS = [("ab",), ("a", "b"), (b"a", "b"), ("a", b"b"), ("ab", ""), ("", "ab"), ("a\0b",), ()]


def test_no_two_lists_of_parts_share_a_key():
    assert len({key(*parts) for parts in KEYS}) == len(KEYS)
    assert key("a", b"b") == "8aa48990a8a7627123ff3b7ae2a98c2eb2d99c22ab818b4d4e936d8f40e54690"


def test_only_the_owner_may_read(tmp_path):
    old = os.umask(0)
    try:
        cache = filled(tmp_path / "deep" / "folder")
    finally:
        os.umask(old)
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.path.parent.stat().st_mode) == 0o700
    cache.path.chmod(0o644)
    cache.get_many(VALUES)
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600


def test_the_folder_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "here"))
    assert Cache().path == tmp_path / "here" / FILE
    monkeypatch.delenv("WORKBENCH_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Cache().path.name == FILE and "workbench" in Cache().path.parts


BROKEN = {
    "random bytes": (lambda data: random.Random(1).randbytes(5_000), "file is not a database"),
    "text": (lambda data: b"not a database at all", "file is not a database"),
    "first half": (lambda data: data[: len(data) // 2], "database disk image is malformed"),
    "no header": (lambda data: bytes(100) + data[100:], "file is not a database"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_or_foreign_file_is_built_anew_with_one_line(tmp_path, capfd, case):
    change, why = BROKEN[case]
    path = filled(tmp_path).path
    path.write_bytes(change(path.read_bytes()))
    cache = Cache(tmp_path)
    assert cache.get_many(VALUES) == {}
    cache.put_many(VALUES)
    assert cache.get_many(VALUES) == VALUES
    err = f"workbench: cache {path}: the file was unusable ({why}) and is built anew\n"
    assert capfd.readouterr().err == err
    assert Cache(tmp_path).get_many(VALUES) == VALUES


def test_a_foreign_database_is_put_aside_not_deleted(tmp_path, capfd):
    other = sqlite3.connect(tmp_path / FILE)
    other.execute("CREATE TABLE entries (id, data)")
    other.execute("INSERT INTO entries VALUES (1, 'theirs')")
    other.commit()
    other.close()
    (tmp_path / f"{FILE}-journal").write_bytes(b"of the one before")
    cache = Cache(tmp_path)
    assert cache.get_many(VALUES) == {}
    cache.put_many(VALUES)
    assert cache.get_many(VALUES) == VALUES
    err = f"workbench: cache {cache.path}: the file was unusable (no such column: value) and is "
    assert capfd.readouterr().err == f"{err}built anew\n"
    kept = sqlite3.connect(tmp_path / f"{FILE}.unusable")
    assert kept.execute("SELECT data FROM entries").fetchall() == [("theirs",)]
    kept.close()
    assert sorted(os.listdir(tmp_path)) == [FILE, f"{FILE}.unusable"]


@pytest.mark.parametrize(
    "change",
    [
        "value = x'00'",
        "value = substr(value, 1, length(value) - 1)",
        # sound, but another's:
        "value = (SELECT value FROM entries AS e WHERE e.rowid = 5)",
        "value = 'text'",
        "value = CAST(x'73656372657420ff' AS TEXT)",
        "value = 5",
    ],
)
def test_a_changed_row_is_never_trusted(tmp_path, capfd, change):
    path = filled(tmp_path).path
    database = sqlite3.connect(path)
    database.execute(f"UPDATE entries SET {change} WHERE key = ?", [key("7")])
    database.commit()
    database.close()
    cache = Cache(tmp_path)
    sound = {name: value for name, value in VALUES.items() if name != key("7")}
    assert cache.get_many(VALUES) == sound
    line = f"workbench: cache {path}: 1 damaged entries are worked out again\n"
    assert capfd.readouterr().err == line
    cache.put_many({key("7"): b"again"})
    assert Cache(tmp_path).get_many(VALUES) == sound | {key("7"): b"again"}
    assert capfd.readouterr().err == ""


def test_the_same_thing_is_said_once(tmp_path, capfd):
    path = filled(tmp_path).path
    database = sqlite3.connect(path)
    database.execute("UPDATE entries SET value = x'00'")
    database.commit()
    database.close()
    cache = Cache(tmp_path)
    for i in range(5):
        assert cache.get_many([key(str(i))]) == {}
    line = f"workbench: cache {path}: 1 damaged entries are worked out again\n"
    assert capfd.readouterr().err == line


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_gives_sound_values_or_none(tmp_path, seed):
    chance = random.Random(seed)
    path = filled(tmp_path).path
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 30, 3_000])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
    cache = Cache(tmp_path)
    for _ in range(2):
        got = cache.get_many(VALUES)
        assert got == {name: VALUES[name] for name in got}
        cache.put_many(VALUES)
    assert cache.get_many(VALUES) == VALUES


def test_a_locked_file_is_passed_by(tmp_path, capfd):
    path = filled(tmp_path).path
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache = Cache(tmp_path, wait=0.1)
    assert cache.get_many(VALUES) == VALUES  # readers need not wait for a writer
    cache.put_many({key("new"): b"1"})
    cache._connect = None  # it waits once, not for every document: the file is not opened again
    cache.put_many({key("newer"): b"1"})
    err = f"workbench: cache {path}: goes unused: database is locked\n"
    assert capfd.readouterr().err == err
    holder.execute("ROLLBACK")
    holder.close()
    assert Cache(tmp_path).get_many([*VALUES, key("new")]) == VALUES


@pytest.mark.parametrize("where", ["a file", "a folder of that name", "a forbidden folder"])
def test_where_nothing_can_be_written_it_is_passed_by(tmp_path, capfd, monkeypatch, where):
    folder = tmp_path / "cache"
    if where == "a file":
        folder.write_text("")
    elif where == "a folder of that name":
        (folder / FILE).mkdir(parents=True)
    else:
        monkeypatch.setattr(Cache, "_connect", forbidden)
        folder.mkdir()
    cache = Cache(folder)
    cache.put_many(VALUES)
    assert cache.get_many(VALUES) == {}
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"workbench: cache {folder / FILE}: goes unused: ")


def forbidden(*_, **__):
    raise PermissionError(13, "Permission denied")


def test_a_full_disk_is_passed_by(tmp_path, capfd):
    path = filled(tmp_path).path
    cache = Cache(tmp_path)
    connect = cache._connect

    def small():
        database = connect()
        database.execute("PRAGMA max_page_count = 1")
        return database

    cache._connect = small
    cache.put_many({key("big"): bytes(5_000_000)})
    err = f"workbench: cache {path}: goes unused: database or disk is full\n"
    assert capfd.readouterr().err == err
    assert Cache(tmp_path).get_many([*VALUES, key("big")]) == VALUES
    assert os.listdir(tmp_path) == [FILE]  # and no journal of what could not be written


def test_a_link_is_not_followed(tmp_path, capfd):
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    other.chmod(0o644)
    cache = Cache(tmp_path / "cache")
    cache.path.parent.mkdir()
    cache.path.symlink_to(other)
    cache.put_many(VALUES)
    assert (cache.get_many(VALUES), other.read_bytes()) == ({}, b"mine")
    assert stat.S_IMODE(other.stat().st_mode) == 0o644
    why = "it is no file of its own, but a link or a folder"
    err = f"workbench: cache {cache.path}: goes unused: {why}\n"
    assert capfd.readouterr().err == err


def test_an_emptied_file_is_begun_anew(tmp_path, capfd):
    filled(tmp_path).path.write_bytes(b"")
    assert Cache(tmp_path).get_many(VALUES) == {}
    assert filled(tmp_path).get_many(VALUES) == VALUES
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners there")
def test_a_file_of_another_user_is_not_trusted(tmp_path, capfd, monkeypatch):
    filled(tmp_path)
    me = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: me + 1)
    assert Cache(tmp_path).get_many(VALUES) == {}
    assert "it belongs to another user" in capfd.readouterr().err


def test_the_oldest_go_when_it_grows_too_large(tmp_path):
    cache = Cache(tmp_path, limit=1_000_000)
    for i in range(9):
        cache.put_many({str(i): bytes(100_000)})
    assert len(cache.get_many(map(str, range(10)))) == 9
    cache.put_many({"0": bytes(99_000), "9": bytes(200_000)})  # 0 is young again; 1 is the oldest
    left = cache.get_many(map(str, range(11)))
    assert sorted(left, key=int) == ["0", "3", "4", "5", "6", "7", "8", "9"]
    cache.put_many({"huge": bytes(2_000_000)})
    assert cache.get_many(["huge"]) == {}
    cache.put_many({"small": bytes(2_000)})
    assert cache.get_many(["small"]) == {"small": bytes(2_000)}


def worker(folder, number):
    cache = Cache(folder)
    for turn in range(15):
        cache.put_many({key(f"{number}/{turn}"): f"{number}/{turn}".encode()})
        got = cache.get_many(key(f"{n}/{turn}") for n in range(4))
        assert got.items() <= {key(f"{n}/{turn}"): f"{n}/{turn}".encode() for n in range(4)}.items()


def test_several_processes_share_a_cache_that_none_of_them_found(tmp_path, capfd):
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    workers = [context.Process(target=worker, args=(tmp_path / "new", n)) for n in range(4)]
    for process in workers:
        process.start()
    for process in workers:
        process.join(60)
    assert [process.exitcode for process in workers] == [0] * 4
    whole = {key(f"{n}/{turn}"): f"{n}/{turn}".encode() for n in range(4) for turn in range(15)}
    assert Cache(tmp_path / "new").get_many(whole) == whole
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_put_keeps_all_or_nothing(tmp_path, how):
    code = (
        "import sys\nfrom workbench.corpus.cache import Cache\ncache = Cache(sys.argv[1])\n"
        "cache.put_many({'a': b'1'})\nprint('ready', flush=True)\n"
        "while True: cache.put_many({str(i): bytes(20_000) for i in range(500)})\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    process.stdout.readline()
    time.sleep(0.05)
    process.send_signal(how)
    process.communicate(timeout=120)
    assert process.returncode != 0
    got = Cache(tmp_path).get_many(["a", *map(str, range(500))])
    assert got["a"] == b"1"
    assert len(got) in (1, 501)
    # A journal that was begun and not yet written is left by a reader; the next write takes it.
    Cache(tmp_path).put_many({"b": b"2"})
    assert os.listdir(tmp_path) == [FILE]


def test_twenty_megabytes_come_back(tmp_path):
    values = {key(str(i)): os.urandom(5_000) for i in range(4_000)}
    cache = Cache(tmp_path)
    cache.put_many(values)
    assert cache.get_many(values) == values
