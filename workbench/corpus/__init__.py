"""A folder of documents as tables: loading, cache, export, scores."""

from workbench.corpus.corpus import Corpus, load
from workbench.corpus.dataset import open
from workbench.corpus.tables import COLUMNS, frame

__all__ = ["COLUMNS", "Corpus", "frame", "load", "open"]
