"""How to read a report: for somebody to whom it was forwarded and who has never seen one."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.cli.view import View
from makegood.engine.settings import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing and what it means."""

    name: str
    meaning: str


def explanation_of(view: View, thresholds: Thresholds, *, new_orders: bool) -> tuple[Entry, ...]:
    """Return the words that a report uses, whether orders to come are in it, how it is made, what it can't know."""
    return (
        Entry(
            name=view.say("Kept"),
            meaning=view.say(
                "The share of simulated runs in which every checked term holds: date, specification and service"
                " level. Below {amber:percent} a promise is in danger, below {green:percent} it needs an eye.",
                amber=thresholds.amber,
                green=thresholds.green,
            ),
        ),
        Entry(
            name=view.say("P50, P85"),
            meaning=view.say(
                "The days by which half, and 85 % of the runs have finished the work. P85 is the date we would quote;"
                " it holds as promises are ranked now, and agreeing on a later date can cost a promise its place."
            ),
        ),
        Entry(
            name=view.say("Bar and diamond"),
            meaning=view.say(
                "The light bar reaches from P5 to P95, the dark one from P50 to P85; the diamond is the agreed date."
                " A diamond left of the dark bar is a date that was promised earlier than we can."
            ),
        ),
        Entry(
            name=view.say("Ready and booked"),
            meaning=view.say(
                "Ready: the chance that a team can give by the end of a week what it owes by then. Booked: the share of"
                " that week's hours that the schedule takes. The words follow the limits above."
            ),
        ),
        _orders_to_come(view, counted=new_orders),
        *_past(view),
        *_method(view),
    )


def _orders_to_come(view: View, *, counted: bool) -> Entry:
    if counted:
        meaning = view.say("Orders still to come are counted in, as often as promises were made in the past half year.")
    else:
        meaning = view.say("Orders still to come are not counted in: dates far ahead are better than they will be.")
    return Entry(name=view.say("New orders"), meaning=meaning)


def _past(view: View) -> tuple[Entry, ...]:
    """Explain plan and past, where there is a history."""
    if not view.past.views:
        return ()
    meaning = view.say(
        "The plan is the simulation of the work that is listed; the past is what became of {count:number} earlier"
        " promises, of those most like each one. Both are combined for each day: the more there is to compare with,"
        " the more the past counts, up to a half. Where no work is listed, the past speaks alone.",
        count=view.past.completed,
    )
    return (Entry(name=view.say("Plan and past"), meaning=meaning),)


def _method(view: View) -> tuple[Entry, ...]:
    arguments = {"samples": view.forecast.samples, "seed": view.forecast.seed}
    return (
        Entry(
            name=view.say("How the forecast is made"),
            meaning=view.say(
                "Each of {samples} runs draws the effort of every piece of work from its estimate, widened because"
                " people state ranges too narrow, and decides which risks come true. Teams then work through it day by"
                " day with the hours they really have: weekdays, holidays, absences, interruptions. The more important"
                " class goes first, then the earlier agreed date. Counting the runs in which a promise is kept gives"
                " its probability.",
                **arguments,
            ),
        ),
        Entry(
            name=view.say("What it can't know"),
            meaning=_unknowable(view),
        ),
        Entry(
            name=view.say("The same again"),
            meaning=view.say(
                "The same files, day, samples and seed give the same figures. Fingerprint of the inputs: {digest}.",
                digest=view.forecast.inputs_hash,
            ),
        ),
    )


def _unknowable(view: View) -> str:
    if view.past.views:
        return view.say(
            "Work that nobody listed, people who help out across teams, and what never happened before. It is no"
            " verdict on anybody's work and no notice of delay."
        )
    return view.say(
        "Work that nobody listed, and people who help out across teams. It forecasts from the plan and has not"
        " been measured against what became of earlier promises. It is no verdict on anybody's work and no"
        " notice of delay."
    )
