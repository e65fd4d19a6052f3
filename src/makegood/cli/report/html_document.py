"""What every page has: one file that asks nobody for anything, in light and dark, on paper and on a telephone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib import resources

from makegood import __version__
from makegood.cli.report.markup import Markup, tag

STYLE = "page.css"


def document(title: str, body: Markup, language: str, *, more_style: str = "") -> bytes:
    """Return a page in UTF-8; ``more_style`` is added to the style sheet that all pages share."""
    style = resources.files(__package__).joinpath(STYLE).read_text("utf-8") + more_style
    page = tag("html", _head(title, style), body, lang=language)
    return f"<!doctype html>\n{page}\n".encode()


def _head(title: str, style: str) -> Markup:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=f"Makegood {__version__}"),
        tag("title", title),
        tag("style", Markup(style)),
    )


def _policy(style: str) -> str:
    """Allow this very style sheet and nothing else: no script, no picture, no request."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
