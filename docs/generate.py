"""Make what is generated in the documents, or say with ``--check`` what no longer fits the code (exit status 1)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
IMAGES = DOCS / "images"
sys.path[:0] = [str(DOCS), str(ROOT / "src")]

from _generate.marks import fill  # noqa: E402  # found through the path above
from _generate.pages import CHARTS, DRAWINGS, PARTS  # noqa: E402  # see above
from _generate.pictures.style import drawn, fingerprint, styled  # noqa: E402  # see above


def stale() -> Iterator[tuple[Path, str]]:
    """Yield each file that isn't what it would be made as today, with its new text."""
    for page in sorted([ROOT / "README.md", *DOCS.rglob("*.md")]):
        text = page.read_text("utf-8")
        if (made := fill(text, PARTS)) != text:
            yield page, made
    for name, draw in DRAWINGS.items():
        if (made := draw()) != _text_of(IMAGES / name):
            yield IMAGES / name, made
    for name, chart in CHARTS.items():
        spec = styled(chart())
        if fingerprint(spec) not in _text_of(IMAGES / name).partition("\n")[0]:
            yield IMAGES / name, drawn(spec)


def _text_of(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def main() -> int:
    """Write what is stale, or only name it; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something is stale")
    only_check = parser.parse_args().check
    found = list(stale())
    for path, text in found:
        sys.stdout.write(f"{'stale' if only_check else 'made'}: {path.relative_to(ROOT)}\n")
        if not only_check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    if found and only_check:
        sys.stdout.write("Run `make docs`, look at what changed, and commit it.\n")
    return 1 if found and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
