"""Builds the wheel, installs it by plain pip without the lock into an empty environment, and reads
one file of each kind there: python tools/wheel_check.py

The lock hides what a wheel forgets to ask for: with the pip that Python 3.11 brings, an extra of an
extra was left out, and every web page with it.
"""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Norway gave 85 billion kroner to the fund on Friday, said the ministry in Oslo."
READ = """
import sys
from workbench.documents import find, read
sources, failures = find(sys.argv[1])
texts = {source.relative: read(source).text for source in sources}
wrong = [name for name, text in texts.items() if "85 billion" not in text] + failures
assert not wrong, wrong
print("read:", " ".join(sorted(texts)))
"""


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def pdf() -> bytes:
    stream = f"BT /F1 12 Tf 20 700 Td ({TEXT}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R"
        "/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
    ]
    body = "".join(f"{n} 0 obj\n{content}\nendobj\n" for n, content in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<</Root 1 0 R>>\n%%EOF\n".encode()


def files() -> dict[str, bytes | str]:
    page = f"<html><body><article><h1>Aid</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return {
        "a.txt": TEXT.encode("utf-16"),
        "a.md": f"---\ntitle: Aid\n---\n{TEXT}",
        "a.html": page,
        "a.eml": f"Subject: Aid\n\n{TEXT}",
        "a.rtf": f"{{\\rtf1 {TEXT}}}",
        "a.pdf": pdf(),
        "a.docx": packed(**{"word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r>'
                            f"<w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>"}),
        "a.odt": packed(**{"content.xml": f'<d xmlns:o="http://o"><o:body><o:p>{TEXT}</o:p></o:body>'
                           "</d>"}),
        "a.epub": packed(**{"META-INF/container.xml": '<c><rootfile full-path="c"/></c>', "c":
                            '<p><item id="i" href="a"/><itemref idref="i"/></p>', "a": page}),
    }  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docs, environment = folder / "docs", folder / "environment"
        docs.mkdir()
        for file, content in files().items():
            (docs / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        pip = [sys.executable, "-m", "pip"]
        build = [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
        subprocess.run(build, check=True)
        (wheel,) = folder.glob("*.whl")
        own = importlib.util.find_spec("ensurepip") is not None  # Debian's Python has none
        make = [sys.executable, "-m", "venv", str(environment)]
        subprocess.run(make + ([] if own else ["--without-pip"]), check=True)
        python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        pip = [str(python), "-m", "pip"] if own else [*pip, "--python", str(python)]
        install = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
        subprocess.run([*install, f"{wheel}[documents]"], check=True)
        subprocess.run([str(python), "-c", READ, str(docs)], check=True, cwd=folder)


if __name__ == "__main__":
    main()
