"""Where the tables come from: a folder of CSV files, one zip of them, or one workbook with a sheet for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from makegood.engine.results import Message
from makegood.files.archives import gunzip, open_archive, read_member
from makegood.files.columns import SHEETS
from makegood.files.csv_files import read_csv
from makegood.files.errors import mend, problem
from makegood.files.journal import Journal
from makegood.files.limits import MAX_BYTES, MAX_MEMBERS, MEBIBYTE
from makegood.files.names import Names
from makegood.files.refusals import Refused
from makegood.files.tables import Table
from makegood.files.workbooks import read_workbook

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
_CSV_SUFFIXES = (".csv", ".csv.gz")
_PACKED_SUFFIXES = (".zip", *WORKBOOK_SUFFIXES)
_DRIVE = ":"
_MOST_SHEETS_NAMED = 5

Tables = Mapping[str, Table | None]
"""By sheet name; None for one that is there and can't be read. What isn't there isn't in it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may be one of ours: its base name, what the user calls it, and how to get its bytes."""

    base: str
    file: str
    load: Callable[[], bytes]

    @property
    def sheet(self) -> str | None:
        """The sheet's name it stands for; None where it isn't CSV."""
        folded = self.base.casefold()
        return next((folded.removesuffix(suffix) for suffix in _CSV_SUFFIXES if folded.endswith(suffix)), None)


def read_tables(path: Path, journal: Journal) -> Tables:
    """Read every known table at ``path``; what is wrong with the files themselves goes to ``journal``."""
    try:
        tables = _tables_at(path, journal)
    except Refused as refused:
        journal.refuse(path.name or str(path), refused.why, refused.how)
        return {"promises": None}
    except OSError as failure:
        journal.refuse(path.name or str(path), *_unreadable(failure))
        return {"promises": None}
    if "promises" not in tables:
        _refuse_without_promises(path, journal)
    return tables


def read_one_table(path: Path, name: str, journal: Journal) -> Table | None:
    """Read the table ``name`` alone, from a CSV file of any name, gzipped or not, or from a folder, workbook or zip.

    None where it can't be read, which the journal says.
    """
    if path.is_file() and path.suffix.casefold() not in _PACKED_SUFFIXES:
        return _read(_Candidate(path.name, path.name, lambda: _load(path)), name, journal)
    try:
        tables = _tables_at(path, journal, only=name)
    except Refused as refused:
        journal.refuse(path.name or str(path), refused.why, refused.how)
        return None
    except OSError as failure:
        journal.refuse(path.name or str(path), *_unreadable(failure))
        return None
    if name not in tables:
        file = f"{path.name}:{name}" if _is_workbook(path) else f"{name}.csv"
        journal.refuse(file, problem("missing file", name=file), mend("add the file", name=file))
    return tables.get(name)


def _tables_at(path: Path, journal: Journal, only: str | None = None) -> Tables:
    """Read every known table, or of a folder the one asked for alone: mistakes in others are none of its business."""
    if path.is_dir():
        candidates = (
            _Candidate(child.name, child.name, lambda child=child: _load(child))  # type: ignore[misc]  # bound at once
            for child in sorted(path.iterdir())
            if child.is_file()
        )
        return _read_all((each for each in candidates if only in (None, each.sheet)), journal)
    if not path.exists():
        raise Refused(problem("not found"), _how_to_find(path))
    suffix = path.suffix.casefold()
    if suffix not in _PACKED_SUFFIXES:
        raise Refused(problem("not a portfolio"), mend("give a folder, workbook or zip"))
    if path.stat().st_size > MAX_BYTES:
        raise _too_large()
    return _read_zip(path, journal) if suffix == ".zip" else read_workbook(path, journal)


def _read_zip(path: Path, journal: Journal) -> Tables:
    with open_archive(path, kind="zip", most_members=MAX_MEMBERS) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _is_hidden(member.filename)]
        for member in members:
            _check_name(member.filename)
        candidates = [_candidate(archive, member) for member in members]
        folders = {PurePosixPath(each.file).parent for each in candidates if each.sheet in SHEETS}
        if len(folders) > 1:
            raise Refused(problem("several folders"), mend("pack it again"))
        return _read_all(candidates, journal)


def _candidate(archive: ZipFile, member: ZipInfo) -> _Candidate:
    base = PurePosixPath(member.filename).name
    return _Candidate(base, member.filename, lambda: read_member(archive, member))


def _read_all(candidates: Iterable[_Candidate], journal: Journal) -> dict[str, Table | None]:
    tables: dict[str, Table | None] = {}
    files: dict[str, str] = {}
    for candidate in candidates:
        name = candidate.sheet
        if name is None:
            continue
        if name not in SHEETS:
            suggestion = Names(SHEETS, listed_in="").nearest(name)
            journal.note(candidate.file, "file ignored", suggestion=suggestion and suggestion + ".csv")
        elif name in tables:
            journal.refuse(candidate.file, problem("given twice", other=files[name]), mend("keep one of them"))
        else:
            files[name] = candidate.file
            tables[name] = _read(candidate, name, journal)
    return tables


def _read(candidate: _Candidate, name: str, journal: Journal) -> Table | None:
    try:
        data = candidate.load()
        if candidate.base.casefold().endswith(".gz"):
            data = gunzip(data)
    except Refused as refused:
        journal.refuse(candidate.file, refused.why, refused.how)
        return None
    except OSError as failure:
        journal.refuse(candidate.file, *_unreadable(failure))
        return None
    return read_csv(name, candidate.file, data, journal)


def _load(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large()
    return data


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in name.split("/"))


def _check_name(name: str) -> None:
    if name.startswith("/") or ".." in name.split("/") or "\\" in name or _DRIVE in name or "\0" in name:
        raise Refused(problem("odd name", name=name[:200]), mend("pack it again"))
    if name.casefold().endswith(_PACKED_SUFFIXES):
        raise Refused(problem("zip in zip", name=name[:200]), mend("unpack it first"))


def _refuse_without_promises(path: Path, journal: Journal) -> None:
    name = f"{path.name}:promises" if _is_workbook(path) else "promises.csv"
    similar = next(
        (each.file for each in journal.notes if "promises" in str(each.message.values.get("suggestion"))), ""
    )
    how = mend("rename the file", found=similar, name=name) if similar else _how_to_give_promises(path, name, journal)
    journal.refuse(name, problem("missing file", name=name), how)


def _how_to_give_promises(path: Path, name: str, journal: Journal) -> Message:
    if path.is_dir():
        workbook = next((child.name for child in sorted(path.iterdir()) if _is_workbook(child)), None)
        return mend("give the workbook", name=workbook) if workbook else mend("add the file", name=name)
    ignored = [each.file.removeprefix(path.name + ":") for each in journal.notes if each.message.code == "file ignored"]
    if _is_workbook(path) and ignored:
        return mend("name the sheet", name="promises", sheets=", ".join(ignored[:_MOST_SHEETS_NAMED]))
    return mend("add the file", name=name)


def _is_workbook(path: Path) -> bool:
    return path.suffix.casefold() in WORKBOOK_SUFFIXES


def _how_to_find(path: Path) -> Message:
    siblings = [child.name for child in path.parent.iterdir()] if path.parent.is_dir() else []
    nearest = Names(siblings, listed_in="").nearest(path.name)
    return mend("did you mean", suggestion=str(path.parent / nearest)) if nearest else mend("check the path")


def _unreadable(failure: OSError) -> tuple[Message, Message]:
    return problem("unreadable", reason=failure.strerror or type(failure).__name__), mend("check the permission")


def _too_large() -> Refused:
    return Refused(problem("too large", limit_mib=MAX_BYTES // MEBIBYTE), mend("split the file"))
