"""The stories as rows of files: offsets become dates, pieces become work, terms become their own rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from makegood.files.demo.company import CUSTOMER_BY_CODE, SALES_TEAMS, TEAMS
from makegood.files.demo.stories import STORIES
from makegood.files.demo.stories.story import Piece, Story
from makegood.files.demo.workdays import relative, spoken

Row = dict[str, str]
CURRENCY = "EUR"


def due_day(story: Story, as_of: date) -> date:
    """Return the agreed date of ``story``: a workday, or the very day on which a contract period ends."""
    return relative(as_of, story.due) if story.due_on_workday else as_of + timedelta(days=story.due)


def promise_rows(as_of: date) -> Iterator[Row]:
    """Yield the stories' rows of promises.csv."""
    for story in STORIES:
        customer = CUSTOMER_BY_CODE[story.customer_code]
        due = due_day(story, as_of)
        first = relative(as_of, story.first_due) if story.first_due is not None else due
        told = {"as agreed": due.isoformat(), "the first date": first.isoformat(), "never": ""}[story.told]
        yield {
            "promise": story.key,
            "title": story.title,
            "customer": customer.name,
            "due": due.isoformat(),
            "first_due": first.isoformat(),
            "made_at": relative(as_of, story.made).isoformat(),
            "told": told,
            "accepted_at": _day(as_of, story.accepted),
            "class": str(story.priority_class),
            "value": "" if story.value is None else str(story.value),
            "currency": "" if story.value is None else CURRENCY,
            "tier": customer.tier,
            "timezone": customer.zone,
            "wording": story.wording.format(due=spoken(first)),
            "made_by": story.made_by,
            "channel": story.channel,
            "owner": story.owner,
            "kind": story.kind,
            "team": _main_team(story),
            "sales_team": SALES_TEAMS.get(story.made_by, ""),
        }


def _main_team(story: Story) -> str:
    hours: dict[str, float] = {}
    for piece in story.pieces:
        middle = piece.hours[1] if isinstance(piece.hours, tuple) else piece.hours
        hours[piece.team] = hours.get(piece.team, 0.0) + middle
    return max(hours, key=hours.__getitem__) if hours else ""


def work_rows(as_of: date) -> Iterator[Row]:
    """Yield the stories' rows of work.csv."""
    for story in STORIES:
        for piece in story.pieces:
            yield {
                "promise": story.key,
                "item": piece.name,
                "team": piece.team,
                **_hours(piece),
                "after": piece.after,
                "not_before": _day(as_of, piece.not_before),
                "wait_days_p50": str(piece.wait[0]) if piece.wait else "",
                "wait_days_p90": str(piece.wait[1]) if piece.wait else "",
                "wait_started": _day(as_of, piece.wait_started),
                "slots": str(piece.slots) if piece.slots > 1 else "",
                "pausable": "" if piece.pausable else "no",
                "done_percent": str(piece.done_percent) if piece.done_percent else "",
            }


def _hours(piece: Piece) -> Row:
    if isinstance(piece.hours, tuple):
        return {f"p{q}_hours": f"{hours:g}" for q, hours in zip((10, 50, 90), piece.hours, strict=True)}
    return {"hours": f"{piece.hours:g}"}


def _day(as_of: date, offset: int | None) -> str:
    return "" if offset is None else relative(as_of, offset).isoformat()


def specification_rows() -> Iterator[Row]:
    """Yield the rows of specifications.csv."""
    for story in STORIES:
        for spec in story.specifications:
            yield {
                "promise": story.key,
                "attribute": spec.attribute,
                "operator": spec.operator,
                "value": spec.value,
                "unit": spec.unit,
            }


def level_rows(as_of: date) -> Iterator[Row]:
    """Yield the rows of service_levels.csv."""
    for story in STORIES:
        for level in story.levels:
            yield {
                "promise": story.key,
                "measure": level.measure,
                "operator": level.operator,
                "threshold": level.threshold,
                "unit": level.unit,
                "target": level.target,
                "from": (as_of + timedelta(days=level.start)).isoformat(),
                "to": (as_of + timedelta(days=level.end)).isoformat(),
            }


def team_rows() -> Iterator[Row]:
    """Yield the rows of teams.csv."""
    for team in TEAMS:
        yield {
            "team": team.name,
            "slots": f"{team.slots:g}",
            "hours_per_day": team.hours_per_day,
            "country": team.country,
            "region": team.region,
            "available_share": f"{team.available_share:g}",
        }
