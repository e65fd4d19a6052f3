"""Teams with their planned changes and absences, from teams, capacity and absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from makegood.engine.portfolio import (
    DEFAULT_AVAILABLE_SHARE,
    DEFAULT_HOURS_PER_DAY,
    Absence,
    CapacityChange,
    Team,
)
from makegood.files.columns import Absences, Capacity, Teams
from makegood.files.names import Names
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet


def team_names(teams: Sheet) -> Names:
    """Return the names of all teams, also of those with mistakes in other columns."""
    return Names(teams.texts(Teams.team), listed_in=teams.file, complete=teams.readable)


def build_teams(teams: Sheet, capacity: Sheet, absences: Sheet) -> tuple[Team, ...]:
    """Return the teams in the order of the file; refuse what doesn't fit together."""
    teams.refuse_duplicates(Teams.team, teams.texts(Teams.team))
    teams.refuse_without(Teams.region, Teams.country)
    regions = _regions(teams)
    changes, away = _changes(capacity, team_names(teams)), _absences(absences, team_names(teams))
    columns = (teams.need(Teams.team), teams.need(Teams.slots), teams.get(Teams.hours_per_day))
    more = (teams.get(Teams.country), regions, teams.get(Teams.available_share))
    return tuple(
        Team(
            name=name,
            slots=slots,
            hours_per_day=hours or DEFAULT_HOURS_PER_DAY,
            country=country,
            region=region,
            available_share=DEFAULT_AVAILABLE_SHARE if share is None else share,
            changes=tuple(changes.get(name, ())),
            absences=tuple(away.get(name, ())),
        )
        for place, (name, slots, hours, country, region, share) in enumerate(zip(*columns, *more, strict=True))
        if place not in teams.spoilt
    )


def _regions(teams: Sheet) -> list[str | None]:
    """Return each team's region as the holidays know it; refuse those that its country doesn't have."""
    pairs = list(zip(teams.get(Teams.country), teams.texts(Teams.region), strict=True))
    regions: list[str | None] = [None] * len(pairs)
    for place, (country, region) in enumerate(pairs):
        if country is None or not region:
            continue
        from makegood.files.countries import check_region  # loads the holidays only where needed

        try:
            regions[place] = check_region(region, country)
        except Refused as refused:
            teams.refuse(place, Teams.region, refused)
    return regions


def _changes(capacity: Sheet, teams: Names) -> Mapping[str, list[CapacityChange]]:
    capacity.refuse_unknown(Capacity.team, teams, "unknown team")
    keys = list(zip(capacity.texts(Capacity.team), capacity.get(Capacity.start), strict=True))
    capacity.refuse_duplicates(Capacity.start, keys)
    found: dict[str, list[CapacityChange]] = defaultdict(list)
    rows = zip(capacity.need(Capacity.team), capacity.need(Capacity.start), capacity.need(Capacity.slots), strict=True)
    for place, (team, start, slots) in enumerate(rows):
        if place not in capacity.spoilt:
            found[team].append(CapacityChange(start, slots))
    return {team: sorted(changes, key=lambda change: change.start) for team, changes in found.items()}


def _absences(absences: Sheet, teams: Names) -> Mapping[str, list[Absence]]:
    absences.refuse_unknown(Absences.team, teams, "unknown team")
    absences.refuse_earlier(Absences.end, Absences.start)
    found: dict[str, list[Absence]] = defaultdict(list)
    days = (absences.need(Absences.start), absences.need(Absences.end))
    rows = zip(absences.need(Absences.team), *days, absences.get(Absences.slots), strict=True)
    for place, (team, start, end, slots) in enumerate(rows):
        if place not in absences.spoilt:
            found[team].append(Absence(start, end, slots))
    return found
