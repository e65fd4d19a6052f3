"""Every figure of the dashboard is what SQL, written here and nowhere else, finds in the register and its forecasts."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from random import Random
from statistics import median
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from makegood.engine import Settings
from makegood.feasibility.models import Standing
from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.learning.services import renew_all
from makegood.people.models import User
from tests.learning.history import accepted, agree, ended, relied_on, told
from tests.promises.desk import admin, committed, customer, draft
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db
OWED = "state IN ('committed', 'reserved')"
OPEN = "state IN ('draft', 'quoted', 'reserved', 'committed')"
OUTLOOK = "feasibility_outlook o JOIN promises_promise p ON p.id = o.promise_id"


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def one(sql: str, *values: Any) -> Any:  # whatever the first column of the first row is
    return ask(sql, *values)[0][0]


def shown(by: Viewer, address: str) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    return " ".join(unescape(client.get(address).content.decode()).replace("\u00a0", " ").split())


def figures_of(page: str) -> dict[str, tuple[str, str]]:
    """Return the figures of a page: label → value and note."""
    found = re.findall(
        r'<span class="label">(.*?)</span><strong>(.*?)</strong>(?:<span class="note">(.*?)</span>)?', page
    )
    return {label: (value, note) for label, value, note in found}


def door_of(page: str, label: str) -> str:
    """Return where a figure leads."""
    return str(re.findall(rf'<a href="([^"]*)"><span class="label">{label}</span>', page)[0])


def whole(amount: object) -> str:
    return f"{round(float(str(amount))):,}"


def check_board(by: Viewer, today: date) -> None:
    """Hold the part about now against the database."""
    page = shown(by, "/dashboard/")
    figures = figures_of(page)
    red = one("SELECT count(*) FROM feasibility_outlook WHERE status = 'red'")
    simulated, kept = ask("SELECT count(p_kept), coalesce(sum(p_kept), 0) FROM feasibility_outlook")[0]
    if not one("SELECT count(*) FROM feasibility_outlook"):
        assert figures == {}
    else:
        assert figures["In danger now"][0] == str(red)
        exposed = ask(
            f"SELECT p.currency, sum(p.value) FROM {OUTLOOK} WHERE o.status = 'red' AND p.{OWED} AND p.value > 0"
            " GROUP BY p.currency ORDER BY 2 DESC"
        )
        assert figures["In danger now"][1] == (f"{whole(exposed[0][1])} {exposed[0][0]} exposed" if exposed else "")
        assert figures["Will be kept, on average"][0] == f"{round(kept)} of {simulated}"
        lost = ask(
            f"SELECT p.currency, sum(p.value * (1 - o.p_kept)) FROM {OUTLOOK}"
            " WHERE o.p_kept IS NOT NULL AND p.value > 0"
            " GROUP BY p.currency ORDER BY 2 DESC"
        )
        assert figures["Will be kept, on average"][1] == (
            f"{whole(lost[0][1])} {lost[0][0]} expected to be lost" if lost else ""
        )
    soon = ask(
        "SELECT c.name, count(*), sum(CASE WHEN o.p_kept IS NULL THEN 0 ELSE 1 - o.p_kept END)"
        f" FROM {OUTLOOK} JOIN customers_customer c ON c.id = p.customer_id"
        f" WHERE p.{OWED} AND p.due <= %s GROUP BY c.id, c.name ORDER BY 3 DESC, 1 LIMIT 6",
        today + timedelta(days=30),
    )
    rows = re.findall(r'data-title="Due">(\d+)</td><td class="number" data-title="Broken, on average">([\d.]+)', page)
    assert rows == [(str(count), f"{broken:.1f}") for _name, count, broken in soon]
    assert re.findall(r'href="/customers/\d+/">(.*?)</a>', page) == [name for name, _count, _broken in soon]


def check_counts(by: Viewer, today: date) -> None:
    """Hold what stands out against the database."""
    page = shown(by, "/dashboard/")
    counted = {name.strip(): int(count) for count, name in re.findall(r"<strong>(\d+)</strong> (.*?)</a>", page)}
    terms = "SELECT 1 FROM promises_term t WHERE t.promise_id = p.id AND t.checked_at IS NULL"
    proofs = "SELECT 1 FROM promises_evidence e WHERE e.promise_id = p.id AND e.withdrawn_at IS NULL"
    expected = {
        "no owner": one(f"SELECT count(*) FROM promises_promise p WHERE {OPEN} AND owner_id IS NULL"),
        "no date": one(f"SELECT count(*) FROM promises_promise p WHERE {OPEN} AND due IS NULL"),
        "overdue": one("SELECT count(*) FROM promises_promise WHERE state = 'committed' AND due < %s", today),
        "terms nobody checked": one(f"SELECT count(*) FROM promises_promise p WHERE {OPEN} AND EXISTS ({terms})"),
        "no evidence": one(f"SELECT count(*) FROM promises_promise p WHERE {OPEN} AND NOT EXISTS ({proofs})"),
    }
    kept = dict(ask("SELECT code, count(*) FROM feasibility_stands_out GROUP BY code"))
    assert set(kept) <= {code for code, _name in STANDS_OUT}
    expected |= {name: kept.get(code, 0) for code, name in STANDS_OUT}
    assert {name: counted.get(name, 0) for name in expected} == expected


STANDS_OUT = (
    ("in a circle", "work that waits for itself"),
    ("behind a circle", "waits for work that waits for itself"),
    ("date earlier than capability", "promised earlier than we can"),
    ("silent drift", "drifting, and nobody told the customer"),
    ("not told", "in danger, and the customer was never told"),
    ("no capacity", "work that nobody has capacity for"),
    ("overload", "waits for an overloaded team"),
    ("no work items", "no work listed"),
    ("beyond horizon", "not done within what is simulated"),
    ("single-point estimate", "estimates of a single number"),
    ("stale estimate", "estimates that nobody looked at for a month"),
)
"""What is kept of forecasts that stand out, and what the page calls it."""


def check_record(by: Viewer, today: date) -> None:
    """Hold what became of promises in the last twelve months against the register alone."""
    figures = figures_of(shown(by, "/dashboard/record/"))
    due, kept = ask(
        """
        SELECT count(*), sum(CASE WHEN p.in_full AND p.accepted_on <= p.first_due AND NOT EXISTS (
            SELECT 1 FROM promises_promise part WHERE part.parent_id = p.id AND part.state <> 'cancelled-by-customer'
               AND (part.in_full IS NOT TRUE OR part.accepted_on > p.first_due)) THEN 1 ELSE 0 END)
        FROM promises_promise p
        WHERE p.parent_id IS NULL AND p.committed_at IS NOT NULL AND p.state <> 'cancelled-by-customer'
          AND p.first_due BETWEEN %s AND %s
        """,
        today - timedelta(days=365),
        today - timedelta(days=1),
    )[0]
    if not due:
        assert "Kept by the first date" not in figures
        return
    last, held = ask(
        """
        SELECT count(*), sum(CASE WHEN p.in_full AND p.accepted_on <= p.due AND NOT EXISTS (
            SELECT 1 FROM promises_promise part WHERE part.parent_id = p.id AND part.state <> 'cancelled-by-customer'
               AND (part.in_full IS NOT TRUE OR part.accepted_on > p.due)) THEN 1 ELSE 0 END)
        FROM promises_promise p
        WHERE p.parent_id IS NULL AND p.committed_at IS NOT NULL AND p.state <> 'cancelled-by-customer'
          AND p.first_due BETWEEN %s AND %s AND p.due <= %s
        """,
        today - timedelta(days=365),
        today - timedelta(days=1),
        today - timedelta(days=1),
    )[0]
    assert figures["Kept by the first date"] == (
        f"{round(100 * kept / due)} %",
        f"by the date in force {round(100 * held / last)} %",
    )
    behind = shown(by, door_of(shown(by, "/dashboard/record/"), "Kept by the first date"))
    assert f"{kept} of {due}" in behind  # what the figure opens is what it counts
    assert f"{held} of {last}" in behind


MISSED = """
    p.parent_id IS NULL AND p.committed_at IS NOT NULL AND p.state <> 'cancelled-by-customer'
    AND p.first_due BETWEEN %s AND %s
    AND NOT (coalesce(p.in_full, FALSE) AND coalesce(p.accepted_on <= p.first_due, FALSE) AND NOT EXISTS (
        SELECT 1 FROM promises_promise part WHERE part.parent_id = p.id AND part.state <> 'cancelled-by-customer'
           AND (part.in_full IS NOT TRUE OR part.accepted_on > p.first_due)))
"""


def day_of(kept: Any) -> date:
    """Read a day as either database returns it."""
    return date.fromisoformat(str(kept)[:10])


def working_days_between(day: date, due: date) -> int:
    return sum((day + timedelta(days=one)).weekday() < 5 for one in range((due - day).days))


def check_notice(by: Viewer, today: date) -> None:
    """Hold how customers heard of misses against the notices alone."""
    figures = figures_of(shown(by, "/dashboard/record/"))
    window = (today - timedelta(days=365), today - timedelta(days=1))
    missed = one(f"SELECT count(*) FROM promises_promise p WHERE {MISSED}", *window)
    heard = ask(
        "SELECT p.id, p.first_due, p.said_at, p.accepted_on, min(n.received_at) FROM promises_promise p"
        " JOIN promises_notice n ON n.promise_id = p.id AND n.received_at IS NOT NULL"
        " AND (n.date_told IS NULL OR n.date_told > p.first_due)"
        f" WHERE {MISSED} GROUP BY p.id, p.first_due, p.said_at, p.accepted_on",
        *window,
    )
    heard += ask(
        "SELECT p.id, p.first_due, p.said_at, p.accepted_on, a.at FROM promises_promise p"
        " JOIN promises_agreed_date a ON a.promise_id = p.id AND a.origin <> 'customer' AND a.due > p.first_due"
        f" WHERE {MISSED}",
        *window,
    )  # whoever agreed to a later date heard of it, if not before
    earliest: dict[Any, Any] = {}
    for number, *rest in sorted(heard, key=lambda row: day_of(row[-1]), reverse=True):
        earliest[number] = rest
    leads, in_time = [], 0
    for first, said, accepted_on, received in earliest.values():
        due, day = day_of(first), day_of(received)
        if accepted_on is not None and day > day_of(accepted_on):
            continue
        lead = (due - day).days
        leads.append(lead)
        in_time += working_days_between(day, due) >= 10 and 5 * lead >= (due - day_of(said)).days
    if not leads:
        assert "Notice before a miss" not in figures
        return
    days = round(median(leads))
    assert figures["Notice before a miss"] == (
        f"{days} day{'' if days == 1 else 's'}",
        f"{round(100 * in_time / missed)} % of misses told in time",
    )


def check_drift(by: Viewer, today: date) -> None:
    """Hold how far what is owed has moved against first dates, notices and the forecast as it stands."""
    del today
    figures = figures_of(shown(by, "/dashboard/record/"))
    owed = "p.parent_id IS NULL AND p.state IN ('committed', 'delivered') AND p.accepted_on IS NULL"
    count = one(f"SELECT count(*) FROM promises_promise p WHERE {owed}")
    forecast = one(f"SELECT count(*) FROM {OUTLOOK} WHERE {owed}")
    if not forecast:
        assert "Drifting now" not in figures  # nobody knows yet: that is not none
        return
    later = one(f"SELECT count(*) FROM {OUTLOOK} WHERE {owed} AND o.p85 > p.first_due")
    told_last = (
        "(SELECT n.date_told FROM promises_notice n WHERE n.promise_id = p.id AND n.received_at IS NOT NULL"
        " AND n.date_told IS NOT NULL ORDER BY n.received_at DESC, n.id DESC LIMIT 1)"
    )
    silent = one(f"SELECT count(*) FROM {OUTLOOK} WHERE {owed} AND o.p50 > {told_last}")
    assert figures["Drifting now"] == (f"{later} of {count}", f"{silent} of them not told")


def check_readiness(by: Viewer, today: date) -> None:
    """Hold whether teams are ready against the weeks that the forecast left of each."""
    del today
    page = shown(by, "/dashboard/")
    kept = ask("SELECT teams FROM feasibility_standing")
    teams = json.loads(kept[0][0]) if kept and isinstance(kept[0][0], str) else kept[0][0] if kept else {}
    weeks = {key: rows[:12] for key, rows in teams.items() if rows}
    if not weeks:
        assert "Teams ready, 12 weeks" not in figures_of(page)
        return
    names = dict(ask("SELECT key, name FROM capability_team"))
    over = [key for key, rows in weeks.items() if any(row["p_overload"] > 0.4 for row in rows)]
    value, note = figures_of(page)["Teams ready, 12 weeks"]
    assert value == f"{len(weeks) - len(over)} of {len(weeks)}"
    assert set(note.split(", ")) - {""} == {names[key] for key in over}
    for key, rows in weeks.items():
        row = re.findall(
            rf'<tr><th scope="row"><a href="/teams/\?q=[^"]*">{re.escape(names[key])}</a></th>(.*?)</tr>', page
        )
        cells = re.findall(r'<td class="(\w+)" title="[^"]*">(?:<span[^>]*>[▲◆]</span>)?(\d*)', row[0])
        signs = re.findall(r'<td class="\w+" title="[^"]*">(?:<span[^>]*>([▲◆])</span>)?', row[0])
        assert signs == [{"red": "▲", "amber": "◆", "green": ""}[colour] for colour, _load in cells]
        held_up = one(
            "SELECT count(*) FROM feasibility_outlook WHERE status = 'red' AND binding_name = %s"
            " AND binding_kind IN ('queue', 'no capacity')",
            key,
        )
        door = re.findall(r'<a href="(/board/[^"]*)">.*?(\d+)', row[0])
        assert door == ([(f"/board/?status=red&team={quote(key)}", str(held_up))] if held_up else [])
        wanted = [
            (
                "red" if one["p_overload"] > 0.4 else "amber" if one["p_overload"] > 0.15 else "green",
                "" if one["load"] is None else str(round(100 * one["load"])),
            )
            for one in rows
        ]
        assert cells == wanted


def every_end(by: Viewer, to: int, today: date) -> None:
    """Let promises end in every way: kept, early, late, in part, overdue, cancelled by either side, split."""
    made = today - timedelta(days=90)

    def promised(days_ago: int, **fields: Any) -> int:
        return relied_on(by, to, made=made, due=today - timedelta(days=days_ago), **fields)

    for days_ago, on, in_full in ((40, 40, True), (40, 50, True), (40, 35, True), (40, 40, False)):
        accepted(promised(days_ago), on=today - timedelta(days=on), in_full=in_full, by=by)
    late = promised(20)
    told(late, today - timedelta(days=10), on=today - timedelta(days=45), by=by)
    told(late, None, on=today - timedelta(days=21), by=by)
    accepted(warned := promised(35), on=today - timedelta(days=30), in_full=True, by=by)
    told(warned, None, on=today - timedelta(days=36), by=by)
    told(promised(25), today - timedelta(days=5), on=today - timedelta(days=15), by=by)
    told(promised(26), today - timedelta(days=5), on=today - timedelta(days=40), by=by, read=False)
    agree(moved := promised(50), today - timedelta(days=30), origin="us", on=today - timedelta(days=60))
    accepted(moved, on=today - timedelta(days=31), by=by)  # late by the first date, in time by the last
    agree(promised(50), today + timedelta(days=30), origin="both", on=today - timedelta(days=75))
    ended(promised(15), by_customer=True, by=by)
    ended(promised(15), by_customer=False, by=by)
    for late in (True, False):
        split = promised(30)
        part = promised(30, parent=split)
        accepted(split, on=today - timedelta(days=31), by=by)
        accepted(part, on=today - timedelta(days=25 if late else 32), by=by)


def test_nothing_at_all_has_no_figures() -> None:
    by, today = admin(), present().date()
    check_board(by, today)
    check_counts(by, today)
    check_record(by, today)
    check_notice(by, today)
    check_drift(by, today)
    check_readiness(by, today)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_is_what_the_database_holds(seed: int) -> None:
    by, at, random = admin(), present(), Random(seed)
    today = at.date()
    assembly = team(by, slots=1.0)
    for place in range(6):
        to = customer(by, f"C{place}")
        if place < 2:
            every_end(by, to, today)
        value: Any = {"value": Decimal(random.randrange(1_000, 90_000)), "currency": random.choice(["EUR", "USD"])}
        owed = committed(by, to, due=today + timedelta(days=random.randrange(-20, 60)), owner=by.number, **value)
        if random.random() < 0.7:
            item(by, owed, assembly, p10=40.0, p50=80.0, p90=160.0)
        draft(by, to, due=None)
    Forecaster(Settings(samples=64)).renew(at=at)
    renew_all()
    check_board(by, today)
    check_counts(by, today)
    check_record(by, today)
    check_notice(by, today)
    check_drift(by, today)
    check_readiness(by, today)


def test_a_page_names_the_least_ready_teams_and_says_how_many_more_there_are() -> None:
    by, today = admin(), AT.date()
    week = {"start": today.isoformat(), "load": 0.5}
    kept = {f"T{number:02}": [{**week, "p_overload": number / 100}] for number in range(42)}
    Standing.objects.create(
        as_of=today, computed_at=AT, milliseconds=1, simulated=1, seed=1, samples=1, horizon=today, teams=kept
    )
    page = shown(by, "/dashboard/")
    named = re.findall(r'<th scope="row"><a href="/teams/\?q=(T\d\d)"', page)
    assert named == [f"T{number:02}" for number in range(41, 1, -1)]
    assert "2 more teams are less likely to owe more than they can give." in page
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    taken = client.get("/dashboard/?table=readiness&format=csv").content.decode("utf-8-sig")
    assert len(taken.splitlines()) == 1 + 42
