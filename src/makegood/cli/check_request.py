"""From what was typed to what was asked for: every option of a check understood, or one sentence why not."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from makegood.cli.arguments import (
    check_language,
    parse_date_order,
    parse_day,
    parse_number,
    parse_share,
    parse_whole,
    parse_zone,
)
from makegood.cli.check import CheckRequest, Form
from makegood.cli.options import DEFAULT_SAMPLES, DEFAULT_SEED, DEFAULT_WIDENING
from makegood.cli.report.destination import understand_destinations
from makegood.cli.usage import UsageProblem
from makegood.engine.settings import MAX_SAMPLES, Settings
from makegood.phrases import Language, choose_language

LARGEST_SEED = 2**63 - 1
LARGEST_WIDENING = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCheck:
    """A check as it was typed."""

    path: Path
    promise: str | None
    as_of: str | None
    fail_under: str | None
    samples: str
    seed: str
    widening: str = DEFAULT_WIDENING
    arrivals: bool
    zone: str | None
    date_order: str | None
    as_json: bool
    as_csv: bool
    everything: bool
    reports: tuple[Path, ...] = ()
    no_color: bool
    language: str | None


def parse_settings(samples: str, seed: str, widening: str, reader: Language) -> Settings:
    """Return how to simulate, as every verb that does so takes it; UsageProblem where that makes no sense."""
    return Settings(
        samples=parse_whole(samples, "--samples", 1, MAX_SAMPLES, reader),
        seed=parse_whole(seed, "--seed", 0, LARGEST_SEED, reader),
        widening=parse_number(widening, "--widening", 0.0, LARGEST_WIDENING, reader),
    )


def understand(typed: TypedCheck, reader: Language, environment: Mapping[str, str]) -> CheckRequest:
    """Return what ``typed`` asks for; UsageProblem in the ``reader``'s language where that can't be understood."""
    check_language(typed.language, reader)
    zone = parse_zone(typed.zone, reader)
    fixed = typed.language or environment.get("MAKEGOOD_LANGUAGE")
    return CheckRequest(
        path=typed.path,
        source=str(typed.path),
        command=_again(typed),
        promise=typed.promise,
        as_of=parse_day(typed.as_of, zone, reader),
        zone=zone.key,
        date_order=parse_date_order(typed.date_order, reader),
        settings=parse_settings(typed.samples, typed.seed, typed.widening, reader),
        arrivals=typed.arrivals,
        fail_under=parse_share(typed.fail_under, "--fail-under", reader),
        form=_form(typed, reader),
        everything=typed.everything,
        reports=understand_destinations(typed.reports, reader),
        color=not typed.no_color,
        language=reader,
        output_language=choose_language(fixed, {}),
    )


def _again(typed: TypedCheck) -> str:
    """Return the command that looks at the same in the same way; options at their defaults are left out."""
    repeated = {
        "--as-of": typed.as_of,
        "--samples": typed.samples if typed.samples != DEFAULT_SAMPLES else None,
        "--seed": typed.seed if typed.seed != DEFAULT_SEED else None,
        "--widening": typed.widening if typed.widening != DEFAULT_WIDENING else None,
        "--zone": typed.zone,
        "--date-order": typed.date_order,
    }
    words = ["makegood", "check", str(typed.path)]
    words += [word for option, value in repeated.items() if value is not None for word in (option, value)]
    return shlex.join(words + ["--arrivals"] * typed.arrivals)


def _form(typed: TypedCheck, reader: Language) -> Form:
    if typed.as_json and typed.as_csv:
        raise UsageProblem(reader.say("--json and --csv exclude each other."))
    if typed.as_json:
        return "json"
    return "csv" if typed.as_csv else "page"
