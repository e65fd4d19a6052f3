"""One promise on a page, whole."""

from __future__ import annotations

from makegood.cli.report.detail import Detail, Help, TermRow
from makegood.cli.report.html_lines import curve
from makegood.cli.report.html_tables import badge
from makegood.cli.report.markup import Markup, tag, together
from makegood.phrases import Language


def detail(told: Detail, number: int, language: Language) -> Markup:
    """Set a promise: its words, why it is in question, its curve and terms, who is first, what would help."""
    name = f"{told.customer}: {told.title or told.key}"
    return tag(
        "article",
        tag("h3", tag("span", name), " ", badge(told.badge), id=f"p{number}"),
        tag("p", " · ".join((told.key, *told.facts)), class_="facts"),
        tag("blockquote", told.wording) if told.wording else None,
        tag("p", told.reason, class_="reason") if told.reason else None,
        tag("div", _left(told, language), _right(told, language), class_="halves"),
    )


def _left(told: Detail, language: Language) -> Markup:
    return tag("div", _curve(told, language), _views(told, language), _terms(told, language))


def _right(told: Detail, language: Language) -> Markup:
    say = language.say
    return tag(
        "div",
        _part(say("Next"), _points(told.acts)),
        _part(say("What would help"), together(*(_help(each) for each in told.helps))),
        _part(say("Who takes the capacity first"), _takers(told)),
        _part(say("Findings"), _points(told.findings)),
    )


def _part(title: str, content: Markup) -> Markup | None:
    return together(tag("h4", title), content) if content else None


def _points(lines: tuple[str, ...]) -> Markup:
    return tag("ul", *(tag("li", line) for line in lines)) if lines else Markup()


def _curve(told: Detail, language: Language) -> Markup | None:
    shown = told.histogram
    if shown is None:
        return None
    dates = (together(tag("dt", name), tag("dd", day)) for name, day in shown.quantiles)
    return together(
        tag("h4", language.say("When it will be done")),
        curve(shown),
        tag("dl", *dates, class_="dates"),
        tag("p", shown.beyond, class_="facts") if shown.beyond else None,
    )


def _views(told: Detail, language: Language) -> Markup | None:
    """Set plan, past and both beside each other, with the past's reason below."""
    if not told.views:
        return None
    say = language.say
    heads = tag("tr", *(tag("th", head, scope="col") for head in ("", say("Kept?"), "P50", "P85")))
    rows = (
        tag("tr", tag("th", row.name, scope="row"), tag("td", row.share), tag("td", row.p50), tag("td", row.p85))
        for row in told.views
    )
    return together(
        tag("h4", say("Plan and past")),
        tag("table", tag("thead", heads), tag("tbody", *rows), class_="plain"),
        tag("p", " ".join(told.past), class_="facts"),
    )


def _terms(told: Detail, language: Language) -> Markup | None:
    if not told.terms:
        return None
    say = language.say
    titles = (say("Term"), say("Promised"), say("Capable"), say("Gap"), say("Kept?"))
    return together(
        tag("h4", say("Promised against capable")),
        tag(
            "div",
            tag(
                "table",
                tag("thead", tag("tr", *(tag("th", title, scope="col") for title in titles))),
                tag("tbody", *(_term(row) for row in told.terms)),
                class_="plain",
            ),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=say("Promised against capable"),
        ),
    )


def _term(row: TermRow) -> Markup:
    return tag(
        "tr",
        tag("th", row.name, scope="row"),
        tag("td", row.promised),
        tag("td", row.capable, tag("small", row.why) if row.why else None),
        tag("td", row.gap),
        tag("td", badge(row.badge, wordy=False), tag("small", row.state)),
    )


def _help(each: Help) -> Markup:
    look = "green" if each.safe else "amber"
    return tag(
        "p", tag("span", each.share, class_=f"badge {look}"), " ", each.change, tag("small", each.effect), class_="help"
    )


def _takers(told: Detail) -> Markup:
    rows = (
        tag("tr", tag("td", taker.share, class_="number"), tag("td", taker.promise), tag("td", taker.customer))
        for taker in told.takers
    )
    return tag("table", tag("tbody", *rows), class_="plain") if told.takers else Markup()
