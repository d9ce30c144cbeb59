"""What a person types into a search box, as FTS5 takes it."""

import re
import sqlite3
from collections.abc import Iterator

# Marks belong to their letters, also those that are not folded away.
TEXTS = """CREATE VIRTUAL TABLE IF NOT EXISTS texts USING
fts5(text, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'")"""
FAR = 10  # words between words that stand beside each other in a query
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_OPERATORS = ("AND", "OR", "NOT")
_PART = re.compile(
    r'(?P<near>NEAR(?![^\s(])(?:\s*\((?P<inside>[^()]*)\))?)|(?:AND|OR|NOT)(?![^\s()"])|[()]'
    r'|"[^"]*"\*?|[^\s()"]+'
)
_NEAR = re.compile(r'(?P<words>(?:\s*(?:"[^"]*"\*?|[^\s",]+))+)\s*(?:,\s*(?P<far>\d{1,4})\s*)?')


def read(query: str) -> str:
    """A query in the words of FTS5. Words beside each other are near each other, a number and the
    word after it are a phrase; signs are passed over.

    Raises ValueError with what is wrong and what to type.

    >>> read("frozen asset* NOT ($60 billion OR 28-point)")
    'NEAR( "frozen" "asset" * , 10) NOT ( "$60" + "billion" OR "28-point" )'
    >>> read('NEAR(frozen "euroclear bank", 5) AND Norway')
    'NEAR( "frozen" "euroclear bank" , 5) AND "Norway"'
    """
    text = re.sub(r"[\x00-\x1f\ud800-\udfff]", " ", query).translate(_QUOTES)
    if text.count('"') % 2:
        raise _wrong(query, 'a quotation mark stands alone; type two: "frozen assets"')
    told, depth = [], 0
    for item in _items(query, text):
        due = not told or told[-1] in (*_OPERATORS, "(")  # words are due
        depth += {"(": 1, ")": -1}.get(item, 0)
        if item == "NOT" and told[-1:] == ["AND"]:  # as people type it
            told.pop()
        elif item in _OPERATORS and due:
            raise _wrong(query, f"{item} needs words on both sides; type frozen {item} assets")
        elif item == ")" and (due or depth < 0):
            raise _wrong(query, "a bracket has no partner, or holds nothing; type (a OR b)")
        elif not due and item not in (*_OPERATORS, ")"):
            told.append("AND")
        told.append(item)
    last = told[-1] if told else ""
    if last in _OPERATORS:
        raise _wrong(query, f"{last} needs words on both sides; type frozen {last} assets")
    if depth:
        raise _wrong(query, "a bracket is not closed; type (a OR b)")
    if not told:
        raise _wrong(query, "no letter and no digit; type a word: sanction*")
    return _tried(query, " ".join(told))


def nearness(told: str) -> int:
    """How far apart the words of one hit may stand; 0 where each is a hit of its own.

    >>> nearness(read("frozen assets NOT Norway")), nearness(read("frozen OR assets"))
    (10, 0)
    """
    only = re.fullmatch(r"NEAR\([^()]*, (\d+)\)(?: NOT .*)?", told)
    return int(only[1]) if only else 0


def _items(query: str, text: str) -> Iterator[str]:
    """Operators, brackets, and words that stand beside each other as one."""
    run = []
    for part in _PART.finditer(text):
        word = part[0]
        if part["near"] or word in (*_OPERATORS, "(", ")"):
            yield from [_beside(run)] if run else []
            yield _near(query, part["inside"] or "") if part["near"] else word
            run = []
        elif any(map(str.isalnum, word)):
            run.append(word)
    yield from [_beside(run)] if run else []


def _near(query: str, inside: str) -> str:
    found = _NEAR.fullmatch(inside)
    words = [p[0] for p in _PART.finditer(found["words"])] if found else []
    words = [word for word in words if any(map(str.isalnum, word))]
    if len(words) < 2:
        raise _wrong(query, "NEAR takes words and a distance; type NEAR(frozen assets, 5)")
    return _beside(words, found["far"] or FAR)


def _beside(words: list[str], far: int | str = FAR) -> str:
    """Words in quotation marks, in which no sign means anything."""
    told, number = [], False
    for word in words:
        if word.endswith("*") and sum(map(str.isalnum, word)) < 2:
            raise _wrong(word, "too short to stand before *; type two letters or more")
        bare = not word.startswith('"')
        star = " *" if word.endswith("*") else ""
        quoted = f'"{word.rstrip("*").strip(chr(34))}"{star}'
        if number and bare:
            told[-1] += f" + {quoted}"
        else:
            told.append(quoted)
        number = bare and any(map(str.isdigit, word))
    return f"NEAR( {' '.join(told)} , {far})" if told[1:] else told[0]


def _wrong(query: str, why: str) -> ValueError:
    return ValueError(f"search for {query[:200]!r}: {why}")


def _tried(query: str, told: str) -> str:
    """Tried on an empty index: what SQLite cannot read is the query's fault, not the file's."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute(TEXTS)
        database.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [told]).fetchall()
    except sqlite3.Error as error:
        raise _wrong(query, f"can't be read ({error}); type fewer words or brackets") from None
    finally:
        database.close()
    return told
