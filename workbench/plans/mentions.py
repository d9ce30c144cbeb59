"""Noun phrases that mean a plan: what each says of sponsor, number of points, place, date, ordinal.

A small grammar over the letters of a sentence's chunks finds the phrases. Words come from
``plans.toml``; nothing without a word that tells one text from others ("the plan") is a mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workbench.codebook import Codebook
from workbench.plans.chunks import Line, Names
from workbench.text import View, sentences
from workbench.text.points import points

GROUP = r"[pc](?:(?:[hy,]|,y)[pc])*"
PHRASE = re.compile(
    rf"(?:{GROUP}(?:sw?(?=[nao#]))?h?|[aoq]|d(?=[an])|w(?=f[pc]s)f|#hk?(?=[han]|[pc]+[an])|#(?=[pac]*[pac]k))*"
    r"(?:n+|#?hk(?![wcxp])|#?k|N)"  # "Kyiv's revised 20-point draft", "28 points", "Oslo II"
    rf"(?:[fi]t?#k|ft?#(?![hknw#apc])|ad|fqa|[fi][tq]?(?:{GROUP}s?|[ao]|#hk)*n|(?:f|,?i|,f)?d(?!s)"
    rf"|[fg]t?a*(?:it?)?{GROUP}(?!(?:[hy,]*[pc])*s?[na#])|i{GROUP}|,?[va]gt?{GROUP}(?:sw{{0,2}}[pc]*)?|t?{GROUP}v"
    rf"|(?:rt?(?:{GROUP}[sw]?[wc]?)?[lw]?)?v[gif]?[tq]?(?:{GROUP}|w)?d?)*"  # "that Kyiv handed to"
)
BARE = re.compile(r"(?:(?<=t)p)?#(?![hk])(?:fd|f[pc]|rp)?|o(?=,?[fi]d|v|l|,r|[.,;])(?:,?[fi]d)?")
RELATIVE = re.compile(r",?rt?(?:[pc](?:[hy,]+t?)?)+[sw]{0,3}[cw]?l?[vw]")
SUBJECT = re.compile(r"[pc](?:s?w{0,2}(?:,y|[y,h])f?t?a?[pc])*(?=[^pc]*$)")
READER = re.compile(r"[nk](g)t?[pc](?:[hy,]*[pc])*")
EDITION = re.compile("(a*n)ft?(?=.*n)")
COUNTED = re.compile(r"(?<![\d.,-])(?:\d{1,3}[,.]\d{3}|\d{3}|\d{5,})(?!\d)")  # people, money
NUMBERED = re.compile(
    r"(?m)^\s*(?:\d{1,2}[.)]|(?:Point|Article) \d{1,2}|[IVX]{1,5}(?:\.| [-–—]))\s"
)
BEFORE_NUMBER = "counts recount back on rework left bare".split()
AWAY = ("for", "with", "to", "before")  # behind these stands no part of a name


@dataclass(eq=False)
class Mention:
    """A phrase for a plan, at its place in the source, and what it says."""

    chunk: int  # of its sentence, and the one behind it
    stop: int
    noun: str = ""
    sponsor: frozenset = frozenset()
    points: int | None = None
    order: int | None = None
    day: tuple | None = None  # from, to
    names: frozenset = frozenset()
    around: frozenset = frozenset()  # names in the sentence
    definite: bool = False
    age: int = 0  # 1: "the new draft"; -1: "an earlier version"
    weak: bool = False  # nothing else tells which
    faint: bool = False  # "a new accord": one where it is told what it was made from
    doc_id: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""
    line: int = -1
    published: str | None = None
    conflict: str | None = None
    list: bool = False
    status: set = field(default_factory=set)
    dated: tuple | None = None  # from, to: when it came out


def mentions(seen: View, book: Codebook, doc_id: str = "", day: str | None = None):
    """The mentions of one document, in order, and its sentences.

    >>> from workbench import codebook, text
    >>> book = codebook.load()
    >>> seen = text.view("Washington's 28-point draft was cut to 19 points.", book)
    >>> [(m.quote, m.points, sorted(m.sponsor)) for m in mentions(seen, book)[0]]
    [("Washington's 28-point draft", 28, ['united_states']), ('19 points', 19, [])]
    """
    names, found = Names.of(seen.text), []
    spans = [s for b in seen.blocks for s in sentences.split(seen.text, b.start, b.end)]
    lines = [Line(seen.text[s.start : s.end], s.start, book, day, names) for s in spans]
    phrases = [[] if line.plain else _phrases(line.read()) for line in lines]
    for number, line in enumerate(lines):
        here = phrases[number]
        if any(phrases[max(0, number - 1) : number + 2]):
            here += _numbers(line.read(), here, lines[number - 1].text)
        for m in sorted(here, key=lambda m: m.chunk):
            start, end = line.chunks[m.chunk].start, line.chunks[m.stop - 1].end
            m.start, m.end = seen.place(line.at + start, line.at + end)
            m.quote, m.line, m.doc_id = seen.source[m.start : m.end], number, doc_id
            m.published = day
            found.append(m)
    return found, lines


def numbered(seen: View, book: Codebook) -> tuple[int, int, int]:
    """Top points of a text that is a plan itself: how many, and from where to where."""
    if found := points(seen, book):
        return len(found), found[0].start, found[-1].end
    found = list(NUMBERED.finditer(seen.text))
    return (len(found), found[0].start(), len(seen.text)) if len(found) > 2 else (0, 0, 0)


def _phrases(line: Line) -> list[Mention]:
    told = (_described(line, *_object(line, *hit.span())) for hit in PHRASE.finditer(line.tags))
    return [m for m in told if (_tells(line, m) or _faint(line, m)) and not _elsewhere(line, m)]


def _object(line: Line, first: int, stop: int) -> tuple[int, int]:
    """ "A leaner edition of the Algerian draft" tells of the draft, and of another text."""
    head = EDITION.match(line.tags[first:stop])
    if head and line.says(first + head.end(1) - 1) in line.book.words("plan_stage"):
        return first + head.end(), stop
    reader = READER.search(line.tags, first, stop)
    if reader and reader.end() == stop and line.says(reader.start(1)) in ("to", "before"):
        stop = reader.start(1)  # "its framework to Washington"
    return first, stop


def _faint(line: Line, m: Mention) -> bool:
    """Whether a phrase may be a text of its own, where the words beside it say more."""
    tags, closed = line.tags, line.book.words("plan_weak") | line.book.words("plan_other")
    owned = re.search("ws$", tags[: m.chunk])  # "the mediators' text"
    new = {line.says(k) for k in range(m.chunk, m.stop)} & line.book.words("plan_newer")
    article = re.search("t[w#h]{0,3}$", tags[: m.chunk])
    first = article and line.says(article.start()) in ("a", "an")
    own = owned or new or first or "q" in tags[m.chunk : m.stop] or tags[m.stop : m.stop + 1] == "r"
    m.faint = bool(m.noun and m.noun not in closed and own)
    m.chunk -= 2 * bool(m.faint and owned)
    return m.faint


def _numbers(line: Line, here: list[Mention], before: str) -> list[Mention]:
    """Numbers and ordinals alone that stand for a text: "cut from the 28 of November", "had 12"."""
    inside = {k for m in here for k in range(m.chunk, m.stop)}
    hits = [hit.span() for hit in BARE.finditer(line.tags) if hit.start() not in inside]
    counted = COUNTED.search(line.text) or not here and COUNTED.search(before)
    return [
        _described(line, first, stop, bare=True)
        for first, stop in hits
        if (
            _ordinal(line, first, stop)
            if line.tags[first] == "o"
            else not counted and _number(line, first, stop, here)
        )
    ]


def _ordinal(line: Line, k: int, stop: int) -> bool:
    """ "The third, of February 2003", "fewer than the first, which it reworks"."""
    back = any(b in (k, k - 1) for _, b in line.cues("back"))
    relative = line.tags[k + 1 : k + 3] == ",r"
    if back or stop > k + 1 or not relative and line.tags[stop : stop + 1] in tuple(".,;"):
        return back or stop > k + 1
    return any(k + 1 <= a <= k + 3 for a, _ in line.cues("counts"))


def _number(line: Line, k: int, stop: int, here: list[Mention]) -> bool:
    tags = line.tags
    if re.match("ft?[pcan]*#", tags[k + 1 :]) or k and line.text[line.chunks[k].start].isupper():
        return False  # "some 20 of the 28", "the Twelve"
    if any(a == stop for a, _ in line.cues("left")):
        return True  # "Nineteen survive"
    if tags[stop : stop + 1] in tuple("wckhnapx$"):
        return False
    if k == 0:
        return line.says(1) in ("is", "was")  # "Twenty is the new number"
    told = tags[k] == "p" or tags[k - 1 : k + 2] == "t#r"  # "the American 28", "the six that"
    behind = [m.stop for m in here if not m.points]
    if told or k in behind or tags[k - 1] == "g" and k - 1 in behind:
        return True  # "the draft of 24 November to 19"
    before = {b for _, b in line.cues(*BEFORE_NUMBER)}
    before |= {b + 1 for b in before if tags[b : b + 1] in ("t", "g", "i")}
    return k in before or k - 1 in before and tags[k - 1] == "t"


def _described(line: Line, first: int, stop: int, bare: bool = False) -> Mention:
    """What the chunks of a phrase say of a plan."""
    tags, some = line.tags, line.chunks[first:stop]
    of = {tag: [c.value for c in some if c.tag == tag] for tag in "#odnaN"}
    m = Mention(first, stop, *of["n"][:1])
    m.points, m.order = (next(iter(of[tag]), None) for tag in "#o")
    m.day = next((days for days in of["d"] if days[0]), None)
    m.around = frozenset(str(c.value) for c in line.chunks if c.tag == "c")
    m.definite = line.says(first - 1) == "the"
    stage = m.noun in line.book.words("plan_stage")
    newer, older = (bool({*of["a"]} & line.book.words(f"plan_{k}")) for k in ("newer", "older"))
    m.age = stage * (newer - older)
    sponsor, names = _named(line, m)
    for name, m.order in of["N"]:
        names.add(name)
    signed = _signed(line, m)
    if not (bare or sponsor or signed and names):
        if m.points or tags[first - 1 : first] == "t" or "q" in tags[first:stop]:
            sponsor = _subject(line, first, signed)
    if "q" in tags[first:stop] and not sponsor and (group := re.search(GROUP, tags[:first])):
        sponsor = {id for k in range(*group.span()) if tags[k] == "p" for id in line.parties(k)}
    who = RELATIVE.match(tags, stop - 2 if bare else stop)
    worked = who and any(a in (who.end() - 1, who.end()) for a, _ in line.cues("rework"))
    if who and not (sponsor or worked):  # not "the framework which Kyiv has revised"
        sponsor = {i for k in range(*who.span()) if tags[k] in "pc" for i in line.parties(k)}
    m.sponsor, m.names = frozenset(sponsor), frozenset(names)
    return m


def _head(line: Line, m: Mention) -> int:
    """The chunk of the noun, or of "points"."""
    return next((k for k in range(m.chunk, m.stop) if line.tags[k] in "nkN"), m.chunk)


def _signed(line: Line, m: Mention) -> bool:
    """Whether it is what the sides conclude: beside it stands a place, no sponsor."""
    value = m.noun or line.chunks[_head(line, m)].value
    return value in line.book.words("plan_signed")


def _named(line: Line, m: Mention) -> tuple[set, set]:
    """The sponsors that a phrase names itself, and other names in it."""
    tags, head, signed = line.tags, _head(line, m), _signed(line, m)
    sponsor, names, relative = set(), set(), False
    for k in range(m.chunk, m.stop):
        relative = relative or tags[k] == "r"
        if tags[k] not in "pc":
            continue
        link = next((j for j in range(k - 1, m.chunk - 1, -1) if tags[j] not in "tahy,pc"), None)
        word = line.says(link) if link is not None else ""
        if k > head and word in AWAY:
            continue
        mixed = re.search("ch$", tags[:k]) or re.match("hc", tags[k + 1 :])
        owner = re.match("sw?" if tags[k] == "c" else "s", tags[k + 1 : m.stop + 1])
        made = k > head and not signed and (word == "by" or word == "of")
        made = (
            made and tags[head] + tags[k + 1 : k + 2] != "nn"
        )  # "a draft of the Libyan agreement"
        if tags[k] == "c":
            ours = owner and k < head or made and word == "of" and line.is_party(k)
        else:
            subject = relative and "v" in tags[k : m.stop] and "v" not in tags[head:k]
            ours = k < head and not signed or made or subject or owner
            ours = ours and not mixed  # "the Vance-Owen plan"
        if ours:
            sponsor |= line.parties(k)
        else:
            names |= {*line.words(k, k + 1).split()} - {"of", "the"}
    return sponsor, names


def _tells(line: Line, m: Mention) -> bool:
    """Whether a phrase tells which text it means."""
    tags, known = line.tags, m.sponsor or m.names or m.day or m.order
    if m.noun and m.points or tags[_head(line, m)] == "N":
        return True
    if not m.noun:
        return bool(m.points) and _told_of(line, m)
    m.weak = bool(m.age and not known)
    return m.weak or bool(m.day if m.noun in line.book.words("plan_weak") else known)


def _told_of(line: Line, m: Mention) -> bool:
    """Whether "28 points" are those of a plan: whose, the, that it has; not those scored."""
    tags, first = line.tags, m.chunk
    scored = line.book.words("plan_scoring") & {line.says(first - 1), line.says(first - 2)}
    reworked = line.says(first - 1) == "to" and line.cues("rework")  # "watered down to 19"
    if scored and tags[first - 1] != "t" and not reworked:
        return False
    cues = line.cues("counts", "recount", "left", "on", "back")
    return bool(
        m.sponsor
        or first and tags[first - 1] in "tg"
        or m.stop > first + 2 + ("h" in tags[first : m.stop])
        or any(b in (first, first - 1) for _, b in cues)
        or any(a == m.stop for a, _ in line.cues("on"))
        or re.search("[nk][fdtpc]*,w?$", tags[:first])  # "the accord, nine points long"
        or not first and tags[m.stop : m.stop + 1] == "l" and line.cues("submitted")
    )  # fmt: skip


def _elsewhere(line: Line, m: Mention) -> bool:
    """Whether a phrase means a plan for something else, an annex, or one that nobody wrote."""
    tags, first, words = line.tags, m.chunk, line.book.words
    purpose = line.says(m.stop + 1) if line.says(m.stop) == "for" else ""
    capital = tags[m.stop + 1 : m.stop + 2] in tuple("pcd")
    other = purpose and not capital and purpose not in words("plan_purpose") | {"the", "a"}
    annex = not m.noun and "x" in tags[:first].split(";")[-1].split("n")[-1]
    none = "u" in tags[max(0, first - 2) : first] or tags[m.stop : m.stop + 1] == "x"
    if other or annex or none or line.cues("elsewhere"):
        return True
    begin = max(*(tags.rfind(sign, 0, first) for sign in ";.:,nk"), first - 7)
    unwritten = any(begin < a < first for a, _ in line.cues("denied"))
    unwritten |= any(0 <= a - m.stop <= 5 for a, _ in line.cues("would"))
    return unwritten and not (m.definite or "s" in tags[first : m.stop])


def _subject(line: Line, first: int, signed: bool) -> set:
    """Who publishes, sends, signs what stands behind: the parties before the verb."""
    tags = line.tags
    begin = max(tags.rfind(sign, 0, first) for sign in ";.:") + 1
    if other := re.search("[nkN][^,]*,", tags[begin:first]):
        begin += other.end()
    verb = tags.rfind("v", begin, first)
    if verb < 0 or re.search("[,lru]", tags[verb:first]) or first - verb > 9:
        return set()
    if any(line.says(k) == "to" and tags[k + 1] in "wv" for k in range(verb, first - 1)):
        return set()  # "contacts to assess the plan"
    end = begin + len(tags[begin:verb].rstrip("lw"))
    if tags[end - 1 : end] == "," and "," in tags[begin : end - 1]:
        end = tags.rfind(",", begin, end - 1)  # "Dalmoor, whose troops stand there, published"
    region = re.sub(f"i[tq]?{GROUP}", lambda m: "w" * len(m[0]), tags[begin:end])
    group = SUBJECT.search(region)
    found = set()
    for k in range(begin + group.start(), begin + group.end()) if group else ():
        own = (
            tags[k + 1 : k + 2] == "s"
            or tags[:k].rstrip("t")[-1:] in ("g", "f")
            or line.is_party(k)
        )
        if tags[k] == "p" or tags[k] == "c" and tags[k + 1 : k + 2] != "h" and own:
            found |= line.parties(k)
    alone = signed and line.chunks[verb].value in line.book.words("plan_concludes")
    return set() if alone and len(found) < 2 else found
