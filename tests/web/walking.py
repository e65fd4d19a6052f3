"""Walks through the pages as somebody does who follows every link, and reads what each of them says."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve

SPOKEN = ("alt", "aria-label", "data-place", "data-title", "placeholder", "title")
"""Attributes that people read or hear."""
SILENT = frozenset({"script", "style", "code"})
ENOUGH = 3
"""Pages of one kind that are looked at."""


@dataclass
class Said:
    """What a page says, piece by piece, and where it leads."""

    address: str
    language: str = ""
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, for a search."""
        return "\n".join(self.texts)


class Reader(HTMLParser):
    """Reads one page into ``said``."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.said = Said(address)
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in SILENT
        self.said.texts += [given[name] for name in SPOKEN if given.get(name)]
        if tag == "html":
            self.said.language = given.get("lang", "")
        if tag == "a" and given.get("href", "").startswith("/"):
            self.said.links.append(given["href"])
        if given.get("hx-trigger") == "load":  # a part that the page brings by itself
            self.said.links.append(given["hx-get"])

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.said.texts.append(" ".join(data.split()))


def look(client: Client, address: str) -> Said:
    """Return what the page at ``address`` says; nothing of a file on paper, which is read where it is tested."""
    answer = client.get(address, follow=True)
    is_paper = answer["Content-Type"] == "application/pdf"
    return Reader(address, "" if is_paper else answer.content.decode()).said


def walk(client: Client, *begin: str) -> dict[str, Said]:
    """Return pages by the name of their route, ``name`` or ``name 2``: all that links lead to from ``begin`` on."""
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    found: dict[str, Said] = {}
    ahead = deque(begin)
    while ahead:
        address = ahead.popleft()
        name = resolve(urlsplit(address).path).view_name
        if address in seen or name == "account_logout" or kinds[name] >= ENOUGH:
            continue
        seen.add(address)
        kinds[name] += 1
        page = look(client, address)
        found[f"{name} {kinds[name]}".removesuffix(" 1")] = page
        ahead.extend(urlsplit(link).path for link in page.links)
    return found
