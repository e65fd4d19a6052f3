"""What programs read of a best set: one JSON object, schema 1, described in ``schema/options-1.json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from makegood.cli.deciding.request import OptionsRequest
from makegood.cli.json_output import SCHEMA, Json, change_json, day_json, error_json, note_json, rounded
from makegood.cli.plain_text import breakable
from makegood.engine.best import BestSet, Demands, RuledOut, Shortfall
from makegood.engine.changes import promise_of
from makegood.engine.results import Message
from makegood.engine.scenarios import Effect, Outlook, Scenario, ScenarioEffect
from makegood.files.errors import FileError, Note
from makegood.phrases import Family, sentence

MONEY_DECIMALS = 2
NOTHING: Mapping[str, Any] = {
    "protected": [],
    "vetoed": [],
    "lost_before": None,
    "lost": None,
    "cost": None,
    "chosen": [],
    "effects": [],
    "alone": [],
    "ruled_out": [],
    "shortfalls": [],
    "rounds": [],
    "agreed": False,
    "proven": False,
}


def options_json(
    request: OptionsRequest, demands: Demands, best: BestSet, shortfalls: Iterable[Shortfall], notes: Iterable[Note]
) -> Json:
    """Return the object of a best set."""
    return _asked(request) | {
        "protected": sorted(demands.protected),
        "vetoed": sorted({*demands.vetoed_kinds, *demands.vetoed_teams, *demands.vetoed_promises}),
        "lost_before": _money(best.effect.lost_before),
        "lost": _money(best.effect.lost),
        "cost": _money(best.cost),
        "chosen": [_option(option, request.output_language) for option in best.chosen],
        "effects": [_effect(effect) for effect in best.effect.effects],
        "alone": [_alone(effect) for effect in best.alone],
        "ruled_out": [_ruled_out(out) for out in best.ruled_out],
        "shortfalls": [
            {"promise": one.promise, "wanted": rounded(one.wanted), "attainable": rounded(one.attainable)}
            for one in shortfalls
        ],
        "rounds": [
            {"chosen": list(one.chosen), "expected": _money(one.expected), "simulated": _money(one.simulated)}
            for one in best.rounds
        ],
        "agreed": best.agreed,
        "proven": best.proven,
        "notes": [note_json(note, request.output_language) for note in notes],
        "errors": [],
    }


def refused_json(request: OptionsRequest, errors: Iterable[FileError]) -> Json:
    """Return the object of a request whose files were refused: every error, and nothing else."""
    found = [error_json(error, request.output_language) for error in errors]
    return _asked(request) | dict(NOTHING) | {"notes": [], "errors": found}


def _asked(request: OptionsRequest) -> Json:
    return {
        "schema": SCHEMA,
        "as_of": day_json(request.as_of),
        "seed": request.settings.seed,
        "samples": request.settings.samples,
        "budget": request.budget,
        "delay_days": request.delay_days,
    }


def _option(option: Scenario, language: str) -> Json:
    def tell(family: Family, message: Message) -> str:
        return breakable(sentence(family, message, language))

    changes: Sequence[Json] = [{"promise": promise_of(change)} | change_json(change, tell) for change in option.changes]
    return {"option": option.name, "changes": changes, "cost": _money(option.cost)}


def _effect(effect: Effect) -> Json:
    return {
        "promise": effect.promise,
        "customer": effect.customer,
        "before": None if effect.before is None else _outlook(effect.before),
        "after": _outlook(effect.after),
    }


def _outlook(outlook: Outlook) -> Json:
    return {
        "due": day_json(outlook.due),
        "p_kept": rounded(outlook.p_kept),
        "p85": day_json(outlook.p85),
        "harm": _money(outlook.harm),
        "lost": _money(outlook.lost),
    }


def _alone(effect: ScenarioEffect) -> Json:
    option = effect.scenario
    return {"option": option.name, "saved": _money(effect.saved), "cost": _money(option.cost)}


def _ruled_out(out: RuledOut) -> Json:
    return {"option": out.option.name, "reason": out.reason, "subject": out.subject}


def _money(amount: float) -> float:
    return round(amount, MONEY_DECIMALS)
