"""Files that are a ZIP archive of XML: Word, OpenDocument, EPUB."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from workbench.documents.text import WORDS, language_code, title

# A tree takes some ten times the bytes of its XML: a Word file of 0.28 MB that unpacks to 190 MB
# took 4.3 GB.
XML_LIMIT = 40_000_000
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)


class Package:
    """The parts of an archive by name. Raises ValueError with the reason if there are none."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self.unpacked = 0
        self.warnings: tuple[str, ...] = ()
        if not data.startswith(b"PK"):
            for begin, (other, _) in WORDS["begins"].items():
                if data.startswith(begin.encode("latin-1")):
                    raise ValueError(f"is {other}, not a {kind}; save it as {kind}")
            raise ValueError(f"is no {kind}; open it in a word processor and save it as {kind}")
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self.broken(error) from None
        # Some programs write backslashes, or begin names with a slash.
        self.names = {n.replace("\\", "/").lstrip("/"): n for n in self.archive.namelist()}

    def broken(self, error: Exception | str) -> ValueError:
        name = error if isinstance(error, str) else type(error).__name__
        why = f"is a broken {self.kind} ({name})"
        return ValueError(f"{why}; open it in a word processor and save it")

    def read(self, name: str) -> bytes | None:
        """One part, None if there is none of that name."""
        if name not in self.names:
            return None
        info = self.archive.getinfo(self.names[name])
        self.unpacked += info.file_size
        if self.unpacked > XML_LIMIT:
            raise ValueError(f"unpacks to more than {XML_LIMIT / 1e6:,.0f} MB; split it")
        try:
            return self.archive.read(info)
        except (*_BROKEN, EOFError, zipfile.zlib.error) as error:
            raise self.broken(error) from None
        except RuntimeError:
            raise ValueError(f"is a {self.kind} with a password; save it without one") from None

    def tree(self, name: str) -> Any:
        """The root of an XML part, None if there is none. Entities and networks stay out."""
        import lxml.etree

        if not (data := self.read(name)):
            return None
        safe = {"resolve_entities": False, "no_network": True, "remove_pis": True}
        parser = lxml.etree.XMLParser(**safe, remove_comments=True, recover=True)
        try:
            root = lxml.etree.fromstring(data, parser)
        except lxml.etree.XMLSyntaxError as error:
            raise self.broken(error) from None
        if any(error.level_name == "FATAL" for error in parser.error_log):
            self.warnings = ("cut_short",)  # what can still be read is read
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the kind of relation, and the name of the part that a part refers to."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in root if root is not None else ():
            target = unquote(relation.get("Target") or "").replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = (kind, target)
        return found


def every(root: Any, name: str) -> Iterator[Any]:
    """All elements of a name in a tree that may be none."""
    return iter(()) if root is None else root.iter(f"{{*}}{name}")


def core(root: Any) -> dict[str, Any]:
    said = {name: None for name in ("created", "language", "title")}
    said |= {name: e.text for name in said for e in [*every(root, name)][:1]}
    return {"title": title(said["title"]), "language": language_code(said["language"]),
            "made": said["created"]}  # fmt: skip


def tag(node: Any) -> str:
    """An element's name without its space."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
