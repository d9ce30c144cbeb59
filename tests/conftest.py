"""What all tests share: where the project is, and a cache of their own."""

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config):
    # A result from an earlier run may not make a test green: no test, notebook kernel or browser
    # session reads the cache of the person who runs the tests.
    folder = tempfile.TemporaryDirectory(prefix="workbench-test-cache-")
    config.add_cleanup(folder.cleanup)
    os.environ["XDG_CACHE_HOME"] = folder.name
    os.environ["WORKBENCH_PROGRESS"] = os.path.join(folder.name, "progress")  # of the lessons


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds(root) -> Path:
    """The folder of the five seed articles."""
    return root / "seeds"


@pytest.fixture(scope="session")
def corpus(seeds):
    """The seeds, loaded once for all tests that only read."""
    import workbench

    return workbench.load(seeds, progress=False)
