"""Files in, frozen text out.

`find` lists the documents of a folder with what the analyst's sidecar says of each; `read` turns
one of them into a `Document`: its text decoded once, never edited, with the hash of the file's
bytes. What can't be read is an `Unreadable` with the reason, never an empty document.
"""

from workbench.documents.finding import find
from workbench.documents.model import Document, Source, Unreadable
from workbench.documents.reading import read

__all__ = ["Document", "Source", "Unreadable", "find", "read"]
