"""More than one machine holds: tables in parts, a cluster, a dataset opened, comparison apart."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from functools import partialmethod
from pathlib import Path

import pandas as pd
import pytest

import workbench
from workbench import codebook, compare, corpus, documents, findings
from workbench.corpus import dataset, fulltext, growing, parts, pool, remote, selection, streaming
from workbench.findings import apart
from workbench.text import agreed, repeated

HEAD = 4
TABLES = ("claims", "documents", "noise", "passages", "positions", "dates")


@pytest.fixture(autouse=True, scope="module")
def small():
    """Parts and groups of a few rows, so that there are some, and little to learn from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "PART", 4)
        patch.setattr(parts, "GROUP", 3)
        for module in (growing, agreed, repeated):
            patch.setattr(module, "LEARNED", HEAD)
        yield


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Articles on several wars, a copy far behind its original, lines that recur, an empty file."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
    from made_archive import articles

    folder = tmp_path_factory.mktemp("archive")
    for path, text in articles(22):
        body = text + ("\nSign up for our newsletter today\n" if "Harbour" in text else "")
        (folder / Path(path).name).write_text(body, "utf-8")
    (folder / "0000013b.txt").write_text("")
    (folder / "zz.md").write_text(
        (folder / "0000001.md").read_text("utf-8") + "\nA word.\n", "utf-8"
    )
    own = "The war between Kestria and Morland goes on. Kestria lost 300 soldiers near Palt, Kestria's"
    (folder / "0000015b.txt").write_text(f"{own} ministry said. Morland asks Kestria for talks.")
    return folder


def write(archive, target, name="claims", **how) -> list:
    """What was left out."""
    how = {"use_cache": False, "progress": False, "jobs": 0} | how
    sources, _ = documents.find(archive)
    return list(growing.write(name, sources, codebook.load(), str(target), **how))


def held(folder) -> dict[str, bytes]:
    """The files of a folder that are the same on every machine."""
    files = (p for p in Path(folder).rglob("*") if p.is_file() and p.name != dataset.INDEX)
    files = (p for p in files if p.parent.name != "_seen")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def whole(archive, tmp_path_factory) -> Path:
    """The archive in parts, by a run that nothing stopped."""
    folder = tmp_path_factory.mktemp("parts") / "whole"
    assert [str(lost) for lost in write(archive, folder)] == ["0000013b.txt: is empty (0 bytes)"]
    return folder


@pytest.fixture(scope="module")
def memory(archive):
    """The same archive as a Corpus."""
    return workbench.load(archive, cache=False, progress=False, jobs=0)


# -- parts ----------------------------------------------------------------------------------------


def told(folder) -> list[dict]:
    """What the manifest tells of the parts."""
    return json.loads((Path(folder) / "_manifest.json").read_text())["parts"]


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """The documents that are read."""
    read, work = [], streaming._work
    monkeypatch.setattr(streaming, "_work", lambda *a: read.append(a[1][0].relative) or work(*a))
    return read


@pytest.fixture
def grown(archive, whole, tmp_path) -> tuple[Path, Path]:
    """A copy of the archive and of its parts, to be changed."""
    shutil.copytree(archive, tmp_path / "docs")
    shutil.copytree(whole, tmp_path / "out")
    return tmp_path / "docs", tmp_path / "out"


def test_a_folder_of_parts_says_what_it_holds(archive, whole):
    manifest = json.loads((whole / "_manifest.json").read_text())
    assert manifest["complete"] and manifest["tables"] == ["claims", "documents", "texts"]
    assert "begun" not in manifest and len(told(whole)) == 5
    assert sum(p["rows"]["documents"] for p in told(whole)) == 24
    assert [p["first"][0] for p in told(whole)] == sorted(p["first"][0] for p in told(whole))
    assert [lost for p in told(whole) for lost in p["left_out"]] == [
        ["0000013b.txt", "is empty (0 bytes)"]
    ]
    files = {name: sha for part in told(whole) for name, sha in part["sha256"].items()}
    data = held(whole)
    assert {name: hashlib.sha256(data[name]).hexdigest() for name in files} == files
    assert set(data) - set(files) == {"_manifest.json"}


def test_every_part_has_the_same_types(whole):
    import pyarrow.parquet as pq

    for table in ("claims", "documents", "texts"):
        schemas = [pq.read_schema(path) for path in sorted((whole / table).iterdir())]
        assert all(schema.equals(schemas[0]) for schema in schemas)
    most = max(told(whole), key=lambda part: part["rows"]["claims"])["name"]
    claims = pq.read_table(whole / "claims" / f"{most}.parquet").to_pylist()
    order = [(row["conflict"], row["theme"]) for row in claims]
    assert order == sorted(order) and len(set(order)) > 2


def test_what_is_much_of_one_conflict_and_theme_can_be_read_alone(monkeypatch):
    """Little is put together, so that a file is not of groups alone."""
    monkeypatch.setattr(parts, "GROUP", 100)
    at = parts.COLUMNS["claims"].index
    rows = []
    for conflict, theme, many in [
        (None, "force", 10), ("gaza", "force", 12), ("gaza", "funding", 5), ("sudan", "force", 230),
        ("sudan", "funding", 20), ("ukraine", "force", 25), ("ukraine", "funding", 3)
    ]:  # fmt: skip
        for _ in range(many):
            row = [None] * len(parts.COLUMNS["claims"])
            row[at("conflict")], row[at("theme")] = conflict, theme
            rows.append(row)
    assert parts._groups("claims", rows) == [27, 100, 100, 30, 20, 25, 3]
    assert (
        parts._groups("texts", [[]] * 230) == [100, 100, 30] and parts._groups("claims", []) == []
    )


@pytest.mark.parametrize("at", [1, 6, 30])
def test_a_run_that_was_ended_goes_on(archive, whole, tmp_path, monkeypatch, at, reads):
    real, written = parts.whole, []

    def ended(path, data):
        if len(written) == at:
            path.with_name(f".{path.name}.part").write_bytes(data[:9])
            raise KeyboardInterrupt
        written.append(path)
        real(path, data)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(parts, "whole", ended)
        write(archive, tmp_path / "out")
    with pytest.raises(ValueError, match="is incomplete .* run workbench claims PATH -o out/"):
        workbench.open(tmp_path / "out")
    reads.clear()
    write(archive, tmp_path / "out")
    done = [p.name for p in written].count("_manifest.json") - 1  # the first is of no part
    kept = {n for part in told(whole)[:done] for n in part_files(part, whole, archive)}
    names = sorted(p.name for p in archive.iterdir())
    assert reads == [n for k, n in enumerate(names) if k < HEAD or n not in kept]
    assert held(tmp_path / "out") == held(whole)


def part_files(part: dict, whole, archive) -> list[str]:
    """The files whose documents stand in a part, without those that were left out."""
    firsts = [p["first"][0] for p in told(whole)]
    end = [*firsts, "~"][firsts.index(part["first"][0]) + 1]
    names = sorted(p.name for p in archive.iterdir())
    return [n for n in names if part["first"][0] <= n < end and n != "0000013b.txt"]


def test_what_is_kept_is_not_read_again(grown, whole, reads):
    """Behind the first documents, in which it is learned again what recurs; nor what is damaged."""
    docs, out = grown
    part = told(out)[-2]
    (out / "claims" / f"{part['name']}.parquet").write_bytes(b"damaged")
    (out / "claims" / "of_a_larger_run.parquet").write_bytes(b"")
    write(docs, out)
    names = sorted(p.name for p in docs.iterdir())
    left = {"0000013b.txt", *part_files(part, whole, docs)}
    assert reads == [n for k, n in enumerate(names) if k < HEAD or n in left]
    assert held(out) == held(whole)


def added(docs, name="0000017b.txt", text="Norway pledged $5 million to Sudan."):
    (docs / name).write_text(text)
    return [name]


def changed(docs):
    return added(docs, "0000019.md")


def removed(docs):
    (docs / "0000011.md").unlink()
    return []


def copied(docs):
    """A copy in front of its original: the original is now what repeats, with ids of its own."""
    shutil.copy(docs / "0000018.md", docs / "0000009b.md")
    return ["0000009b.md"]


def no_longer_copied(docs):
    (docs / "0000001.md").unlink()
    return []


@pytest.mark.parametrize(
    "change, most",
    [
        (lambda docs: added(docs, "zzz.txt"), 1),
        (added, 1),
        (changed, 1),
        (removed, 1),
        (copied, 2),
    ],
    ids=["behind", "added", "changed", "removed", "copied"],
)
def test_a_grown_folder_costs_what_is_new_and_has_the_bytes_of_one_made_anew(
    grown, whole, reads, change, most
):
    docs, out = grown
    before, names = held(out), sorted(p.name for p in docs.iterdir())
    new = change(docs)
    write(docs, out)
    assert reads == sorted([*names[:HEAD], *new, "0000013b.txt"])
    write(docs, docs.parent / "anew")
    assert held(out) == held(docs.parent / "anew") != before
    parts_ = {p["name"] for p in told(out)} - {p["name"] for p in told(whole)}
    assert 1 <= len(parts_) <= most + 1  # an end may be new, too


def test_another_beginning_is_read_anew(grown, reads):
    """It may be that something else recurs."""
    docs, out = grown
    no_longer_copied(docs)
    write(docs, out)
    assert reads == sorted(p.name for p in docs.iterdir())
    write(docs, docs.parent / "anew")
    assert held(out) == held(docs.parent / "anew")


@pytest.mark.parametrize("name", ["dates", "positions", "noise"])
def test_another_table_grows_too(archive, tmp_path, name, reads):
    shutil.copytree(archive, tmp_path / "docs")
    write(archive, tmp_path / "out", name)
    reads.clear()
    copied(tmp_path / "docs")
    write(tmp_path / "docs", tmp_path / "out", name)
    assert reads[HEAD:] == ["0000009b.md", "0000013b.txt"]
    write(tmp_path / "docs", tmp_path / "new", name)
    assert held(tmp_path / "out") == held(tmp_path / "new")


def test_a_file_is_known_by_its_size_and_times(grown, whole, reads, monkeypatch):
    """Or by its bytes, where the times are new, of the last moments, or not trusted."""
    docs, out = grown
    asked, hashed = [], streaming.hashed
    monkeypatch.setattr(
        streaming, "hashed", lambda p: asked.append(os.path.basename(p)) or hashed(p)
    )
    few = {*sorted(p.name for p in docs.iterdir())[:HEAD], "0000013b.txt"}
    write(docs, out)
    assert {*asked} == {p.name for p in docs.iterdir()}  # they were made a moment ago
    monkeypatch.setattr(growing, "RACE", -(10**12))
    for _ in (0, 1):
        asked.clear()
        write(docs, out, use_cache=True)
    assert {*asked} == few
    os.utime(docs / "0000016.md", ns=(1, 1))
    asked.clear(), reads.clear()
    write(docs, out, use_cache=True)
    assert {*asked} == {*few, "0000016.md"} and "0000016.md" not in reads
    write(docs, out, use_cache=False)
    assert {*asked} == {p.name for p in docs.iterdir()}
    assert held(out) == held(whole)


def test_ten_files_cost_the_index_ten_texts(grown, monkeypatch):
    docs, out = grown
    assert workbench.open(out).search("Norway pledged Sudan").documents == []
    for number in range(10):
        added(docs, f"00000{number:02}c.txt", f"Norway pledged ${number + 2} million to Sudan.")
    removed(docs)
    write(docs, out)
    kept, keep = [], fulltext.keep
    monkeypatch.setattr(dataset.fulltext, "keep", lambda *a: kept.append(a) or keep(*a))
    data = workbench.open(out)
    assert len(data.search("Norway pledged Sudan").documents) == len(kept) == 10
    memory = workbench.load(docs, cache=False, progress=False, jobs=0)
    for query in ("envoys", "office OR ministry", "Norway"):
        assert data.search(query).rows == memory.search(query).rows != []
    with sqlite3.connect(out / dataset.INDEX) as database:
        (rows,) = database.execute("SELECT count(*) FROM texts").fetchone()
    assert rows == len(data) == 33


def test_while_parts_are_made_the_folder_holds_what_it_held(grown, monkeypatch):
    docs, out = grown
    added(docs)
    monkeypatch.setattr(growing._Writer, "_finish", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(docs, out)
    assert len(workbench.open(out).select()) == 24


def test_a_run_that_was_killed_goes_on(archive, whole, tmp_path):
    code = f"""
import os, sys
from workbench import codebook, documents
from workbench.corpus import growing, parts
from workbench.text import agreed, repeated
growing.PART, parts.GROUP, whole, written = 4, 3, parts.whole, []
growing.LEARNED = agreed.LEARNED = repeated.LEARNED = {HEAD}
def killed(path, data):
    written.append(path)
    if len(written) == 16:
        os.kill(os.getpid(), 9)
    whole(path, data)
parts.whole = killed
sources, _ = documents.find({str(archive)!r})
how = dict(use_cache=False, progress=False, jobs=0)
list(growing.write("claims", sources, codebook.load(), {str(tmp_path / "out")!r}, **how))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode in (-9, 1) and not done.stderr
    manifest = json.loads((tmp_path / "out" / "_manifest.json").read_text())
    assert (manifest["complete"], len(manifest["begun"])) == (False, 2)
    write(archive, tmp_path / "out")
    assert held(tmp_path / "out") == held(whole)


def test_a_folder_that_holds_something_else_is_left_alone(archive, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something already; name a new folder"):
        write(archive, tmp_path)
    with pytest.raises(ValueError, match="the folder 'no' does not exist"):
        write(archive, tmp_path / "no" / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_the_commands_write_and_read_parts(archive, whole, tmp_path):
    def run(*words):
        command = [sys.executable, "-m", "workbench", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True)

    out = tmp_path / "out"
    done = run("claims", archive, "--jobs", 0, "--no-cache", "-o", f"{out}/")
    assert done.returncode == 1 and done.stderr == "left out: 0000013b.txt: is empty (0 bytes)\n"
    assert {data[:4] for name, data in held(out).items() if name[-8:] == ".parquet"} == {b"PAR1"}
    told = run("disagreements", out, "--format", "jsonl", "--jobs", 0)
    assert told.returncode == 0
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [r["disagreement_id"] for r in rows] == [
        r[0] for r in apart.rows("disagreements", whole, jobs=0)
    ]
    wrong = run("plans", out)
    assert wrong.returncode == 2 and "it gives facts and disagreements" in wrong.stderr


# -- a cluster ------------------------------------------------------------------------------------


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    archive, whole, tmp_path, monkeypatch
):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(remote, "BATCH", 2)
    monkeypatch.setattr(remote, "AHEAD", 2)
    with distributed.LocalCluster(
        2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        victim, real, killed = [*cluster.workers.values()][0].pid, parts.whole, []

        def put(path, data):
            if not killed and path.suffix == ".parquet":
                os.kill(victim, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
                killed.append(victim)
            real(path, data)

        monkeypatch.setattr(parts, "whole", put)
        write(archive, tmp_path / "out", scheduler=cluster.scheduler_address, jobs=None)
        assert killed == [victim]
        other = remote.ordered(max, 5, [(3, 1), (8, 0)], threading.get_native_id,
                               scheduler=cluster.scheduler_address)  # fmt: skip
        with pytest.raises(ValueError, match="a worker of the cluster has another workbench"):
            list(other)
    assert held(tmp_path / "out") == held(whole)


def test_no_cluster_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(remote, "WAIT", 0.3)
    with pytest.raises(ValueError, match="no Dask scheduler with a worker answers"):
        list(remote.ordered(max, 5, [(3, 1)], str, scheduler="tcp://127.0.0.1:9"))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r'pip install "workbench\[scale\]"'):
        list(remote.ordered(max, 5, [(3, 1)], str, scheduler="tcp://127.0.0.1:9"))


# -- a dataset ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_a_dataset_gives_the_tables_of_the_corpus(whole, memory, table):
    told = workbench.open(whole).select()
    assert told.fingerprint == memory.fingerprint
    pd.testing.assert_frame_equal(getattr(told, table), getattr(memory, table))


def test_a_part_of_it_is_selected(whole, memory):
    data, claims = workbench.open(whole), memory.claims
    assert (len(data), repr(data)[:15]) == (24, "<Dataset whole:")
    assert [*data.conflicts][0] == claims["conflict"].value_counts().index[0] == "ukraine"
    told = data.select("ukraine", "force")
    wanted = claims.query("conflict == 'ukraine' and theme == 'force'")
    assert told.claims["claim_id"].tolist() == wanted["claim_id"].tolist() != []
    on = memory.documents[memory.documents["conflict"] == "ukraine"]
    assert told.documents["doc_id"].tolist() == on["doc_id"].tolist()
    assert told.clean(on["doc_id"].iloc[0]) == memory.clean(on["doc_id"].iloc[0])
    assert data.text("zz") == memory.text("zz") and data.noise_in("zz") == memory.noise_in("zz")
    days = data.select(since="2024-01-01", until="2024-12-31")
    wanted = memory.documents[memory.documents["published"].dt.year == 2024]["doc_id"]
    assert days.documents["doc_id"].tolist() == wanted.tolist() != []
    assert days.claims["doc_id"].isin(wanted).all() and len(days.claims)
    some = data.select(documents=["zz", "0000003"])
    assert some.claims["claim_id"].tolist() == (
        claims[claims["doc_id"].isin(["zz", "0000003"])]["claim_id"].tolist()
    )
    passages, noise = told.passages, told.noise
    assert passages["doc_id"].nunique() == noise["doc_id"].nunique() == len(told)
    kept = data.stored.cache_info()  # each text is read once, whatever asks for it
    assert kept.misses <= len(told) + 1 < kept.hits
    fewer = told.select({on["doc_id"].iloc[1]}, set())
    assert fewer.text(on["doc_id"].iloc[1]) == memory.text(on["doc_id"].iloc[1])


def test_an_explorer_opens_on_a_dataset_as_on_a_corpus(whole, memory, monkeypatch):
    explore, data = workbench.explore, workbench.open(whole)
    monkeypatch.setattr(selection.Selection, "_results", property(lambda _: 1 / 0))  # not needed
    told, wanted = explore.force_caps(data), explore.force_caps(memory)
    wars = [war for _, war in told.part.choices["conflict"].options]
    assert wars == [*data.conflicts_of("force")] and wars[0] == "ukraine"
    for war in wars[:2]:
        told.choose(conflict=war)
        wanted.choose(conflict=war, role=[*told.bar["role"]])
        assert told.claims["claim_id"].tolist() == wanted.claims["claim_id"].tolist() != []
        assert told.sentences.value == wanted.sentences.value
        assert (
            told.finding.marks == wanted.finding.marks and told.finding.said == wanted.finding.said
        )
        assert told.reader.spans == wanted.reader.spans
    first, (_, shown) = told.explorer.canvas, told.children
    told.choose(conflict="ukraine")
    assert first.comm is None and told.children[1] is told.explorer is not shown
    assert repr(explore.funding(data)).startswith("Explorer of money: ")
    with pytest.raises(AttributeError, match="take a part: data.select"):
        explore.peace_plans(data)
    with pytest.raises(AttributeError, match="no claims; take a part"):
        data.claims  # noqa: B018


def test_of_much_the_last_opens_at_once_and_says_so(whole, monkeypatch):
    data = workbench.open(whole)
    figures = data.select("ukraine", "force")
    day = figures.documents.set_index("doc_id")["published"].astype(str)[figures.claims["doc_id"]]
    assert data.since("ukraine", "force", most=len(day)) == ""
    since = data.since("ukraine", "force", most=len(day) // 2)
    assert since[-3:] == "-01" and 1 < (day >= since).sum() < len(day)
    assert data.since("narnia", "force", most=0) == ""
    few = partialmethod(dataset.Dataset.since, most=len(day) // 2)
    monkeypatch.setattr(dataset.Dataset, "since", few)
    told = workbench.explore.force_caps(data)
    shown = (day >= since).sum()
    assert (
        told.part["since"] == since
        and told.explorer._every["doc_id"].map(day[~day.index.duplicated()]).min() >= since
    )
    assert told.part.note.startswith(f"{shown} of {len(day)} figures; the whole time can be chosen")
    told.part.choose(since="")
    assert len(told.explorer._every) == len(day) and told.part.note == ""


def test_what_a_dataset_has_not_is_told(archive, whole, tmp_path):
    data = workbench.open(whole)
    with pytest.raises(ValueError, match="no claim on 'narnia'; there are: ukraine"):
        data.select("narnia")
    with pytest.raises(KeyError, match="no document 'nobody' in whole"):
        data.text("nobody")
    with pytest.raises(ValueError, match="holds no claims in parts; run workbench claims PATH -o"):
        workbench.open(archive)
    own = tmp_path / "own.toml"
    own.write_text('[[wordset]]\nid = "mine"\nmatch = ["ours"]\n')
    with pytest.raises(ValueError, match="made with another codebook; name it: codebook=FILE"):
        workbench.open(whole, own)
    write(archive, tmp_path / "dates", "dates")
    with pytest.raises(ValueError, match="holds no claims"):
        workbench.open(tmp_path / "dates")


@pytest.mark.parametrize(
    "query, limits",
    [
        ("drones", {}),
        ("envoys NOT visas", {}),
        ("newsletter", {}),  # masked: nothing
        ("troops", {"conflict": "ukraine"}),
        ("office OR ministry", {"since": "2024-01-01", "publisher": ["Metro Wire", "Border Wire"]}),
    ],
)
def test_a_dataset_is_searched_as_a_corpus_is(whole, memory, query, limits):
    publishers = {*memory.documents["publisher"].dropna()}
    if "publisher" in limits:
        limits = limits | {"publisher": [p for p in sorted(publishers)][:5]}
    wanted = memory.search(query, **limits)
    told = workbench.open(whole).search(query, **limits)
    assert (told.rows, told.documents) == (wanted.rows, wanted.documents)
    assert bool(told.rows) == (query != "newsletter")
    assert told._repr_html_() == wanted._repr_html_()
    some = workbench.open(whole).select("ukraine").search(query)
    assert some.rows == memory.search(query, conflict="ukraine").rows


# -- comparison -----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs, names", [(0, ["disagreements", "facts"]), (2, ["facts"])])
def test_conflict_by_conflict_comes_out_what_memory_gives(root, tmp_path, monkeypatch, jobs, names):
    docs = root / "tests" / "data" / "dossiers" / "wars" / "docs"
    write(docs, tmp_path / "out", use_cache=True)
    memory = corpus.load(docs, progress=False, jobs=0)
    monkeypatch.setattr(pool, "START", 10)
    tables = {"disagreements": compare.disagreements, "facts": findings.facts}
    for name in names:
        rows = tables[name](memory).astype(object)
        rows = rows.where(rows.notna(), None).to_numpy().tolist()
        told = list(apart.rows(name, tmp_path / "out", jobs=jobs))
        assert sorted(told) == sorted(rows) and len(rows) > 3


def test_what_an_analyst_corrected_is_in_the_parts(archive, whole, memory, tmp_path):
    from workbench.corpus.corrections import Corrections

    shutil.copytree(whole, tmp_path / "out")
    claim = memory.claims[memory.claims["doc_id"] == "0000020"].iloc[0]
    record = f'doc_id = "0000020"\nstart = {claim.start}\nend = {claim.end}\nby = "Ada"\n'
    record += f'quote = "{claim.quote}"\nfield = "role"\nold = "{claim.role}"\nnew = "other"\n'
    nobody = record.replace('"0000020"', '"nobody"')
    file = tmp_path / "mine.toml"
    both = [f"[[correction]]\n{told}on = 2025-12-20\n" for told in (record, nobody)]
    file.write_text("\n".join(both))
    sources, _ = documents.find(archive)

    def told() -> list[str]:
        laid = Corrections(sources, codebook.load(), file)
        how = {"use_cache": False, "progress": False, "jobs": 0}
        return [
            str(lost)
            for lost in growing.write(
                "claims", sources, laid.book, str(tmp_path / "out"), laid, **how
            )
        ]

    lost = told()
    assert [line[:50] for line in lost] == [
        "0000013b.txt: is empty (0 bytes)", "corrections.toml: correction 2 (nobody, "
        + f"{claim.start} to {claim.end}"[:10]
    ]  # fmt: skip
    claims = workbench.open(tmp_path / "out").select().claims
    assert claims[claims["role"] != memory.claims["role"]]["claim_id"].tolist() == [claim.claim_id]
    assert [*claims.set_index("claim_id").loc[claim.claim_id, "corrected"]] == ["role"]
    assert told() == lost
