"""What was found under attack stays mended: storing, walking over folders, commands, limits."""

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

import workbench as wb
from tasks import task
from workbench import analysis, codebook, documents, export, messages, pool, streaming
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
    return subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True
    ).stdout.split()[:-1]  # the last is ps


@pytest.mark.skipif(sys.platform != "linux", reason="ps is another one there")
def test_who_stops_listening_leaves_no_process_behind():
    before = children()
    work = pool.ordered(task, "", [("a", pool.BATCH), ("loop", 1)], jobs=2, total=10**9)
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


def stamp(monkeypatch, folder=None, versions=None):
    streaming._made_by.cache_clear()
    if folder:
        monkeypatch.setattr(streaming, "__file__", str(folder / "streaming.py"))
    if versions:
        monkeypatch.setattr(streaming, "version", versions)
    try:
        return streaming._made_by()
    finally:
        streaming._made_by.cache_clear()


def test_the_stamp_is_of_every_file_and_library(tmp_path, monkeypatch):
    write(tmp_path, {"a.py": "1", "codebook/dates.toml": "2", "model.bin": b"3"})
    stamps = [stamp(monkeypatch, tmp_path)]
    for name in ("a.py", "codebook/dates.toml", "model.bin", "new.json"):
        write(tmp_path, {name: "changed"})
        stamps.append(stamp(monkeypatch))
    for library in streaming.LIBRARIES:
        stamps.append(stamp(monkeypatch, versions=lambda n, new=library: "9" if n == new else "1"))
    assert len(set(stamps)) == len(stamps)
    write(tmp_path, {"__pycache__/a.pyc": "compiled"})
    assert stamp(monkeypatch) == stamps[-1]


def test_every_library_that_reads_is_in_the_stamp():
    """Of the packages of the core and of documents and rates, those that no result depends on."""
    import tomllib

    project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    lines = project["project"]["dependencies"] + extras["documents"] + extras["rates"]
    declared = {line.split(">")[0].split("[")[0] for line in lines}
    without = {"pandas", "numpy", "pyarrow", "click", "tqdm", "platformdirs"}
    assert declared - without - set(streaming.LIBRARIES) == set()


def test_identical_files_have_claims_of_their_own(tmp_path):
    write(tmp_path, {"a.txt": SENTENCE, "b.txt": SENTENCE, "sub/c.txt": SENTENCE})
    alone = wb.load(tmp_path / "b.txt", cache=False).claims["claim_id"]
    ids = wb.load(tmp_path, cache=False).claims["claim_id"]
    assert len(set(ids)) == 3 and ids[0] == alone[0]


# --- folders -------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_an_undecodable_name_beside_the_same_name_written_out(tmp_path):
    sidecar = '[\'a\\xff.txt\']\ntitle = "T"'
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
    begin = "import os, sys\nfrom workbench.documents import find\nif os.getuid() == 0: os.setgid(65534), os.setuid(65534)\n"
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


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def test_entries_that_match_nothing_cost_no_more_each_the_more_there_are(tmp_path):
    def cost(n):
        folder = write(tmp_path / str(n), {f"{i:05}-file-{i}.txt": "" for i in range(n)})
        entries = "".join(f'["gone-{i}.txt"]\ntitle = "T"\n' for i in range(n))
        write(folder, {"corpus.toml": entries})
        took = seconds(lambda: find(folder))
        assert len(find(folder)[1]) == n
        return took

    cost(50)
    assert cost(1600) < 12 * cost(400)  # and not 16 times as much: 3.9 and 62 s before


def test_a_name_of_a_thousand_dots_is_refused_at_once(tmp_path):
    write(tmp_path, {"a.txt": "", "corpus.toml": "a." * 30_000 + "b = 1"})
    start = time.process_time()
    (failure,) = find(tmp_path)[1]
    assert time.process_time() - start < 1
    why = "a name in it has more than 50 parts; put names with dots in quotes"
    assert (failure.path, failure.reason) == ("corpus.toml", f"was left out whole: {why}")
    note = 'note = "' + "1.2.3." * 50 + '..."'
    write(tmp_path, {"corpus.toml": f'["a.txt"]\n{note}\ntitle = "{"a" * 60_000}"'})
    assert find(tmp_path)[1] == []


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
