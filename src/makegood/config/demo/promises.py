"""The promises of the demo company: those of the terminal's demo folder, told in the order in which they happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from makegood.customers.states import Channel
from makegood.foundation.actors import Viewer
from makegood.promises import services
from makegood.promises.states import TermKind
from makegood.work.services import add_item

Row = Mapping[str, str]
Tables = Mapping[str, list[dict[str, str]]]
Act = Callable[[datetime], object]
CHANNELS = {"e-mail": Channel.MAIL, "contract": Channel.MAIL, "quote": Channel.MAIL, "call": Channel.CALL,
            "meeting": Channel.MEETING}  # fmt: skip
MORNING = time(9, 30, tzinfo=UTC)
UNPROVEN, UNOWNED, UNSEEN = 9, 17, 3
"""Every so many open promises one has no evidence, no owner, or terms that nobody checked: something to see to."""
GRACE = timedelta(days=2)
LISTED = timedelta(days=400)
"""Work is listed of the promises that figures show at first: those of a year."""
NEVER = (0, 0)
NOTED = (88, 4, 8)
"""How often papers, or goods, were right when they were accepted, were not, or nobody noted it."""
TOLD_AHEAD = ((15, 30), (1, 7), (-6, -1), NEVER)
"""Least and most days ahead in which customers of the past heard of a delay."""


class Chronicle:
    """Acts with the day on which they happened, done in that order."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._acts: list[tuple[datetime, int, Act]] = []

    def add(self, on: date, act: Act) -> None:
        """Let ``act`` happen in the morning of a day, after what was added before for that morning."""
        self._acts.append((datetime.combine(on, MORNING), len(self._acts), act))

    def happen(self, at: datetime) -> None:
        """Do everything, nothing later than ``at``."""
        for when, _number, act in sorted(self._acts, key=lambda one: one[:2]):
            act(min(when, at))


class Book:
    """Writes promises down for the people and customers of the demo."""

    def __init__(
        self, customers: Mapping[str, int], teams: Mapping[str, int], sellers: list[Viewer], owners: list[Viewer]
    ) -> None:
        """Know customers and teams by their names."""
        self.customers, self.teams, self.sellers, self.owners = customers, teams, sellers, owners
        self.chronicle = Chronicle()
        self.numbers: dict[str, int] = {}
        self.last_accepted = ""
        """The key of the promise that a customer accepted in full last."""

    def fill(self, tables: Tables, *, today: date, at: datetime) -> None:
        """Tell everything of the demo folder's ``tables`` up to ``today``."""
        for place, row in enumerate(tables["history.csv"]):
            self._past(place, row, today)
        for place, row in enumerate(tables["promises.csv"]):
            self._open(place, row, tables)
        self.chronicle.happen(at)

    def _past(self, place: int, row: Row, today: date) -> None:
        made, due = date.fromisoformat(row["made"]), date.fromisoformat(row["promised"])
        title = f"{row['kind'].capitalize()} {row['promise']}"
        seller, owner = self._people(place)
        words = f"{title}: done by {due:%d %B %Y}."
        self._capture(made, row, title, words, due=due, seller=seller, owner=owner.number)
        self.chronicle.add(made, lambda at: services.record_commitment(number=self._of(row), by=seller, at=at))
        if row["team"] and today - due < LISTED:
            self.chronicle.add(made, partial(self._list, row, owner))
        if row["delivered"] > row["promised"]:
            self._tell(row, made, due, seller)
        if row["cancelled_by"]:
            ended = min(date.fromisoformat(row["known_at"]), today)
            by_us = row["cancelled_by"] != "customer"
            self.chronicle.add(ended, partial(self._cancel, row, by_us, seller))
        elif row["delivered"] or row["kept"]:  # a service level is over with its window, and nothing is handed over
            day = min(date.fromisoformat(row["delivered"] or row["known_at"]), today)
            self._deliver(row, day, owner, in_full=row["kept"] != "no")

    def _list(self, row: Row, by: Viewer, at: datetime) -> None:
        """List the work of the team that did most of it, which is all that the history knows; it is done."""
        add_item(promise=self._of(row), name=row["kind"], team=self.teams[row["team"]], done_share=1.0, by=by, at=at)

    def _tell(self, row: Row, made: date, due: date, by: Viewer) -> None:
        """Tell the customer of a delay, as people do: well ahead, shortly before, afterwards or never."""
        random = Random(f"{row['promise']} told")  # noqa: S311  # a seeded story
        delivered = date.fromisoformat(row["delivered"])
        least, most = random.choices(TOLD_AHEAD, (45, 30, 12, 13))[0]
        on = max(due - timedelta(days=random.randint(least, most)), made + timedelta(days=1))
        if on >= delivered or (least, most) == NEVER:
            return
        told = max(due + timedelta(days=1), delivered - timedelta(days=random.randint(0, 4)))

        def tell(at: datetime) -> None:
            services.give_notice(
                promise=self._of(row), date_told=told, how="mail", told_at=at, received_at=at, note="", by=by, at=at
            )

        self.chronicle.add(on, tell)

    def _open(self, place: int, row: Row, tables: Tables) -> None:
        made = date.fromisoformat(row["made_at"])
        seller, owner = self._people(place)
        answers = None if place % UNOWNED == UNOWNED - 1 else owner.number
        due = date.fromisoformat(row["first_due"] or row["due"])
        words = row["wording"] or f"{row['title']} by {due:%d %B %Y}."
        self._capture(made, row, row["title"], words, due=due, seller=seller, owner=answers)
        for term in tables["specifications.csv"]:
            if term["promise"] == row["promise"]:
                self.chronicle.add(made, partial(self._specification, row, term, seller))
        for term in tables["service_levels.csv"]:
            if term["promise"] == row["promise"]:
                self.chronicle.add(made, partial(self._level, row, term, seller))
        if place % UNPROVEN:
            self.chronicle.add(made, partial(self._prove, row, seller))
        if answers is not None:
            self.chronicle.add(made, lambda at: services.record_commitment(number=self._of(row), by=seller, at=at))

    def _capture(
        self, made: date, row: Row, title: str, words: str, *, due: date, seller: Viewer, owner: int | None
    ) -> None:
        def capture(at: datetime) -> None:
            value = Decimal(row["value"]) if row["value"] else None
            self.numbers[row["promise"]] = services.capture_promise(
                key=row["promise"],
                customer=self.customers[row["customer"]],
                title=title,
                wording=words,
                due=due,
                channel=CHANNELS.get(row["channel"], Channel.MEETING),
                value=value,
                currency="EUR" if value is not None else "",
                owner=owner,
                severity={"1": "S1", "2": "S2", "4": "S4", "5": "S4"}.get(row["class"], "S3"),
                by=seller,
                at=at,
            )

        self.chronicle.add(made, capture)

    def _specification(self, row: Row, term: Row, by: Viewer, at: datetime) -> None:
        number = services.add_term(
            promise=self._of(row),
            kind=TermKind.SPECIFICATION,
            subject=term["attribute"],
            operator=term["operator"],
            value=term["value"],
            unit=term["unit"],
            by=by,
            at=at,
        )
        if number % UNSEEN:
            services.check_term(number=number, note="As in the data sheet.", by=self.owners[0], at=at)

    def _level(self, row: Row, term: Row, by: Viewer, at: datetime) -> None:
        days = (date.fromisoformat(term["to"]) - date.fromisoformat(term["from"])).days
        services.add_term(
            promise=self._of(row),
            kind=TermKind.SERVICE_LEVEL,
            subject=term["measure"],
            operator=term["operator"],
            value=term["threshold"],
            unit=term["unit"],
            target=Decimal(term["target"].rstrip(" %")) / 100,
            window_days=days,
            by=by,
            at=at,
        )

    def _prove(self, row: Row, by: Viewer, at: datetime) -> None:
        text = f"From: {row['made_by']}\nTo: {row['customer']}\n\n{row['wording']}"
        services.add_evidence(
            promise=self._of(row), kind="mail", title=f"{row['channel']} to {row['customer']}", text=text, by=by, at=at
        )

    def _deliver(self, row: Row, on: date, owner: Viewer, *, in_full: bool) -> None:
        random = Random(f"{row['promise']} taken")  # noqa: S311  # a seeded story
        papers, goods = random.choices((True, False, None), NOTED, k=2)

        def deliver(at: datetime) -> None:
            number, day = self._of(row), at.date()
            services.deliver_promise(number=number, on=on, today=day, by=owner, at=at)
            services.accept_delivery(
                number=number, on=on, in_full=in_full, accepted_by=row["customer"], today=day, by=owner, at=at,
                documents_right=papers, condition_right=goods,
            )  # fmt: skip
            self.last_accepted = row["promise"] if in_full else self.last_accepted

        self.chronicle.add(on, deliver)

    def _cancel(self, row: Row, by_us: bool, by: Viewer, at: datetime) -> None:  # a partial's argument
        number = self._of(row)
        if not by_us:
            text = "We do not need it any more; please stop."
            services.add_evidence(promise=number, kind="mail", title="Cancellation", text=text, by=by, at=at)
        services.cancel_promise(
            number=number,
            by_customer=not by_us,
            reason="Their mail" if not by_us else "We could not do it",
            by=by,
            at=at,
        )

    def _people(self, place: int) -> tuple[Viewer, Viewer]:
        return self.sellers[place % len(self.sellers)], self.owners[place % len(self.owners)]

    def _of(self, row: Row) -> int:
        return self.numbers[row["promise"]]
