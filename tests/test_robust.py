"""What was found under attack stays mended: storing, walking over folders, commands, limits."""

import datetime
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tasks import task

import workbench as wb
from workbench import codebook, documents
from workbench.corpus import evaluate, export, pool, streaming
from workbench.documents import find, sidecar

BOOK = codebook.load()
SENTENCE = "On 3 May 2024 Norway pledged $5 billion to Ukraine, said Anna Berg in Oslo."
OTHER = "Russia lost 5,000 soldiers on 4 June 2024."
POSIX = pytest.mark.skipif(os.name != "posix", reason="no such files there")


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def command(*arguments, **more):
    more = {"capture_output": True, "text": True, "timeout": 120} | more
    return subprocess.run([sys.executable, "-m", "workbench", *map(str, arguments)], **more)


# --- the pool ------------------------------------------------------------------------------------


def answers(told, **how):
    """Answers without the number of the process, and how many processes there were."""
    found, workers = [], set()
    for _, answer in pool.ordered(task, "here", [(t, 1) for t in told], total=10**9, **how):
        if isinstance(answer, bytes):
            *words, worker = answer.decode().split()
            workers.add(worker)
            answer = " ".join(words)
        found.append(answer)
    return found, len(workers - {str(os.getpid())})


def test_answers_come_in_order_and_what_a_library_prints_is_none():
    told = [f"{n}" for n in range(300)] + ["print"]
    found, workers = answers(told, jobs=2)
    assert (found, workers) == ([f"{t} here" for t in told], 2)


def test_without_jobs_no_process_is_started():
    assert answers(["a"], jobs=0) == (["a here"], 0)


def test_a_task_of_size_0_is_passed_through():
    assert list(pool.ordered(task, "", [("a", 0), ("b", 0)], jobs=1)) == [("a", None), ("b", None)]


CURE = "; split it, or raise the limit (--limit)"


def test_a_task_beyond_the_limit_costs_itself_alone():
    late = pool.Failed(f"took longer than 1 seconds{CURE}")
    found, workers = answers(["a", "loop", "b", "sleep", "c"], jobs=1, limit=1)
    assert (found, workers) == (["a here", late, "b here", late, "c here"], 3)


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory there")
def test_a_task_that_wants_too_much_memory_costs_itself_alone():
    full = pool.Failed(f"needed more than 1,500 MB of memory{CURE}")
    assert answers(["a", "memory", "b"], jobs=1)[0] == ["a here", full, "b here"]


@POSIX
def test_a_killed_worker_costs_nothing_but_time(tmp_path):
    told = ["a", ("die once", str(tmp_path / "died")), "b"]
    assert answers(told, jobs=1) == (["a here", "die once here", "b here"], 2)
    dead = pool.Failed(f"ended its reader twice (exit code -9){CURE}")
    assert answers(["a", "die", "b"], jobs=1)[0] == ["a here", dead, "b here"]


def test_where_no_process_can_be_started_reading_goes_on(monkeypatch, capfd):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert answers(["a", "b"], jobs=2) == (["a here", "b here"], 0)
    assert capfd.readouterr().err.startswith("workbench: no process can be started (")


def children():
    """Processes that this one has started, but for ps itself (its number may be the lowest)."""
    ps = subprocess.Popen(["ps", "-o", "pid=", "--ppid", str(os.getpid())], stdout=subprocess.PIPE)
    return sorted(set(ps.communicate()[0].decode().split()) - {str(ps.pid)})


@pytest.mark.skipif(sys.platform != "linux", reason="ps is another one there")
def test_who_stops_listening_leaves_no_process_behind():
    before = children()
    work = pool.ordered(task, "", [("a", 1), *[("loop", 1)] * 200], jobs=2, total=10**9)
    assert next(work)[1].startswith(b"a")
    assert len(children()) > len(before)
    start = time.monotonic()
    work.close()
    assert children() == before and time.monotonic() - start < 5


def test_many_processes_and_one_and_none_give_the_same_bytes(tmp_path):
    texts = {f"{n:03}.txt": f"{SENTENCE} It is text {n}. {OTHER}\n" * 40 for n in range(150)}
    write(tmp_path, {**texts, "empty.txt": "", "double.txt": texts["007.txt"]})
    tables = []
    for jobs in (0, 1, 2):
        done = command("claims", tmp_path, "--format", "jsonl", "--no-cache", "--jobs", jobs)
        assert (done.returncode, done.stderr) == (1, "left out: empty.txt: is empty (0 bytes)\n")
        tables.append(done.stdout)
    assert len(tables[0].splitlines()) == 151 * 80 and len(set(tables)) == 1


def test_what_a_worker_could_not_do_is_left_out_with_the_reason(tmp_path, capfd, monkeypatch):
    write(tmp_path, {"a.txt": SENTENCE, "b.txt": OTHER, "c.txt": SENTENCE + " Not more."})

    def late(work, context, tasks, **_):
        for piece, _ in tasks:
            b = piece[0].doc_id == "b"
            yield piece, pool.Failed("took longer than 60 seconds") if b else work(context, piece)

    monkeypatch.setattr(pool, "ordered", late)
    corpus = wb.load(tmp_path)
    assert capfd.readouterr().err == "left out: b.txt: took longer than 60 seconds\n"
    assert list(corpus.documents["doc_id"]) == ["a", "c"]
    monkeypatch.undo()
    assert len(wb.load(tmp_path)) == 3  # and it is not remembered


def test_a_script_without_a_guard_and_a_thread_can_load(tmp_path):
    write(tmp_path, {"docs/a.txt": SENTENCE})
    script = tmp_path / "script.py"
    script.write_text(
        "import threading, workbench as wb\n"
        "work = lambda: print(len(wb.load('docs', cache=False).claims))\n"
        "work()\nthread = threading.Thread(target=work)\nthread.start()\nthread.join()\n"
    )
    root = str(Path(wb.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("1\n1\n", "")


def test_no_module_is_taken_from_the_folder_one_works_in(tmp_path, monkeypatch):
    write(tmp_path, {"msgspec.py": "open('was-run', 'w')", "docs/a.txt": SENTENCE})
    monkeypatch.chdir(tmp_path)
    assert len(wb.load("docs", cache=False)) == 1
    assert not os.path.exists("was-run")


# --- whose result it is --------------------------------------------------------------------------


def test_a_file_rewritten_while_it_is_read_gets_no_other_texts_result(tmp_path, monkeypatch):
    """The key was of the old bytes, the result of the new ones."""
    folder = write(tmp_path / "docs", {"a.txt": SENTENCE})
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    read = documents.read

    def late(source):
        source.path.write_text(OTHER)
        return read(source)

    monkeypatch.setattr(documents, "read", late)
    (row,) = wb.load(folder, jobs=0).claims.itertuples()
    assert row.quote == "5,000"
    monkeypatch.setattr(documents, "read", read)
    for text, quote in ((SENTENCE, "$5 billion"), (OTHER, "5,000")):
        (folder / "a.txt").write_text(text)
        (row,) = wb.load(folder, jobs=0).claims.itertuples()
        assert row.quote == quote


@pytest.mark.parametrize("jobs", [0, 1])
def test_a_changed_or_vanished_file_is_told_and_left_out_of_the_tables(tmp_path, capfd, jobs):
    write(tmp_path, {"a.txt": SENTENCE, "b.txt": SENTENCE + " It rained.", "c.txt": SENTENCE + "!"})
    corpus = wb.load(tmp_path, cache=False, jobs=jobs)
    (tmp_path / "a.txt").write_text(OTHER)
    (tmp_path / "b.txt").unlink()
    changed = "a.txt: has changed since the corpus was loaded; load it again"
    gone = "b.txt: could not be read (No such file or directory)"
    for name in ("noise", "passages", "dates"):
        table = getattr(corpus, name)
        assert set(table["doc_id"]) <= {"c"} and (name == "noise" or len(table) == 1)
        told = f"left out of {name}: {changed}\nleft out of {name}: {gone}\n"
        assert capfd.readouterr().err == told
    with pytest.raises(documents.Unreadable, match="has changed since"):
        corpus.text("a")
    assert set(corpus.claims["doc_id"]) == {"a", "b", "c"}


def test_a_changed_file_is_not_even_parsed(tmp_path, monkeypatch):
    """It may be anything now, and small corpora are read again without a limit."""
    write(tmp_path, {"a.txt": SENTENCE})
    corpus = wb.load(tmp_path, cache=False)
    (tmp_path / "a.txt").write_text(OTHER)
    monkeypatch.setattr(documents, "read", None)
    assert len(corpus.dates) == 0


def test_rows_and_tables_of_one_document_are_of_the_same_bytes(tmp_path, monkeypatch):
    """A cached result and a text that was written over it gave honest text as noise."""
    folder = write(tmp_path / "docs", {"a.txt": f"{SENTENCE}\nADVERTISEMENT\n"})
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    assert len(wb.load(folder, jobs=0)) == 1
    read = documents.read

    def late(source):
        source.path.write_text(f"{OTHER} {OTHER} {OTHER}")
        return read(source)

    monkeypatch.setattr(documents, "read", late)
    (source,), _ = find(folder)
    (result,) = streaming.stream([source], BOOK, jobs=0, table="dates")
    assert [row[3] for row in result.rows] == ["4 June 2024"] * 3
    assert result.document["chars"] == 3 * len(OTHER) + 2


def test_the_stamp_is_of_every_file_and_library(tmp_path, monkeypatch):
    package, site = tmp_path / "package", tmp_path / "site-packages"

    def stamp():
        return streaming.stamp.__wrapped__()

    assert any(name.startswith("msgspec-") for p in sys.path if os.path.isdir(p or ".")
               for name in os.listdir(p or ".") if name.endswith("-info"))  # fmt: skip
    stamps = [stamp()]
    write(package, {"a.py": "1", "codebook/dates.toml": "2", "model.bin": b"3"})
    write(site, {"reader-1.0.dist-info/RECORD": ""})
    monkeypatch.setattr(streaming, "__file__", str(package / "corpus" / "streaming.py"))
    stamps.append(stamp())
    monkeypatch.setattr(sys, "path", [str(site), "/nowhere"])
    stamps.append(stamp())
    for name in ("a.py", "codebook/dates.toml", "model.bin", "new.json"):
        write(package, {name: "changed"})
        stamps.append(stamp())
    (site / "reader-1.0.dist-info").rename(site / "reader-1.1.dist-info")
    stamps.append(stamp())
    monkeypatch.setattr(sys, "version", "4.0")
    stamps.append(stamp())
    assert len(set(stamps)) == len(stamps) == 9
    write(package, {"__pycache__/a.pyc": "compiled"})
    write(site, {"reader/new.py": "its version is what counts"})
    assert stamp() == stamps[-1]


def test_identical_files_have_claims_of_their_own(tmp_path):
    write(tmp_path, {"a.txt": SENTENCE, "b.txt": SENTENCE, "sub/c.txt": SENTENCE})
    alone = wb.load(tmp_path / "b.txt", cache=False).claims["claim_id"]
    ids = wb.load(tmp_path, cache=False).claims["claim_id"]
    assert len(set(ids)) == 3 and ids[0] == alone[0]


def test_identical_files_have_positions_of_their_own(tmp_path):
    told = "Russia rejects the deployment of foreign troops. Ukraine demands security guarantees."
    write(tmp_path, {"a.txt": told, "b.txt": told})
    alone = wb.load(tmp_path / "b.txt", cache=False).positions["position_id"]
    ids = wb.load(tmp_path, cache=False).positions["position_id"]
    assert len(alone) == 2 and len(set(ids)) == 4 and list(ids[:2]) == list(alone)


# --- folders -------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_an_undecodable_name_beside_the_same_name_written_out(tmp_path):
    sidecar = "['a\\xff.txt']\ntitle = \"T\""
    write(tmp_path, {r"a\xff.txt": "1", r"a\xff (2).txt": "2", "corpus.toml": sidecar})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")).write_text("3")
    sources, failures = find(tmp_path)
    assert failures == []
    assert [(s.relative, s.doc_id, s.path.read_text(), s.overrides) for s in sources] == [
        (r"a\xff (2).txt", r"a\xff (2)", "2", {}),
        (r"a\xff (3).txt", r"a\xff (3)", "3", {}),
        (r"a\xff.txt", r"a\xff", "1", {"title": "T"}),
    ]
    roots = [tmp_path / r"b\xff", Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff"))]
    for root in roots:
        write(root, {"c.txt": ""})
    assert len({s.doc_id for s in find(roots)[0]}) == 2


def as_nobody(code, *arguments):
    """Code in a process that may not read everything."""
    begin = (
        "import os, sys\nfrom workbench.documents import find\n"
        "if os.getuid() == 0: os.setgid(65534), os.setuid(65534)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", begin + code, *map(str, arguments)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@POSIX
@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_locked_folder_beside_an_open_one(tmp_path, mode):
    write(tmp_path, {"open/a.txt": "", "locked/b.txt": "", "locked/corpus.toml": ""})
    (tmp_path / "locked").chmod(mode)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o055)
        if folder.name.startswith("pytest-of-"):
            break
    code = (
        "sources, failures = find(sys.argv[1:])\n"
        "print([s.doc_id for s in sources], sorted({f.reason for f in failures}))"
    )
    both = as_nobody(code, tmp_path / "locked", tmp_path / "open")
    one = as_nobody(code, tmp_path)
    (tmp_path / "locked").chmod(0o755)
    reason = "may not be read (permission denied); give yourself the right to read it"
    assert (both.stdout, both.stderr) == (f"['a'] ['{reason}']\n", "")
    assert (one.stdout, one.stderr) == (f"['a'] ['{reason}']\n", "")


@POSIX
def test_a_link_out_of_the_folder_is_left_out_and_so_is_a_sidecar(tmp_path):
    write(tmp_path, {
        "secret/private.txt": SENTENCE, "secret/table.csv": "root:x:0:0\n", "docs/a.txt": OTHER,
    })  # fmt: skip
    docs, secret = tmp_path / "docs", tmp_path / "secret"
    (docs / "b.txt").symlink_to(secret / "private.txt")
    (docs / "more").symlink_to("../secret")
    (docs / "corpus.csv").symlink_to(secret / "table.csv")
    (docs / "inside.txt").symlink_to("a.txt")
    sources, failures = find(docs)
    assert [s.relative for s in sources] == ["a.txt"]
    out = "outside the folder; copy it here, or say --follow-links"
    assert [(f.path, f.reason) for f in failures] == [
        ("b.txt", f"is a link to '{secret}/private.txt', {out}"),
        ("corpus.csv", f"is a link to '{secret}/table.csv', {out}"),
        ("more", f"is a link to '{secret}', {out}"),
    ]
    assert [s.relative for s in find(docs, follow_links=True)[0]] == ["a.txt", "b.txt"]
    assert len(wb.load(docs, cache=False, follow_links=True)) == 2
    (source,), failures = find(docs / "b.txt")  # asked for by name
    assert [f.path for f in failures] == ["corpus.csv"]


def test_a_name_of_a_thousand_dots_is_refused_at_once(tmp_path):
    write(tmp_path, {"a.txt": "", "corpus.toml": "a." * 30_000 + "b = 1"})
    start = time.process_time()
    (failure,) = find(tmp_path)[1]
    assert time.process_time() - start < 1
    why = "a name in it has more than 50 parts; put names with dots in quotes"
    assert (failure.path, failure.reason) == ("corpus.toml", f"was left out whole: {why}")


def test_a_sidecar_of_many_megabytes_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sidecar, "MOST", 10)
    write(tmp_path, {"a.txt": "", "corpus.toml": '["a.txt"]\ntitle = "T"'})
    assert [f.reason for f in find(tmp_path)[1]] == ["was left out whole: is larger than 0 MB"]


@POSIX
def test_a_sparse_file_is_refused_before_it_is_hashed(tmp_path):
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(20_000_000_000)
    start = time.monotonic()
    corpus = wb.load(tmp_path)
    assert time.monotonic() - start < 5
    assert [path for path, _ in corpus.failures] == ["a.txt"]
    assert "is too large (20,000 MB" in corpus.failures[0][1]


# --- what is said --------------------------------------------------------------------------------

EVIL = "\x1b]0;title\x07\x1b[2Jx\nleft out: forged\x9b\u202e.txt"
WRITTEN = r"\x1b]0;title\x07\x1b[2Jx\nleft out: forged\x9b\u202e.txt"


@POSIX
def test_no_control_character_of_a_name_or_key_reaches_the_terminal(tmp_path, capfd):
    write(tmp_path, {
        EVIL: "", "corpus.toml": '["a\\u001b[31m.txt"]\ntitle = "T"\n["b.txt"]\n"x\\u0007" = "T"',
        "b.txt": SENTENCE,
    })  # fmt: skip
    wb.load(tmp_path, cache=False, jobs=0)
    err = capfd.readouterr().err
    assert f"left out: {WRITTEN}: is empty (0 bytes)\n" in err and len(err.splitlines()) == 3
    done = command("claims", tmp_path, tmp_path / "none\x1b", "--codebook", "no\x1b.toml")
    more = command("documents", tmp_path, "-o", "/nowhere\x1b/x")
    usage = command("codebook", "list", "no\x1bne", "--co\x1b")
    for text in (err, done.stderr, more.stderr, usage.stderr):
        assert text and "".join(text.split("\n")).isprintable()


@POSIX
def test_messages_are_not_written_into_the_data_where_nobody_hears_them(tmp_path):
    write(tmp_path, {"a.txt": SENTENCE, "b.txt": ""})
    line = f"{sys.executable} -m workbench claims {tmp_path} --format jsonl --no-cache"
    for end in ("2>&-", "2>/dev/full"):
        done = subprocess.run(f"{line} {end}", shell=True, capture_output=True, timeout=60)
        assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (1, 1, b"")


# --- where it is written -------------------------------------------------------------------------

FULL = "can't be written (No space left on device)\n"
FORMATS = ["table", "csv", "jsonl", "parquet"]
LINUX = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device there")


def rows(n=3):
    return ([f"d{i}", *[None] * 8, 1, 1, 0.0, *[None] * 5] for i in range(n))


def put(target, format="jsonl", n=3):
    export.write("documents", wb.corpus.COLUMNS["documents"], rows(n), format, target)


@pytest.fixture(autouse=True)
def corpus_module():
    import workbench.corpus  # noqa: F401


@LINUX
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_a_message(format):
    with pytest.raises(export.CantWrite) as error:
        put("/dev/full", format)
    assert f"{error.value}\n" == f"/dev/full: {FULL}"


@LINUX
@pytest.mark.parametrize("line, told", [
    ("claims seeds > /dev/full", f"Error: standard output: {FULL}"),
    ("claims seeds --format csv > /dev/full", f"Error: standard output: {FULL}"),
    ("disagreements seeds -o /dev/full --quiet", f"Error: /dev/full: {FULL}"),
    ("codebook list > /dev/full", f"Error: standard output: {FULL}"),
    ("codebook new /dev/full/x", None),
    ("evaluate tests/data/rows_varied.jsonl > /dev/full", f"Error: standard output: {FULL}"),
    ("claims seeds >&-", "Error: standard output: can't be written (it is closed)\n"),
    ("claims seeds -o ''", None),
    (f"claims seeds -o {'x' * 300}", None),
    ("claims seeds -o /proc/x", "Error: /proc/x: can't be written (No such file or directory)\n"),
    ("claims seeds -o /proc/nowhere/x", None),
    ("codebook new ''", None),
    ("brief seeds -o /proc/x.html", None),
])  # fmt: skip
def test_what_can_not_be_written_is_a_message_and_exits_2(root, line, told):
    done = subprocess.run(
        f"{sys.executable} -m workbench {line}", shell=True, capture_output=True, text=True,
        cwd=root, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == told if told else "Error: " in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    def broken():
        yield from rows()
        (part,) = os.listdir(tmp_path)
        assert part.startswith(".part-")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export.write(
            "documents", wb.corpus.COLUMNS["documents"], broken(), "csv", str(tmp_path / "a")
        )
    assert os.listdir(tmp_path) == []
    put(str(tmp_path / "a"))
    assert os.listdir(tmp_path) == ["a"]
    put(str(tmp_path / "a"), n=5)
    assert len((tmp_path / "a").read_text().splitlines()) == 5


@POSIX
def test_the_rights_of_a_file_stay_and_new_ones_are_by_the_mask(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("")
    old.chmod(0o600)
    mask = os.umask(0o027)
    try:
        put(str(old))
        put(str(new))
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (old, new)] == [0o600, 0o640]
    if os.getuid():
        old.chmod(0o400)
        with pytest.raises(export.CantWrite, match="Permission denied"):
            put(str(old))


@POSIX
def test_a_link_keeps_pointing_and_a_pipe_stays_a_pipe(tmp_path):
    (tmp_path / "real").write_text("")
    (tmp_path / "link").symlink_to("real")
    put(str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink() and len((tmp_path / "real").read_text()) > 10
    os.mkfifo(tmp_path / "pipe")
    for format in FORMATS:
        got = []
        reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))  # noqa: B023
        reader.start()
        put(str(tmp_path / "pipe"), format)
        reader.join(10)
        assert got and b"d1" in got[0]
    assert stat.S_ISFIFO(os.stat(tmp_path / "pipe").st_mode)
    put(os.devnull)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_standard_output_of_another_encoding(tmp_path, encoding):
    write(tmp_path, {"Війна.txt": SENTENCE + " Žluť – “x”."})
    how = {"env": {**os.environ, "PYTHONIOENCODING": encoding}, "text": False}
    for format in ("jsonl", "csv", "table"):
        done = command("passages", tmp_path, "--format", format, **how)
        assert (done.returncode, done.stderr) == (0, b"")
        shown = done.stdout.decode("utf-8" if format != "table" else encoding)
        assert "Війна" in shown or format == "table" and encoding != "utf-8" and r"\u0412" in shown


# --- Ctrl-C --------------------------------------------------------------------------------------


# Python itself has come up, and has handed over; from here on it is ours.
STARTED = (
    "import os, signal, sys; signal.signal(signal.SIGINT, lambda *_: os._exit(130));"
    "print('up', flush=True); from workbench.__main__ import main; main()"
)


def begun(folder, *options):
    write(folder / "docs", {f"{n}.txt": f"{SENTENCE} {n}\n" * 3000 for n in range(40)})
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, "claims", folder / "docs", "--no-cache", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout.readline() == "up\n"
    return process


def gone(session):
    """Whether nobody of a session is left, at the latest after some seconds; workers are in groups
    of their own."""
    for _ in range(150):
        told = subprocess.run(["ps", "-o", "pid=", "-s", str(session)], capture_output=True)
        if not told.stdout.split():
            return True
        time.sleep(0.1)
    return False


@POSIX
@pytest.mark.parametrize("delay", [0, 0.05, 0.2, 0.4, 0.8, 1.6, 3])
def test_ctrl_c_exits_130_whenever_it_comes(tmp_path, delay):
    process = begun(tmp_path, "-o", tmp_path / "out")
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.strip()) in ((130, ""), (130, "stopped"))
    assert gone(process.pid) and os.listdir(tmp_path) == ["docs"]


@POSIX
def test_a_killed_caller_leaves_no_process_and_no_file_of_a_piece(tmp_path):
    process = begun(tmp_path, "-o", tmp_path / "out")
    time.sleep(2)
    process.kill()
    process.communicate()
    assert gone(process.pid) and not (tmp_path / "out").exists()


# --- labels and codebooks ------------------------------------------------------------------------

ROW = {"id": "a", "text": "It gave $5bn.", "figures": [{"span": "$5bn", "start": 8, "low": 5e9,
       "high": 5e9}]}  # fmt: skip


def changed(**more):
    return json.dumps({**ROW, "figures": [{**ROW["figures"][0], **more}]})


@pytest.mark.parametrize("text, told", [
    (changed(span=None), "Expected `str`, got `null` - at `$.figures[0].span`"),
    (changed(span=""), "'' does not stand at 8"),
    (changed(start="8"), "Expected `int`, got `str` - at `$.figures[0].start`"),
    (changed(start=-5), "'$5bn' does not stand at -5"),
    (changed(low="many"), "Expected `float`, got `str` - at `$.figures[0].low`"),
    (changed(low=float("nan")), "NaN is no number"),
    (changed(also=["need"]), "Expected `object`, got `array` - at `$.figures[0].also`"),
    (changed(also={"role": "need"}), "Expected `array`, got `str`"),
    (json.dumps({**ROW, "figures": ["$5bn"]}), "Expected `object`, got `str` - at `$.figures[0]`"),
    (json.dumps({**ROW, "figures": None}), "Expected `array`, got `null` - at `$.figures`"),
    (json.dumps([ROW]), "Expected `object`, got `array`"),
    ("{", "no JSON object (Expecting property name"),
    ("[" * 100_000, "no JSON object ("),
    (b"\xff\xfe", "not UTF-8 (byte 0); save it as UTF-8"),
])  # fmt: skip
@pytest.mark.parametrize("before", ["", json.dumps(ROW) + "\n"])
def test_a_broken_label_file_is_a_message(tmp_path, text, told, before):
    text = text if isinstance(text, bytes) else text.encode()
    write(tmp_path, {"gold.jsonl": before.encode() + text})
    with pytest.raises(evaluate.LabelError) as error:
        evaluate.of_groups(tmp_path / "gold.jsonl", ["disagreements"]) or evaluate.read(
            tmp_path / "gold.jsonl"
        )
    line = "" if b"\xff" in text else f", line {2 if before else 1}"
    start = f"gold.jsonl{line}: {told}"
    assert str(error.value).startswith(start.replace("byte 0", f"byte {len(before)}"))


@pytest.mark.parametrize("name", ["nowhere.jsonl", ".", "a\0b"])
def test_a_label_file_that_is_none_is_a_message(tmp_path, name):
    with pytest.raises(evaluate.LabelError, match="can't be read .*; give a .jsonl file of labels"):
        evaluate.read(f"{tmp_path}/{name}")


def test_a_label_file_may_begin_with_a_mark(tmp_path):
    write(tmp_path, {"gold.jsonl": b"\xef\xbb\xbf" + json.dumps(ROW).encode()})
    assert evaluate.read(tmp_path / "gold.jsonl") == [ROW | {"unasked": set()}]


OWN = """
[[actor]]
id = "utopia"
label = "Utopia"
match = ["Utopia"]
[[currency]]
id = "USD"
before = ["$"]
[[cue]]
id = "f.need"
label = "role"
gives = "need"
themes = ["funding"]
match = ["needs"]
examples = ["Utopia needs it"]
"""


def test_a_codebook_that_starts_from_nothing_reads_a_document_with_a_figure(tmp_path):
    text = "Utopia needs $5 billion, on 5 May 2024. A third of six."
    write(tmp_path, {"own.toml": "extends = false\n" + OWN, "a.txt": text})
    corpus = wb.load(tmp_path / "a.txt", codebook=tmp_path / "own.toml", cache=False, jobs=0)
    (claim,) = corpus.claims.itertuples()
    assert (claim.quote, claim.role, corpus.failures) == ("$5 billion", "need", [])
    assert (len(corpus.dates), len(corpus.passages)) == (0, 1)  # the calendar is vocabulary too
    (tmp_path / "own.toml").write_text("extends = false")
    seeds = Path(__file__).parents[1] / "seeds"
    assert len(wb.load(seeds, codebook=tmp_path / "own.toml", cache=False, jobs=0)) == 5


@pytest.mark.parametrize("old, new, told", [
    ('"need"', '"ned"', "cue 'f.need': no role 'ned' of funding; did you mean 'need'? it can be: "
     "need, pledge, commitment, allocation, disbursement, asset, damage, budget, other"),
    ('"role"\ngives = "need"', '"modality"\ngives = "sure"', "cue 'f.need': no modality 'sure' of "
     "funding; it can be: actual, planned, proposed, demanded, conditional, agreed, rejected"),
    ('label = "role"', 'label = "rolle"', "cue 'f.need': label 'rolle' does not exist; it can be: "
     "role, modality, qualifier, attribution, instrument, factuality, context, actor, period, "
     "purpose, grammar"),
    ('["funding"]', '["fund"]', "cue 'f.need': no theme 'fund'; did you mean 'funding'? themes "
     "with figures: funding, force, plan"),
    ('label = "Utopia"', 'label = "U"\nkind = "isle"', "actor 'utopia': kind 'isle' does not "
     "exist; it can be: state, union, body, armed_group, place"),
    ('match = ["Utopia"]', 'match = [5]', "actor 'utopia': Expected `str`, got `int`"),
    ('match = ["Utopia"]', 'match = ["Utopia", " "]', "actor 'utopia': an empty phrase in it"),
    ('id = "USD"', 'name = "USD"', "currency number 1: unknown field 'name'; fields: id, match, "
     "exclude, examples, counterexamples, why, before, after, shared, states, per_dollar"),
    ('["funding"]', '["funding", "force"]\nside = "left"', "cue 'f.need': side 'left' does not "
     "exist; it can be: before, after, any"),
    ("[[actor]]", "extend = false\n[[actor]]", "unknown field 'extend'; did you mean 'extends'? "
     "fields: extends, title, " + ", ".join(codebook.KINDS)),
    ("[[actor]]", '[[unit]]\nid = "cow"\nkind = "thing"\nrole = "xx"\n[[actor]]', "unit 'cow': "
     "no role 'xx' of force; it can be: cap, strength, deployment, training, casualties, "
     "strike, materiel, other"),
])  # fmt: skip
def test_a_value_that_does_not_exist_is_refused_with_the_choices(tmp_path, old, new, told):
    write(tmp_path, {"own.toml": OWN.replace(old, new, 1)})
    with pytest.raises(codebook.CodebookError) as error:
        codebook.load(tmp_path / "own.toml")
    assert str(error.value) == f"own.toml: {told}"


def test_check_says_what_was_checked(tmp_path):
    write(tmp_path, {"own.toml": OWN})
    done = command("codebook", "check", tmp_path / "own.toml")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "own.toml: 1 actor, 1 currency, 1 cue; no faults\n"
    text = (tmp_path / "own.toml").read_text()
    (tmp_path / "own.toml").write_text(text.replace('examples = ["', 'examples = ["Snow.", "', 1))
    done = command("codebook", "check", tmp_path / "own.toml")
    assert done.stderr.splitlines()[-1].endswith("; 1 fault")
    assert f"{len(BOOK.all('currency'))} currencies" in repr(BOOK) and "<Entry" not in repr(BOOK)


# --- found by fuzzing ----------------------------------------------------------------------------


def test_a_cue_of_two_parties_that_stand_apart_ends_after_it_starts():
    from workbench import claims

    text = "A truce with the EU, and Trump's plan for Gaza, in 20 points, was made public."
    assert len(claims.find(text, BOOK)) == 1
    for claim in claims.find(text, BOOK):
        for cue in claim.cues:
            assert cue["start"] <= cue["end"] and text[cue["start"] : cue["end"]] == cue["text"]


def test_a_number_that_no_format_holds_as_an_integer_stops_nothing(tmp_path):
    write(tmp_path, {"a.txt": f"Norway pledged $1{'0' * 23} to Kyiv.", "b.txt": SENTENCE})
    corpus = wb.load(tmp_path, cache=False, jobs=0)
    assert (corpus.failures, len(corpus)) == ([], 2)
    assert list(corpus.claims["high"]) == [1e23, 5e9]


def test_money_of_the_first_day_of_all_has_no_rate():
    from workbench.numbers import rates

    assert rates.convert(5e9, "USD", datetime.date.min) is None
