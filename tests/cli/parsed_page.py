"""Reads a page strictly: every element is closed in its order, every attribute is known, text can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "rect", "line", "path", "use", "br"}


@dataclass
class Element:
    """An element with what it holds."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with one space where there is any room."""
        return " ".join(self._raw().replace("\u00a0", " ").split())

    def _raw(self) -> str:
        return "".join(child if isinstance(child, str) else f" {child._raw()} " for child in self.children)

    def all(self, name: str, **attributes: str) -> list[Element]:
        """Return the elements of ``name`` inside with ``attributes``; ``class_`` is one of its classes."""
        return [each for each in self.inside() if each.name == name and each.has(attributes)]

    def only(self, name: str, **attributes: str) -> Element:
        """Return the one element of ``name`` inside."""
        (found,) = self.all(name, **attributes)
        return found

    def has(self, wanted: dict[str, str]) -> bool:
        """Tell whether it has these attributes."""
        classes = self.attributes.get("class", "").split()
        return all(
            value in classes if key == "class_" else self.attributes.get(key) == value for key, value in wanted.items()
        )

    def inside(self) -> Iterator[Element]:
        """Yield every element inside, from the first to the last."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.inside()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, f"{tag} closes itself"
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag, f"{tag} closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(page: bytes) -> Element:
    """Return the page; AssertionError where it isn't well-formed."""
    builder = _Builder()
    builder.feed(page.decode("utf-8"))
    builder.close()
    assert builder.open == [builder.root], "something is left open"
    return builder.root.only("html")
