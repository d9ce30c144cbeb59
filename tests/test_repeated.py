"""Lines that recur in the documents of one source are masked in all of them."""

from workbench import corpus

FOOT = "Read by 50 soldiers every day"


def load(tmp_path, texts):
    for k, text in enumerate(texts):
        (tmp_path / f"d{k}.txt").write_text(text, encoding="utf-8")
    return corpus.load(tmp_path, cache=False, progress=False)


def test_a_line_that_recurs_is_furniture(tmp_path):
    towns = ("Oslo", "Riga", "Bern")
    texts = [f"{t} sent {k + 2} tanks to Kyiv on Monday.\n\n{FOOT}\n" for k, t in enumerate(towns)]
    found = load(tmp_path, texts)
    assert found.claims["quote"].tolist() == ["2", "3", "4"]
    told = found.noise
    assert told["text"].tolist() == [FOOT] * 3 and set(told["rule"]) == {"repeated.line"}
    assert not found.passages["text"].str.contains("Read by").any()


def test_copies_share_their_text_and_lose_none_of_it(tmp_path):
    text = "The Oslo desk\n\nOslo sent 40 tanks to Kyiv on Monday, and the ministry wants to send more.\n"
    found = load(tmp_path, [text, text + "\nPhoto desk", text, text])
    assert found.claims["quote"].tolist() == ["40"] * 4


def test_two_documents_say_nothing_of_what_recurs(tmp_path):
    found = load(tmp_path, [f"{t} sent 40 tanks.\n\n{FOOT}\n" for t in ("Oslo", "Riga")])
    assert found.claims["quote"].tolist().count("50") == 2
