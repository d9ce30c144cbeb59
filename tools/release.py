"""Prints what CHANGELOG.md tells of a version, for a release: python tools/release.py v0.1.0

Exits with 1 where the version is not that of the package, or has no section of its own.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def section(changelog: str, version: str) -> str:
    """The section of a version, without its heading; "" where there is none.

    >>> section("# Changelog\\n\\n## [0.2.0] - 2026-01-01\\n\\n- New.\\n\\n## [0.1.0]\\n", "0.2.0")
    '- New.'
    """
    found = re.search(
        rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## \[|\Z)", changelog, re.M | re.S
    )
    return found[1].strip() if found else ""


def main(tag: str) -> str:
    """The text of the release, or SystemExit with what is wrong and what to do."""
    version = tag.removeprefix("v")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if version != project:
        sys.exit(f"the tag says {version}, pyproject.toml {project}: change one of them")
    told = section((ROOT / "CHANGELOG.md").read_text("utf-8"), version)
    if not told:
        sys.exit(f"CHANGELOG.md has no section [{version}]: name [Unreleased] so, with its day")
    return told


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(main(sys.argv[1]))
