"""The page: one file that asks nobody for anything, in light and dark, on paper and on a telephone."""

from __future__ import annotations

from makegood.cli.report.content import Content
from makegood.cli.report.explanation import Entry
from makegood.cli.report.headline import Figure
from makegood.cli.report.html_detail import detail
from makegood.cli.report.html_document import document
from makegood.cli.report.html_tables import board, findings, readiness
from makegood.cli.report.markup import Markup, tag, together
from makegood.phrases import Language


def html_page(content: Content, language: Language) -> bytes:
    """Return ``content`` as a page in UTF-8."""
    title = language.say("Promises of {source}, {as_of}", source=content.source, as_of=content.as_of)
    return document(title, _body(content, language), content.language)


def _body(content: Content, language: Language) -> Markup:
    say = language.say
    return tag(
        "body",
        _header(content, language),
        tag(
            "main",
            _section(say("Promises"), "promises", board(content, language) if content.board.groups else None),
            _section(say("Readiness by team and week"), "readiness", _weeks(content, language)),
            _section(say("In question, one by one"), "details", _details(content, language)),
            _section(say("Findings"), "findings", findings(content, language) if content.findings else None),
            _section(say("How to read this page"), "how", tag("dl", *(_entry(each) for each in content.explanation))),
        ),
        tag("footer", tag("p", f"Makegood {content.version}")),
    )


def _header(content: Content, language: Language) -> Markup:
    title = language.say("Promises of {source}, {as_of}", source=content.source, as_of=content.as_of)
    figures = tag("ul", *(_figure(figure) for figure in content.figures), class_="figures") if content.figures else None
    return tag(
        "header",
        tag("p", " · ".join(("Makegood", *content.provenance)), class_="facts"),
        tag("h1", title),
        tag("p", content.lead, class_="lead"),
        figures,
    )


def _figure(figure: Figure) -> Markup:
    return tag("li", tag("span", figure.name), tag("strong", figure.value), tag("small", figure.note))


def _section(title: str, name: str, content: Markup | None) -> Markup | None:
    return tag("section", tag("h2", title), content, id=name) if content else None


def _weeks(content: Content, language: Language) -> Markup | None:
    return readiness(content.readiness, language) if content.readiness.teams else None


def _details(content: Content, language: Language) -> Markup:
    return together(*(detail(told, number, language) for number, told in enumerate(content.details)))


def _entry(entry: Entry) -> Markup:
    return together(tag("dt", entry.name), tag("dd", entry.meaning))
