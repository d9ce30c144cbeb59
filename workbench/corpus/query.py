"""What a person types into a search box, as FTS5 takes it."""

import re
import sqlite3

# Marks belong to their letters, also those that are not folded away.
TEXTS = """CREATE VIRTUAL TABLE IF NOT EXISTS texts USING
fts5(text, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'")"""
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_PART = re.compile(
    r'(?P<near>NEAR(?![^\s(])(?:\s*\((?P<inside>[^()]*)\))?)|(?P<op>AND|OR|NOT)(?![^\s()"])|[()]'
    r'|"[^"]*"\*?|(?P<word>[^\s()"]+)'
)
_NEAR = re.compile(r'(?P<words>(?:\s*(?:"[^"]*"\*?|[^\s",]+))+)\s*(?:,\s*(?P<far>\d{1,4})\s*)?')


def read(query: str) -> str:
    """A query in the words of FTS5. Words beside each other are a phrase; signs are passed over.

    Raises ValueError with what is wrong and what to type.

    >>> read("$60 billion NOT (28-point OR sanction*)")
    '"$60" + "billion" NOT ( "28-point" OR "sanction" * )'
    >>> read('NEAR(frozen "euroclear bank", 5) Norway')
    'NEAR( "frozen" "euroclear bank" , 5) AND "Norway"'
    """
    text = re.sub(r"[\x00-\x1f\ud800-\udfff]", " ", query).translate(_QUOTES)
    told, last, depth = [], "", 0  # last: what stands before; nothing where words are due
    if text.count('"') % 2:
        raise _wrong(query, 'a quotation mark stands alone; type two: "frozen assets"')
    for part in _PART.finditer(text):
        word = part[0]
        if part["op"]:
            if word == "NOT" and told[-1:] == ["AND"]:  # as people type it
                told.pop()
            elif not last:
                raise _lone(query, word)
            told.append(word)
            last = ""
        elif word == ")":
            depth -= 1
            if depth < 0 or not last:
                raise _wrong(query, "a bracket has no partner, or holds nothing; type (a OR b)")
            told.append(word)
            last = "bracket"
        elif word == "(" or any(map(str.isalnum, word)):
            kind = "word" if part["word"] else "other"
            told += ["+" if kind == last == "word" else "AND"] if last else []
            told.append(_near(query, part) if part["near"] else _quoted(word))
            depth += word == "("
            last = "" if word == "(" else kind
    if not last and told and told[-1] != "(":
        raise _lone(query, told[-1])
    if depth or not told:
        lone = "a bracket is not closed; type (a OR b)"
        raise _wrong(query, lone if depth else "no letter and no digit; type a word: sanction*")
    return _tried(query, " ".join(told))


def _wrong(query: str, why: str) -> ValueError:
    return ValueError(f"search for {query[:200]!r}: {why}")


def _lone(query: str, word: str) -> ValueError:
    return _wrong(query, f"{word} needs words on both sides; type frozen {word} assets")


def _quoted(word: str) -> str:
    """A word or phrase in quotation marks, in which no sign means anything; a bracket as it is."""
    if word == "(":
        return word
    star = " *" if word.endswith("*") else ""
    return f'"{word.rstrip("*").strip(chr(34))}"{star}'


def _near(query: str, part: re.Match) -> str:
    inside = _NEAR.fullmatch(part["inside"] or "")
    words = [p[0] for p in _PART.finditer(inside["words"])] if inside else []
    words = [_quoted(word) for word in words if any(map(str.isalnum, word))]
    if len(words) < 2:
        raise _wrong(query, "NEAR takes words and a distance in words; type NEAR(frozen assets, 5)")
    return f"NEAR( {' '.join(words)} , {inside['far'] or 10})"


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
