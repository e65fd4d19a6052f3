"""What every part of a check's page needs: the forecast, what it was made from, and where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from rich.text import Text

from makegood.cli.terminal import Terminal
from makegood.engine.past import NO_PAST, Past
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.results import Forecast, Message, PromiseForecast, Status
from makegood.phrases import Family, Language, sentence

STYLES: Mapping[Status, str] = MappingProxyType(
    {"red": "bold red", "amber": "yellow", "green": "green", "unknown": "magenta", "accepted": "dim"}
)
TITLE = "title"
HEADING = "bold"
QUIET = "dim"


@dataclass(frozen=True)
class View:
    """A forecast on its way to a terminal."""

    terminal: Terminal
    forecast: Forecast
    portfolio: Portfolio
    source: str
    """The folder, workbook or archive as the user named it."""
    command: str
    """The command that shows the same again, as a shell takes it."""
    past: Past = NO_PAST
    """What was learnt from the history."""

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.terminal.language

    @cached_property
    def promises(self) -> Mapping[str, Promise]:
        """What was promised, by key."""
        return {promise.key: promise for promise in self.portfolio.promises}

    @cached_property
    def open(self) -> tuple[PromiseForecast, ...]:
        """Forecasts of promises that are not accepted yet, by harm."""
        return tuple(promise for promise in self.forecast.promises if promise.status != "accepted")

    def title(self, promise: str) -> str:
        """Return what a promise is called besides its key, where the files have a column ``title``."""
        said = self.promises.get(promise)
        return "" if said is None else said.attributes.get(TITLE, "")

    def text(self, content: str, style: str = "") -> Text:
        """Return ``content`` harmless, in ``style``."""
        return Text(self.terminal.safe(content), style=style)

    def sentence(self, family: Family, message: Message) -> str:
        """Say ``message`` in the reader's language."""
        return self.terminal.safe(sentence(family, message, self.language.code))

    def label(self, family: Family, code: str, **values: object) -> str:
        """Say a code that stands for few words."""
        return self.sentence(family, Message(code, values))

    def say(self, text: str, /, **values: object) -> str:
        """Say a text in the reader's language, in characters that the terminal has."""
        return self.terminal.safe(self.language.say(text, **values))

    def say_plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Do the same for a text with a number in it."""
        return self.terminal.safe(self.language.say_plural(one, many, count, **values))

    def mark(self, status: Status) -> Text:
        """Return the shape and the word of a status, in its colour."""
        return self.text(f"{self.terminal.glyphs.marks[status]} {self.label('status', status)}", STYLES[status])

    def share(self, share: float | None) -> str:
        """Write a probability; a dash where nobody knows."""
        return self.terminal.glyphs.dash if share is None else self.language.percent(share)

    def day(self, day: date | None, *, beyond: bool = False) -> str:
        """Write a date for a column: a dash where there is none, the last day looked at where it is ``beyond``."""
        today = self.forecast.as_of
        if day is None:
            return (
                f"> {self.language.short_date(self.forecast.horizon, today)}" if beyond else self.terminal.glyphs.dash
            )
        return self.language.short_date(day, today)

    def heading(self, title: str) -> Text:
        """Return the title of a part of the page."""
        return self.text(title, HEADING)
