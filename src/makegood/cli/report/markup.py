"""Elements of a page. Text becomes harmless by being put into one; only :func:`tag` makes markup."""

from __future__ import annotations

from html import escape

from makegood.cli.plain_text import shown

EMPTY = frozenset({"meta", "rect", "line", "path", "circle", "use", "br"})
"""Elements that hold nothing; all we use of them."""
Attribute = str | float | bool | None


class Markup(str):
    """Text that is markup already and goes into a page as it is."""

    __slots__ = ()


def tag(name: str, /, *content: str | None, **attributes: Attribute) -> Markup:
    """Return an element: strings are escaped, :class:`Markup` is not, None is left out.

    Attributes are written with hyphens for underscores, a last underscore keeps them apart from Python's own words.
    True stands for an attribute without value, None and False for none at all.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in EMPTY:
        return Markup(f"<{name}{written}>") if name in ("meta", "br") else Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{together(*content)}</{name}>")


def together(*content: str | None) -> Markup:
    """Return pieces one after the other, escaped where they are no markup."""
    return Markup("".join(piece if isinstance(piece, Markup) else safe(piece) for piece in content if piece))


def safe(text: str) -> str:
    """Return ``text`` so that it can't be taken for markup or move anything around it."""
    return escape(shown(text), quote=True)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{value:g}"' if isinstance(value, float) else f' {name}="{safe(str(value))}"'
