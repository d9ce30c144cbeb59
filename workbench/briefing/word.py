"""A page as a Word document: headings, tables and links as Word has them, figures as pictures."""

import hashlib
import io
import zipfile
from functools import partial

from workbench.briefing.blocks import Page
from workbench.codebook import look

COLOURS = {"quiet": "565B65", "noise": "565B65", "warn": "9B1C1C"}
STYLES = {"quote": "Intense Quote", "item": "List Bullet", "lead": "Subtitle"}
THEMES = look.PALETTE["light"].keys() - {"page"}
SMALL = {"quiet", "label", "source"}
MANIFEST = "http://workbench.invalid/manifest"


def word(page: Page, ids: set[str], picture) -> bytes:
    """The bytes of a .docx; ``picture`` makes a PNG of an SVG."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.shared import Mm, Pt

    made = docx.Document()
    made.core_properties.title, made.core_properties.author = page.title, ""
    for section in made.sections:
        letter = page.paper == "letter"
        section.page_width, section.page_height = (
            (Mm(215.9), Mm(279.4)) if letter else (Mm(210), Mm(297))
        )
        section.left_margin = section.right_margin = Mm(20)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(10)
    written = _Written(made, ids)
    for block in page.blocks:
        getattr(written, block.__struct_config__.tag)(block, picture)
    manifest = f'<manifest xmlns="{MANIFEST}">{_escaped(page.manifest)}</manifest>'.encode()
    part = Part(PackURI("/customXml/workbench.xml"), "application/xml", manifest, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    data = io.BytesIO()
    made.save(data)
    return _still(data.getvalue())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _still(data: bytes) -> bytes:
    """The same package without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _name(id: str) -> str:
    """A bookmark's name: letters and digits, forty at most."""
    return "b" + hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()[:20]


class _Written:
    """A document, block by block."""

    def __init__(self, made, ids):
        self.made, self.ids, self.marks = made, ids, 0

    def heading(self, block, _):
        line = self.made.add_heading(level=block.level)
        self._bookmark(line._p, block.id, lambda: line.add_run(block.text))

    def text(self, block, _):
        line = self.made.add_paragraph(style=STYLES.get(block.style))
        self._runs(line, block.runs, block.style in SMALL)

    def table(self, block, _):
        from docx.shared import Mm, Pt

        caption = self.made.add_paragraph(style="Caption")
        caption.add_run(block.caption)
        caption.paragraph_format.keep_with_next = True
        grid = self.made.add_table(1, len(block.head), style="Light List")
        grid.autofit = False
        self._repeated(grid.rows[0])
        cells = [grid.rows[0].cells, *(grid.add_row().cells for _ in block.rows)]
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                cell.width = Mm(170 * block.wide[column] / sum(block.wide))
                line = cell.paragraphs[0]
                line.paragraph_format.space_after = Pt(0)
                line.alignment = 2 if column in block.right else 0
                if at:
                    self._runs(line, block.rows[at - 1][column], True)
                else:
                    line.add_run(block.head[column]).bold = True

    def figure(self, block, picture):
        from docx.shared import Mm

        title = self.made.add_paragraph()
        title.add_run(block.title).bold = True
        title.paragraph_format.keep_with_next = True
        if block.svg:
            shape = self.made.add_picture(io.BytesIO(picture(block.svg)), width=Mm(150))
            shape._inline.docPr.set("descr", "; ".join(block.rows)[:4000])
        self.made.add_paragraph(f"{block.key} {block.caption}".strip(), style="Caption")

    def _repeated(self, row) -> None:
        """Mark a row as the head that is repeated on each page."""
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _runs(self, line, runs, small: bool) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for run in runs:
            link = None
            if run.to in self.ids:
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), _name(run.to))
                line._p.append(link)
            self._bookmark(line._p, run.id, partial(self._run, line, run, link, small))

    def _run(self, line, run, link, small: bool) -> None:
        """Words as they look; within a link, where there is one."""
        from docx.shared import Pt, RGBColor

        told = line.add_run(run.text)
        told.bold = run.style in ("strong", "own", "warn", *THEMES) or None
        told.font.size = Pt(8.5) if small else None
        colour = "00558A" if link is not None else COLOURS.get(run.style)
        told.font.color.rgb = RGBColor.from_string(colour) if colour else None
        told.font.highlight_color = 7 if run.style in THEMES else None
        if link is not None:
            link.append(told._r)

    def _bookmark(self, paragraph, id: str, put) -> None:
        """Put something between the ends of a bookmark, where it has an id."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        ends = []
        for kind in ("w:bookmarkStart", "w:bookmarkEnd") if id else ():
            end = OxmlElement(kind)
            end.set(qn("w:id"), str(self.marks))
            ends.append(end)
        if id:
            ends[0].set(qn("w:name"), _name(id))
            self.marks += 1
            paragraph.append(ends[0])
        put()
        if id:
            paragraph.append(ends[1])
