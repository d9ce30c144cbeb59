"""Files that are a ZIP archive of XML: Word, OpenDocument, EPUB."""

import io
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from workbench.documents.encodings import signature
from workbench.documents.text import language_code, megabytes, title

# A tree takes some ten times the bytes of its XML: a Word file of 0.28 MB that unpacks to 190 MB
# took 4.3 GB.
XML_LIMIT = 40_000_000


class Package:
    """The parts of an archive by name. Raises ValueError with the reason if there are none."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind, self.unpacked = kind, 0
        self.warnings: tuple[str, ...] = ()
        if not data.startswith(b"PK"):
            what = f"is {signature(data)[0]}, not a {kind}" if signature(data) else f"is no {kind}"
            raise ValueError(f"{what}; open it in a word processor and save it as {kind}")
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.broken(error) from None
        # Some programs write backslashes, or begin names with a slash.
        self.names = {n.replace("\\", "/").lstrip("/"): n for n in self.archive.namelist()}

    def broken(self, error: Exception | str) -> ValueError:
        name = error if isinstance(error, str) else type(error).__name__
        why = f"is a broken {self.kind} ({name})"
        return ValueError(f"{why}; open it in a word processor and save it")

    def read(self, name: str) -> bytes:
        """One part; empty if there is none of that name."""
        if name not in self.names:
            return b""
        info = self.archive.getinfo(self.names[name])
        self.unpacked += info.file_size
        if self.unpacked > XML_LIMIT:
            raise ValueError(f"unpacks to more than {megabytes(XML_LIMIT)}; split it")
        try:
            return self.archive.read(info)
        except Exception as error:  # a password, a wrong sum, an unknown way of packing
            raise self.broken(error) from None

    def tree(self, name: str) -> Any:
        """The root of an XML part, all names without their spaces; empty if there is none."""
        import lxml.etree

        safe = {"resolve_entities": False, "no_network": True, "remove_pis": True}
        parser = lxml.etree.XMLParser(**safe, remove_comments=True, recover=True)
        try:
            root = lxml.etree.fromstring(self.read(name) or b"<none/>", parser)
        except lxml.etree.XMLSyntaxError as error:
            raise self.broken(error) from None
        if any(error.level_name == "FATAL" for error in parser.error_log):
            self.warnings = ("cut_short",)  # what can still be read is read
        for node in root.iter("{*}*"):
            node.tag = node.tag.rpartition("}")[2]
            for key, value in node.items():
                node.set(key.rpartition("}")[2], value)
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the kind of relation, and the name of the part that a part refers to."""
        folder, name = posixpath.split(part)
        found = {}
        for relation in self.tree(posixpath.join(folder, "_rels", f"{name}.rels")):
            target = unquote(relation.get("Target", "")).replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            found[relation.get("Id")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found


def about(root: Any) -> dict[str, Any]:
    """Title, language and day of making, as the parts for them state them."""
    said = {name: root.findtext(f".//{name}") for name in ("title", "language", "created")}
    return {"title": title(said["title"]), "language": language_code(said["language"]),
            "made": said["created"]}  # fmt: skip
