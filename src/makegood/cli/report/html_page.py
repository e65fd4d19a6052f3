"""The page: one file that asks nobody for anything, in light and dark, on paper and on a telephone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib import resources

from makegood.cli.report.content import Content
from makegood.cli.report.explanation import Entry
from makegood.cli.report.headline import Figure
from makegood.cli.report.html_detail import detail
from makegood.cli.report.html_tables import board, findings, readiness
from makegood.cli.report.markup import Markup, tag, together
from makegood.phrases import Language

STYLE = "page.css"


def html_page(content: Content, language: Language) -> bytes:
    """Return ``content`` as a page in UTF-8."""
    style = resources.files(__package__).joinpath(STYLE).read_text("utf-8")
    page = tag("html", _head(content, language, style), _body(content, language), lang=content.language)
    return f"<!doctype html>\n{page}\n".encode()


def _head(content: Content, language: Language, style: str) -> Markup:
    title = language.say("Promises of {source}, {as_of}", source=content.source, as_of=content.as_of)
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=f"Makegood {content.version}"),
        tag("title", title),
        tag("style", Markup(style)),
    )


def _policy(style: str) -> str:
    """Allow this very style sheet and nothing else: no script, no picture, no request."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


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
