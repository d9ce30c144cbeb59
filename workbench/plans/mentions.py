"""Noun phrases that mean a plan: what each says of sponsor, number of points, place, date, ordinal.

A small grammar over the letters of a sentence's chunks finds the phrases. Words come from ``plans.toml``; nothing without a word that tells one text from
others ("the plan") is a mention.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from workbench.codebook import Codebook
from workbench.plans.chunks import Chunk, Line
from workbench.text import View, sentences

GROUP = r"[pc](?:(?:[hy,]|,y)[pc])*"
PHRASE = re.compile(
    rf"(?:{GROUP}(?:sw?(?=[nao#]))?h?|[aoq]|w(?=f[pc]s)f|#hk?(?=[han])|#(?=[pac]*[pac]k))*(?:n+|#?hk(?![wcxp])|#?k|N)"  # "Kyiv's revised 20-point draft"
    rf"(?:[fi]t?#k|ft?#(?![hknw#apc])|ad|fqa|[fi][tq]?(?:{GROUP}s?|[ao]|#hk)*n|(?:f|,?i|,f)?d|[fg]t?a*(?:it?)?{GROUP}(?!(?:[hy,]*[pc])*s?[na#])"
    rf"|i{GROUP}|,?[va]gt?{GROUP}|(?:rt?(?:{GROUP}[sw]?[wc]?)?[lw]?)?v[gif]?[tq]?(?:{GROUP}|w)?d?|t?{GROUP}v)*"
)
RELATIVE = re.compile(r",?rt?(?:[pc](?:[hy,]+t?)?)+[sw]{0,3}[cw]?l?[vw]")
BARE = re.compile(r"(?:(?<=t)p)?#(?![hk])(?:fd|f[pc]|rp)?|o(?=,?[fi]d|v|l|,r|[.,;])(?:,?[fi]d)?")
OWNER = re.compile(r"\b([A-Z][\w-]+)['’]s\b")
COUNTED = re.compile(r"(?<![\d.,-])(?:\d{1,3}[,.]\d{3}|\d{3}|\d{5,})(?!\d)")  # people, money
NUMBERED = re.compile(
    r"(?m)^\s*(?:(\d{1,2})[.)]|(?:Point|Article) (\d{1,2})|([IVX]{1,5})(?:\.| [-–—]))\s"
)


@dataclass(eq=False)
class Mention:
    """A phrase for a plan, at its place in the source, and what it says."""

    doc_id: str
    start: int
    end: int
    quote: str
    line: int
    chunk: int  # of its sentence, and the one behind it
    stop: int
    published: str | None = None
    sponsor: frozenset = frozenset()
    points: int | None = None
    order: int | None = None
    day: tuple | None = None  # from, to
    names: frozenset = frozenset()
    noun: str = ""
    status: set = field(default_factory=set)
    conflict: str | None = None
    list: bool = False
    dated: tuple | None = None  # from, to: when it came out
    definite: bool = False
    newer: bool = False  # "the new draft", "an earlier version"
    older: bool = False
    weak: bool = False  # nothing else tells which
    around: frozenset = frozenset()  # names in the sentence


def mentions(seen: View, book: Codebook, doc_id: str = "", day: str | None = None, wars=None):
    """The mentions of one document, in order, and its sentences."""
    lines = []
    told = Counter(re.findall(r"[^\W\d_]+", seen.text))
    twice = {n for n in told if n[0].isupper() and told[n] > 1 and n.lower() not in told}
    owners = frozenset(n.lower() for n in twice.union(OWNER.findall(seen.text)))
    owners = owners, frozenset(n for n in told if n.islower())
    for block in seen.blocks:
        for span in sentences.split(seen.text, block.start, block.end):
            lines.append(Line(owners, seen.text[span.start : span.end], span.start, book, day))
    found: list[Mention] = []
    phrases = [[] if line.plain else _phrases(line.read()) for line in lines]
    for number, line in enumerate(lines):
        here = phrases[number]
        near = any(phrases[max(0, number - 1) : number + 2])
        for hit in BARE.finditer(line.read().tags) if near else ():
            k = hit.start()
            if not any(m.chunk <= k < m.stop for m in here) and _bare(
                line, k, hit.end(), here, lines[number - 1].text
            ):
                here.append(_told(line, k, hit.end(), bare=True))
        for m in sorted(filter(None, here), key=lambda m: m.chunk):
            start, end = line.at + m.start, line.at + m.end
            m.start, m.end = seen.place(start, end)
            m.quote, m.line, m.doc_id, m.published = (
                seen.source[m.start : m.end],
                number,
                doc_id,
                day,
            )
            if wars:
                a, b = seen.place(line.at, line.at + len(line.text))
                m.conflict = wars.of_figure(m.start, m.end, a, b)
            found.append(m)
    return found, lines


def _phrases(line: Line) -> list[Mention]:
    return [m for hit in PHRASE.finditer(line.tags) if (m := _told(line, hit.start(), hit.end()))]


def _bare(line: Line, k: int, stop: int, here, before: str) -> bool:
    """Whether a number, or an ordinal, stands for a text: "cut from the 28 of November", "had 12"."""
    if line.tags[k] == "o":
        back = any(b in (k, k - 1) for _, b in line.cues("plan_back"))
        if line.tags[k + 1 : k + 3] != ",r" and stop == k + 1 and line.tags[stop] in ".,;":
            return back
        return stop > k + 1 or back or any(k + 1 <= a <= k + 3 for a, _ in line.cues("plan_counts"))
    if (
        re.match("ft?[pcan]*#", line.tags[k + 1 :])
        or COUNTED.search(line.text)
        or not here
        and COUNTED.search(before)
    ):
        return False  # "some 20 of the 28"
    if any(a == stop for a, _ in line.cues("plan_left")):
        return True  # "Nineteen survive"
    if line.tags[stop : stop + 1] in ("w", "c", "k", "h", "n", "a", "p", "x", "$"):
        return False
    if line.tags[k] == "p" or k == 0:
        return k > 0 or line.text[line.chunks[0].end :].startswith((" is ", " was "))
    if line.tags[k - 1 : k] == "g" and any(m.stop == k - 1 and not m.points for m in here):
        return True  # "the draft of 24 November to 19"
    if (
        line.tags[k : k + 2] == "#r"
        and line.tags[k - 1 : k] == "t"
        or any(m.stop == k and not m.points for m in here)
    ):
        return True
    before = {
        b
        for kind in (
            "plan_counts",
            "plan_recount",
            "plan_back",
            "plan_on",
            "plan_rework",
            "plan_left",
            "plan_bare",
        )
        for _, b in line.cues(kind)
    }
    before |= {b + 1 for b in before if line.tags[b : b + 1] in ("t", "g", "i")}
    return k in before or k - 1 in before and line.tags[k - 1] == "t"


def _told(line: Line, first: int, stop: int, bare: bool = False) -> Mention | None:
    """What the chunks of a phrase say of a plan; None where they don't tell which."""
    tags, chunks = line.tags, line.chunks
    stage = {c.value for c in chunks[first:stop] if c.tag == "a"}
    head = next((k for k in range(first, stop) if tags[k] in "nkN"), first)
    noun = next((str(c.value) for c in chunks[first:stop] if c.tag == "n"), "")
    signed = (noun or chunks[head].value) in line.book.words("plan_signed")
    m = Mention("", chunks[first].start, chunks[stop - 1].end, "", 0, first, stop, noun=noun)
    m.around = frozenset(str(c.value) for c in chunks if c.tag == "c")
    m.definite = line.text[: m.start].lower().endswith("the ")
    sponsor, names = set(), set()
    relative = False
    for k in range(first, stop):
        chunk, tag = chunks[k], tags[k]
        back = next((j for j in range(k - 1, first - 1, -1) if tags[j] not in "tahy,pc"), None)
        behind = tags[k + 1 : k + 2]
        if tag == "#" and m.points is None:
            m.points = chunk.value
        elif tag == "N":
            names.add(chunk.value[0])
            m.order = chunk.value[1]
        elif tag == "o" and m.order is None:
            m.order = chunk.value
        elif tag == "d" and chunk.value[0] and m.day is None:
            m.day = chunk.value
        elif tag in "rv":
            relative = relative or tag == "r"
        elif tag == "p" and (
            "c"
            in (
                tags[k - 2 : k - 1] * (tags[k - 1 : k] == "h"),
                tags[k + 2 : k + 3] * (behind == "h"),
            )
        ):
            names.add(line.text[chunk.start : chunk.end].lower())  # "the Vance-Owen plan"
        elif tag == "p":
            by = not signed and back is not None and chunks[back].value == "by"
            of = back is not None and tags[back] == "f" and back < k
            owner = behind == "s"
            if (
                back is not None
                and k > head
                and chunks[back].value in ("for", "with", "to", "before")
            ):
                continue
            subject = relative and "v" in tags[k:stop] and "v" not in tags[head:k]
            if k < head and (not signed or owner) or by or of and not signed or subject or owner:
                sponsor |= chunk.value
            else:
                names |= {*line.text[chunk.start : chunk.end].lower().split()}
        elif tag == "c" and (back is None or k < head or chunks[back].value not in ("with", "to")):
            of = (
                back is not None
                and tags[back] == "f"
                and k > head
                and line.is_party(chunk)
                and not signed
            )
            if re.match("sw?", tags[k + 1 : stop]) and k < head or of:
                sponsor.add(_id(chunk))
            else:
                names |= {*chunk.value.split()} - {"of", "the"}
    if (
        not (sponsor or signed and names)
        and not bare
        and (m.points or tags[first - 1 : first] == "t" or "q" in tags[first:stop])
    ):
        sponsor = _subject(line, first, signed)
    if "q" in tags[first:stop] and not sponsor:
        group = re.search(GROUP, tags[:first])
        for c in chunks[slice(*group.span())] if group else ():
            sponsor |= c.value if c.tag == "p" else set()
    m.sponsor, m.names = frozenset(sponsor), frozenset(names)
    if (who := RELATIVE.match(tags, stop - 2 if bare else stop)) and not sponsor:
        named = [c for c in chunks[who.start() : who.end()] if c.tag in "pc"]
        m.sponsor = frozenset().union(*(c.value if c.tag == "p" else {_id(c)} for c in named))
    if tags[head] == "k" and not m.points:
        return None
    before = tags[max(0, first - 2) : first]
    if not bare and _elsewhere(line, m, first, stop):
        return None
    if "u" in before and not bare or tags[stop : stop + 1] == "x":
        return None
    if bare or m.points and noun:
        return m
    if m.points:
        told = (
            line.tags[first - 1 : first] == "t"
            or sponsor
            or stop > first + 2 + (tags[first + 1] == "h")
        )
        scored = line.book.words("plan_scoring") & {
            *line.text[max(0, m.start - 14) : m.start].lower().split()
        }
        scored = scored and tags[first - 1] != "t"
        counted = any(
            b in (first, first - 1)
            for _, b in line.cues("plan_counts")
            + line.cues("plan_recount")
            + line.cues("plan_left")
            + line.cues("plan_on")
            + line.cues("plan_back")
        )
        counted |= any(a == stop for a, _ in line.cues("plan_on"))
        counted |= bool(
            re.search("[nk][fdtpc]*,w?$", tags[:first])
        )  # "the accord, nine points long"
        counted |= first == 0 and tags[stop : stop + 1] == "l" and bool(line.cues("plan_submitted"))
        return m if (told or counted or tags[first - 1 : first] == "g") and not scored else None
    m.newer, m.older = (
        noun in line.book.words("plan_stage") and bool(stage & line.book.words(f"plan_{age}"))
        for age in ("newer", "older")
    )
    if (m.newer or m.older) and not (m.sponsor or m.names or m.day or m.order or m.points):
        m.weak = True
        return m
    if noun in line.book.words("plan_weak"):
        return m if m.day else None
    return m if m.sponsor or m.names or m.day or m.order else None


def _elsewhere(line: Line, m: Mention, first: int, stop: int) -> bool:
    """Whether a phrase means a plan for something else, one that nobody has written, or an annex's."""
    tags, chunks = line.tags, line.chunks
    behind = chunks[stop : stop + 2]
    words = line.text[behind[0].end :].split()[:1] if behind and behind[0].value == "for" else []
    if (
        words
        and words[0].islower()
        and words[0].strip(",.") not in line.book.words("plan_purpose") | {"the", "a"}
    ):
        return True
    if line.cues("plan_elsewhere"):
        return True
    if not m.noun and "x" in tags[:first].split(";")[-1].split("n")[-1]:
        return True
    own = m.definite or "s" in tags[first:stop]
    if own:
        return False
    begin = max(tags.rfind(sign, 0, first) for sign in ";.:,nk")
    return any(max(begin, first - 7) < a < first for a, _ in line.cues("plan_denied")) or any(
        0 <= a - stop <= 5 for a, _ in line.cues("plan_would")
    )


def _id(chunk: Chunk) -> str:
    """A party outside the codebook: "lisk_front"."""
    return re.sub(r"\W+", "_", str(chunk.value))


SUBJECT = re.compile(r"[pc](?:s?w{0,2}(?:,y|[y,h])f?t?a?[pc])*(?=[^pc]*$)")


def _subject(line: Line, first: int, signed: bool = False) -> set:
    """Who publishes, sends, signs what stands behind: the parties before the verb."""
    tags = line.tags
    begin = max(tags.rfind(sign, 0, first) for sign in ";.:") + 1
    other = re.search("[nkN][^,]*,", tags[begin:first])
    begin += other.end() if other else 0
    verb = tags.rfind("v", begin, first)
    if verb < 0 or re.search("[,lru]", tags[verb:first]) or first - verb > 9:
        return set()
    if any(line.chunks[k].value == "to" and tags[k + 1] in "wv" for k in range(verb, first - 1)):
        return set()  # "contacts to assess the plan"
    end = verb
    while end > begin and tags[end - 1] in "lw":
        end -= 1
    if tags[end - 1 : end] == "," and tags.rfind(",", begin, end - 1) > 0:
        end = tags.rfind(",", begin, end - 1)  # "Dalmoor, whose troops stand there, published"
    tags = tags[:begin] + re.sub(f"i[tq]?{GROUP}", lambda m: "w" * len(m[0]), tags[begin:end])
    group = SUBJECT.search(tags, begin)
    found = set()
    for k in range(*group.span()) if group else ():
        chunk, before = line.chunks[k], tags[max(begin, k - 2) : k].replace("t", "")[-1:]
        behind = line.tags[k + 1]
        if before == "g" and line.chunks[k - 1].value in (
            "to",
            "with",
            "on",
            "for",
            "by",
            "before",
        ):
            continue
        if chunk.tag == "p":
            found |= chunk.value
        elif (
            chunk.tag == "c"
            and behind != "h"
            and (behind == "s" or before in ("g", "f") or line.is_party(chunk))
        ):
            found.add(_id(chunk))
    alone = signed and line.chunks[verb].value in line.book.words("plan_concludes")
    return found if len(found) > 1 or not alone else set()


def numbered(seen: View) -> tuple[int, int, int]:
    """Top points of a text that is a plan itself: how many, and from where to where."""
    found = [m for m in NUMBERED.finditer(seen.text)]
    return (len(found), found[0].start(), len(seen.text)) if len(found) > 2 else (0, 0, 0)
