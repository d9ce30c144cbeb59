"""A page as HTML, Markdown, PDF or Word: bytes that are the same everywhere."""

import re

import msgspec

from workbench.briefing.blocks import Page
from workbench.briefing.parameters import WORDS
from workbench.codebook import look
from workbench.corpus.evidence import STATIC, filled

PAPERS = WORDS["sections"]["papers"]


def html(page: Page) -> bytes:
    """One offline file, with the documents in full."""
    manifest = page.manifest.replace("<", "\\u003c").replace("&", "\\u0026")
    plain = _plain(page)
    return filled("briefing.html.j2", page=plain, manifest=manifest, papers=PAPERS).encode()


def ids(page: Page) -> set[str]:
    """What a link can lead to, where the documents are not in full."""
    runs = (run for block in page.blocks for run in getattr(block, "runs", ()))
    return {one.id for one in (*page.blocks, *runs) if getattr(one, "id", "")}


def _plain(page: Page) -> dict:
    """The page as plain data, each block with its ``kind``."""
    told = msgspec.to_builtins(page)
    for block in (*told["blocks"], *told["papers"]):
        block["kind"] = block.pop("type")
    return told


def markdown(page: Page) -> bytes:
    """Plain Markdown: figures as lists, links within the page, the manifest as a comment."""
    plain = _plain(page)
    manifest = page.manifest.replace("--", "-\\u002d").replace(">", "\\u003e")
    text = filled("briefing.md.j2", page=plain, manifest=manifest, md=_escaped, ids=ids(page))
    return re.sub(r"\n{3,}", "\n\n", text).encode()


def _escaped(text: str) -> str:
    """Words that Markdown and TeX leave alone, in one line.

    >>> _escaped("a *b* <c> $5 | [d]")
    'a \\\\*b\\\\* &lt;c&gt; \\\\$5 \\\\| \\\\[d\\\\]'
    """
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"([\\`*_{}\[\]#|~$])", r"\\\1", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pdf(page: Page) -> bytes:
    """Pages of A4 or Letter: figures as vectors, working links, the manifest attached."""
    try:
        import typst
    except ImportError:
        raise ValueError(_cure("PDF")) from None
    told = _plain(page) | {"papers": [], "palette": look.PALETTE["light"]}
    for block in told["blocks"]:
        if "svg" in block:
            block["svg"] = printed(block["svg"])
    data = msgspec.json.encode(told).decode()
    source = (STATIC / "briefing.typ").read_bytes()
    return typst.compile(source, format="pdf", sys_inputs={"data": data}, ignore_system_fonts=True)


def _cure(what: str) -> str:
    return f'{what} needs a package that is not here; type: pip install "workbench[briefing]"'


def printed(svg: str) -> str:
    """A picture with the colours of paper in it, for those who read no style sheet of a page."""
    colours = look.PALETTE["light"]
    line = colours[re.search(r'class="(\w+)"', svg).group(1)]["line"]
    style = filled("picture.css.j2", line=line, quiet="#565b65", rule="#c9ccd1")
    return svg.replace(">", f"><style>{style}</style>", 1)


def word(page: Page) -> bytes:
    """A .docx that people edit: figures as pictures, links and bookmarks, the manifest inside."""
    try:
        import docx  # noqa: F401
        import typst
    except ImportError:
        raise ValueError(_cure("Word")) from None
    from workbench.briefing import word

    def picture(svg: str) -> bytes:
        told = {"svg": printed(svg)}
        source = (STATIC / "picture.typ").read_bytes()
        return typst.compile(
            source, format="png", ppi=160, sys_inputs=told, ignore_system_fonts=True
        )

    return word.word(page, ids(page), picture)
