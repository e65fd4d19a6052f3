"""Tables of a page: the board, readiness by week, findings. Roles keep them tables where the style rearranges them."""

from __future__ import annotations

from collections.abc import Iterator

from makegood.cli.report.board import Badge, Group, Row
from makegood.cli.report.content import Content
from makegood.cli.report.html_lines import axis, timeline
from makegood.cli.report.markup import Markup, tag, together
from makegood.cli.report.readiness import Readiness, TeamRow
from makegood.phrases import Language

COLUMNS = 6


def badge(shown: Badge, *, wordy: bool = True) -> Markup:
    """Set a probability: shape, number, and its word for all to read, or for those who listen."""
    word = tag("span", shown.word, class_="word" if wordy else "unseen")
    return tag("span", f"{shown.mark} ", tag("b", shown.share), " ", word, class_=f"badge {shown.status}")


def board(content: Content, language: Language) -> Markup:
    """Set the board."""
    say, shown = language.say, content.board
    heads = (
        tag("th", say("Customer and promise"), scope="col", role="columnheader"),
        tag("th", say("Agreed"), scope="col", role="columnheader", class_="number"),
        tag(
            "th",
            axis(shown, say("today")),
            tag("span", say("Forecast"), class_="unseen"),
            scope="col",
            role="columnheader",
        ),
        tag("th", say("P85"), scope="col", role="columnheader", class_="number"),
        tag("th", say("Kept?"), scope="col", role="columnheader"),
        tag("th", say("What binds, next act"), scope="col", role="columnheader"),
    )
    told = {detail.key: number for number, detail in enumerate(content.details)}
    return tag(
        "table",
        tag("caption", say("All open promises with agreed date and forecast"), class_="unseen"),
        tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
        *(_group(group, told, language) for group in shown.groups),
        class_="board",
        role="table",
    )


def _group(group: Group, told: dict[str, int], language: Language) -> Markup:
    count = language.number(group.count, decimals=0)
    head = tag("th", f"{group.name} · {count}", scope="rowgroup", role="rowheader", colspan=COLUMNS)
    hidden = tag("tr", tag("td", group.hidden, colspan=COLUMNS, role="cell"), role="row") if group.hidden else None
    return tag(
        "tbody",
        tag("tr", head, role="row", class_="group"),
        *(_row(row, told, language) for row in group.rows),
        hidden,
        role="rowgroup",
    )


def _row(row: Row, told: dict[str, int], language: Language) -> Markup:
    customer = tag("a", row.customer, href=f"#p{told[row.key]}") if row.key in told else row.customer
    return tag(
        "tr",
        tag("th", tag("b", customer), tag("small", *_named(row)), scope="row", role="rowheader", class_="who"),
        tag("td", tag("span", language.say("agreed"), class_="tiny"), " ", row.due, role="cell", class_="number due"),
        tag("td", timeline(row), role="cell", class_="when"),
        tag("td", tag("span", "P85", class_="tiny"), " ", row.p85, tag("small", row.gap), role="cell", class_="number"),
        tag("td", badge(row.badge), tag("small", row.views) if row.views else None, role="cell", class_="kept"),
        tag("td", row.binds, tag("small", row.act, class_="act") if row.act else None, role="cell", class_="why"),
        role="row",
    )


def _named(row: Row) -> Iterator[str]:
    if row.title:
        yield f"{row.title} · "
    yield tag("span", row.key, class_="key")


def readiness(shown: Readiness, language: Language) -> Markup:
    """Set readiness by team and week: in each cell a word, the chance, and how far the team is booked."""
    say = language.say
    weeks = (tag("th", week.number, tag("small", week.start), scope="col", class_="number") for week in shown.weeks)
    heads = tag("thead", tag("tr", tag("th", say("Team"), scope="col"), *weeks))
    teams = tag("tbody", *(_team(row) for row in shown.teams))
    return together(
        tag("p", say("Each week: how likely the team is ready, and below it how far it is booked."), class_="facts"),
        tag(
            "div",
            tag("table", heads, teams, class_="heat"),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=say("Readiness by team and week"),
        ),
    )


def _team(row: TeamRow) -> Markup:
    cells = (
        tag("td", tag("b", cell.ready), tag("small", cell.booked), tag("em", cell.word), class_=cell.strain)
        for cell in row.cells
    )
    return tag("tr", tag("th", row.team, tag("small", row.verdict) if row.verdict else None, scope="row"), *cells)


def findings(content: Content, language: Language) -> Markup:
    """Set the findings, each with the promises it concerns."""
    heads = (tag("th", language.say("Finding"), scope="col"), tag("th", language.say("Promises"), scope="col"))
    rows = (
        tag("tr", tag("th", group.counted, scope="row"), tag("td", ", ".join(group.promises)))
        for group in content.findings
    )
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="plain")
