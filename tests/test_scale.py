"""More than one machine holds: tables in parts, a cluster, a dataset opened, comparison apart."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import pytest

import workbench
from workbench import codebook, compare, corpus, documents, findings
from workbench.corpus import dataset, parts, pool, remote, streaming
from workbench.findings import apart

TABLES = ("claims", "documents", "noise", "passages", "positions", "dates")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Parts and groups of a few rows, so that there are some."""
    monkeypatch.setattr(parts, "PART", 4)
    monkeypatch.setattr(parts, "GROUP", 3)


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
    return list(parts.write(name, sources, codebook.load(), str(target), **how))


def held(folder) -> dict[str, bytes]:
    """The files of a folder."""
    files = (p for p in Path(folder).rglob("*") if p.is_file() and p.name != dataset.INDEX)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def whole(archive, tmp_path_factory) -> Path:
    """The archive in parts, by a run that nothing stopped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART", 4)
        patch.setattr(parts, "GROUP", 3)
        folder = tmp_path_factory.mktemp("parts") / "whole"
        assert [str(lost) for lost in write(archive, folder)] == [
            "0000013b.txt: is empty (0 bytes)"
        ]
    return folder


@pytest.fixture(scope="module")
def memory(archive):
    """The same archive as a Corpus."""
    return workbench.load(archive, cache=False, progress=False, jobs=0)


# -- parts ----------------------------------------------------------------------------------------


def test_a_folder_of_parts_says_what_it_holds(whole):
    told = json.loads((whole / "_manifest.json").read_text())
    assert told["complete"] and told["tables"] == ["claims", "documents", "texts"]
    assert [p["name"] for p in told["parts"]] == [f"part-{n:05}" for n in range(7)]
    assert [p["rows"]["documents"] for p in told["parts"]] == [4, 4, 4, 3, 4, 4, 1]
    assert told["parts"][3]["left_out"] == [["0000013b.txt", "is empty (0 bytes)"]]
    files = {name: sha for part in told["parts"] for name, sha in part["sha256"].items()}
    data = held(whole)
    assert {name: hashlib.sha256(data[name]).hexdigest() for name in files} == files
    assert set(data) - set(files) == {"_manifest.json"}


def test_every_part_has_the_same_types(whole):
    import pyarrow.parquet as pq

    for table in ("claims", "documents", "texts"):
        schemas = [pq.read_schema(path) for path in sorted((whole / table).iterdir())]
        assert all(schema.equals(schemas[0]) for schema in schemas)
    claims = pq.read_table(whole / "claims" / "part-00000.parquet", filters=None).to_pylist()
    order = [(row["conflict"], row["theme"]) for row in claims]
    assert order == sorted(order) and len(set(order)) > 2


@pytest.mark.parametrize("at", [0, 1, 5, 12, 27])
def test_a_run_that_was_ended_goes_on(archive, whole, tmp_path, monkeypatch, at):
    real, written = parts._whole, []

    def ended(path, data):
        if len(written) == at:
            path.with_name(f".{path.name}.part").write_bytes(data[:9])
            raise KeyboardInterrupt
        written.append(path)
        real(path, data)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(parts, "_whole", ended)
        write(archive, tmp_path / "out")
    if at:
        with pytest.raises(ValueError, match="is incomplete .* run workbench claims PATH -o out/"):
            workbench.open(tmp_path / "out")
    read, work = [], streaming._work
    monkeypatch.setattr(streaming, "_work", lambda *a: read.append(a[1][0].relative) or work(*a))
    if at:
        write(archive, tmp_path / "out")
        kept = max(0, at - 1) // 5  # a part is four files and a line in the manifest
        assert read[4 * kept :][:4] == sorted(p.name for p in archive.iterdir())[4 * kept :][:4]
        assert held(tmp_path / "out") == held(whole)


def test_what_is_kept_is_not_read_again(archive, whole, tmp_path, monkeypatch):
    """Behind the first documents, in which it is learned again what recurs."""
    monkeypatch.setattr(parts, "LEARNED", 4)
    import shutil

    shutil.copytree(whole, tmp_path / "out")
    (tmp_path / "out" / "claims" / "part-00005.parquet").write_bytes(b"damaged")
    (tmp_path / "out" / "claims" / "part-00099.parquet").write_bytes(b"of a larger run")
    read, work = [], streaming._work
    monkeypatch.setattr(streaming, "_work", lambda *a: read.append(a[1][0].relative) or work(*a))
    write(archive, tmp_path / "out")
    names = sorted(p.name for p in archive.iterdir())
    assert read == names[:4] + names[20:]
    assert held(tmp_path / "out") == held(whole)


def test_files_added_behind_the_others_cost_the_last_part(archive, whole, tmp_path):
    import shutil

    shutil.copytree(archive, tmp_path / "docs")
    shutil.copytree(whole, tmp_path / "out")
    assert workbench.open(tmp_path / "out").search("zebra").documents == []  # an index is made
    (tmp_path / "docs" / "zzz.txt").write_text("Norway pledged $5 million to Sudan.")
    write(tmp_path / "docs", tmp_path / "out")
    write(tmp_path / "docs", tmp_path / "new")
    assert held(tmp_path / "out") == held(tmp_path / "new")
    assert workbench.open(tmp_path / "out").search("Norway pledged Sudan").documents == ["zzz"]
    before, after = held(whole), held(tmp_path / "out")
    assert {n for n in after if after[n] != before.get(n)} == {
        "_manifest.json", "_state/part-00006", *(f"{t}/part-00006.parquet" for t in parts.WHOLE)
    }  # fmt: skip


def test_a_run_that_was_killed_goes_on(archive, whole, tmp_path):
    code = f"""
import os, sys
from workbench import codebook, documents
from workbench.corpus import parts
parts.PART, parts.GROUP, whole, written = 4, 3, parts._whole, []
def killed(path, data):
    written.append(path)
    if len(written) == 14:
        os.kill(os.getpid(), 9)
    whole(path, data)
parts._whole = killed
sources, _ = documents.find({str(archive)!r})
how = dict(use_cache=False, progress=False, jobs=0)
list(parts.write("claims", sources, codebook.load(), {str(tmp_path / "out")!r}, **how))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode in (-9, 1) and not done.stderr
    told = json.loads((tmp_path / "out" / "_manifest.json").read_text())
    assert (told["complete"], len(told["parts"])) == (False, 2)
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
    assert held(out)["claims/part-00000.parquet"][:4] == b"PAR1"
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
        victim, real, killed = [*cluster.workers.values()][0].pid, parts._whole, []

        def put(path, data):
            if not killed and path.name == "part-00000.parquet":
                os.kill(victim, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
                killed.append(victim)
            real(path, data)

        monkeypatch.setattr(parts, "_whole", put)
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
    import shutil

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
            for lost in parts.write(
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
