"""Files in, frozen text out: `find` lists the documents of a folder with what the analyst's sidecar
says of each, `read` turns one into a `Document`, or raises `Unreadable` with the reason."""

from workbench.documents.finding import find, unswept
from workbench.documents.model import Document, Source, Unreadable
from workbench.documents.reading import read

__all__ = ["Document", "Source", "Unreadable", "find", "read", "unswept"]
