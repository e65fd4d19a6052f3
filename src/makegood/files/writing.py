"""Writes a set of new files into a folder: all of them or none, and never over one that exists."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


class FolderNotEmpty(FileExistsError):
    """Files that were to be written exist already; ``files`` has their names. Nothing was written."""

    def __init__(self, folder: Path, files: Iterable[str]) -> None:
        """Keep the ``folder`` and the names of the ``files``."""
        self.folder = folder
        self.files = tuple(files)
        super().__init__(f"{folder} already has {', '.join(self.files)}")


def write_new_files(folder: Path, contents: Mapping[str, str | bytes]) -> tuple[Path, ...]:
    """Write ``contents`` by file name into ``folder``, which is made where it doesn't exist; return the paths.

    Text is written as UTF-8 with the line ends it has. Raise :class:`FolderNotEmpty` where one of the files exists;
    whatever goes wrong, no file is left behind half written, and none is replaced.
    """
    present = [name for name in contents if (folder / name).exists()]
    if present:
        raise FolderNotEmpty(folder, present)
    made = _missing_folders(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as aside:
            for name, content in contents.items():
                (Path(aside) / name).write_bytes(content.encode() if isinstance(content, str) else content)
            for name in contents:
                _place(Path(aside) / name, folder / name, written)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for empty in made:
            with suppress(OSError):  # somebody else may have put something there meanwhile
                empty.rmdir()
        raise
    return tuple(written)


def _missing_folders(folder: Path) -> list[Path]:
    """Return the folders that must be made, the innermost first."""
    return [each for each in (folder, *folder.parents) if not each.exists()]


def _place(source: Path, target: Path, written: list[Path]) -> None:
    """Move ``source`` to ``target``, which must not exist; opening it exclusively makes sure of that."""
    with target.open("xb"):
        written.append(target)
    source.replace(target)
