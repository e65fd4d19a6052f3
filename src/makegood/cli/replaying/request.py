"""From what was typed to what was asked for, or one sentence why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from makegood.cli.arguments import DateOrder, check_language, parse_date_order, parse_whole, parse_zone
from makegood.cli.check_request import LARGEST_SEED
from makegood.cli.replaying.folders import DatedFolder, dated_folders
from makegood.engine.settings import MAX_SAMPLES, Settings
from makegood.phrases import Language, choose_language


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedReplay:
    """A replay as it was typed."""

    paths: tuple[Path, ...]
    history: Path | None
    samples: str
    seed: str
    zone: str | None
    date_order: str | None
    as_json: bool
    no_color: bool
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRequest:
    """Everything that was asked for."""

    folders: tuple[DatedFolder, ...]
    """The earliest first."""
    history: Path | None
    settings: Settings
    zone: str
    date_order: DateOrder | None
    as_json: bool
    color: bool
    language: Language
    output_language: str


def understand(typed: TypedReplay, reader: Language, environment: Mapping[str, str]) -> ReplayRequest:
    """Return what ``typed`` asks for; UsageProblem in the ``reader``'s language where that can't be understood."""
    check_language(typed.language, reader)
    return ReplayRequest(
        folders=dated_folders(typed.paths, reader),
        history=typed.history,
        settings=Settings(
            samples=parse_whole(typed.samples, "--samples", 1, MAX_SAMPLES, reader),
            seed=parse_whole(typed.seed, "--seed", 0, LARGEST_SEED, reader),
        ),
        zone=parse_zone(typed.zone, reader).key,
        date_order=parse_date_order(typed.date_order, reader),
        as_json=typed.as_json,
        color=not typed.no_color,
        language=reader,
        output_language=choose_language(typed.language or environment.get("MAKEGOOD_LANGUAGE"), {}),
    )
