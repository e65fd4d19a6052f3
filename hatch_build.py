"""Compiles the message catalogues into the wheel, so that an installed Makegood speaks every language at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALES = (Path("src/makegood/phrases/locale"), Path("src/makegood/web/locale"))
"""Texts of the terminal, and texts of pages."""


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Adds a ``.mo`` file beside each ``.po`` file of a wheel; the source tree itself stays as it is.

    An editable install gets none: in a checkout the terminal reads its ``.po`` files, and ``make`` compiles those of
    pages, so that an edited sentence is never stale.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue and name it to the builder (``version`` is the kind of wheel)."""
        if version == "editable":
            return
        self._scratch = TemporaryDirectory(prefix="makegood-catalogues-")
        root = Path(self.root)
        for source in sorted(path for locale in LOCALES for path in (root / locale).rglob("*.po")):
            inside = source.relative_to(root / "src").with_suffix(".mo")
            compiled = Path(self._scratch.name) / inside.as_posix().replace("/", "-")
            compile_catalogue(source, compiled)
            build_data["force_include"][str(compiled)] = str(inside)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # hatch's
        """Remove the compiled catalogues: the wheel has its own copies."""
        if version != "editable":
            self._scratch.cleanup()


def compile_catalogue(source: Path, target: Path) -> None:
    """Write the ``.mo`` form of the catalogue ``source`` to ``target``; fuzzy entries are left out."""
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3])
    with target.open("wb") as binary:
        write_mo(binary, catalogue)
