"""Bringing in many promises at once: looked at first, then written block by block, and never twice."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Lower
from django.db.models.lookups import In
from django.utils.translation import gettext as _

from makegood.customers.models import Customer
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import Happened, record_many
from makegood.foundation.inserting import insert_objects
from makegood.foundation.search.words import folded
from makegood.foundation.texts import clean_line
from makegood.foundation.versions import changes_between
from makegood.promises.models import Promise
from makegood.promises.policies import check_capture
from makegood.promises.services.capture import FINAL, column_of, headline, plain, plain_value
from makegood.promises.services.finding import index_new, index_promises
from makegood.promises.services.import_values import IMPORTABLE, RowReader, UnableToImport
from makegood.promises.services.news import tell_of
from makegood.promises.states import BEFORE_COMMITMENT, OPEN, Severity, State
from makegood.tables import services as tables
from makegood.tables.services import Fate, Preview, Row, RowResult, Table, blocks

A_DAY = timedelta(days=1)
ATTEMPTS = 3
"""How often a block is tried where somebody else takes the same keys at the same moment."""


class Chosen(TypedDict):
    """What was chosen about a table.

    ``mapping`` has the place of the column for each field, ``defaults`` the text that stands where a cell is blank or
    there is no column. ``source`` names the system that the rows come from; it is needed with an external id.
    """

    mapping: Mapping[str, int]
    source: str
    defaults: NotRequired[Mapping[str, str]]


class Given(Chosen):
    """What is needed besides to judge rows: themselves, who brings them in, and when."""

    rows: Sequence[Row]
    by: Viewer
    at: datetime
    today: date


class Beginning(Chosen):
    """What is needed besides to begin: the table of a file that is kept under ``digest`` and was called ``name``."""

    table: Table
    name: str
    digest: str
    by: Viewer
    at: datetime
    today: date


@dataclass(slots=True)
class _Plan:
    """What is to be done with one row."""

    number: int
    cells: tuple[str, ...]
    fate: Fate = Fate.REFUSED
    customer: Customer | None = None
    promise: Promise | None = None
    known: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, list[object]] = field(default_factory=dict)
    problem: Problem | None = None

    @property
    def of(self) -> Promise:
        """Return the promise that it is about: there is one as soon as it was decided what becomes of the row."""
        if self.promise is None:
            raise ValueError(f"nothing was decided about row {self.number}")
        return self.promise


@dataclass(slots=True)
class _Block:
    """Rows that were read, by their places in the table."""

    begin: int
    over: int
    plans: list[_Plan]


def preview_import(**given: Unpack[Given]) -> Preview:
    """Return what would become of each row; nothing is written. Denied, UnableToImport."""
    importer = PromiseImporter(given)
    return Preview(
        tuple(
            _result(plan)
            for begin, over in blocks(len(given["rows"]))
            for plan in importer.judged(importer.read(begin, over))
        )
    )


def begin_import(**given: Unpack[Beginning]) -> int:
    """Begin to bring in the rows of a kept file and return the number of the import. Denied, UnableToImport."""
    check_capture(given["by"])
    mapping, defaults = dict(given["mapping"]), dict(given.get("defaults", {}))
    source = clean_line(given["source"], field="source")
    _check_mapping(mapping, defaults, source)
    return tables.begin_import(
        kind="promises",
        task="makegood.promises.tasks.bring_in",
        table=given["table"],
        name=given["name"],
        digest=given["digest"],
        options={"mapping": mapping, "source": source, "defaults": defaults},
        by=given["by"],
        at=given["at"],
        today=given["today"],
    )


def open_import(**given: Unpack[Given]) -> PromiseImporter:
    """Return what brings the rows in, block by block; Denied, UnableToImport."""
    return PromiseImporter(given)


def _result(plan: _Plan) -> RowResult:
    problem = plan.problem
    return RowResult(
        number=plan.number,
        cells=plan.cells,
        fate=plan.fate,
        title=plan.promise.title if plan.promise else "",
        changed=tuple(plan.changed),
        field=problem.field if problem else "",
        reason=problem.message if problem else "",
    )


class PromiseImporter:
    """Decides about rows, and writes what it has decided; brought in again, the same rows change nothing."""

    def __init__(self, given: Given) -> None:
        """Check who asks and what the columns are; Denied, UnableToImport."""
        check_capture(given["by"])
        mapping, defaults = given["mapping"], given.get("defaults", {})
        self.source = clean_line(given["source"], field="source")
        _check_mapping(mapping, defaults, self.source)
        self.by, self.at, self.rows = given["by"], given["at"], given["rows"]
        self.identity = "external_id" if "external_id" in mapping else "key"
        self.seen: dict[tuple[str, str], int] = {}
        self._reader = RowReader(
            self.rows, mapping=mapping, defaults=defaults, by=self.by, at=self.at, today=given["today"]
        )
        self._asked = self._reader.keys(self.rows)

    def pass_over(self, begin: int, over: int, /) -> None:
        """Learn which names rows have that are in already: none may come again."""
        for plan in self.read(begin, over).plans:
            if "key" in plan.known and plan.problem is None:
                self.seen.setdefault(("key", plan.known["key"].lower()), plan.number)

    def read(self, begin: int, over: int, /) -> _Block:
        """Read rows as values, each with what is wrong with it."""
        return _Block(begin, over, [self._read(number, tuple(cells)) for number, cells in self.rows[begin:over]])

    def bring_in(self, block: _Block, /, *, by: Viewer, at: datetime) -> list[RowResult]:
        """Write a block of rows with its history, inside a transaction; Denied, UnableToImport."""
        check_capture(by)
        self.by, self.at = by, at
        for _attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    plans = self.judged(block, locked=True)
                    self.write(plans)
            except IntegrityError:  # somebody else took a key meanwhile: look again
                block = self.read(block.begin, block.over)
                continue
            return [_result(plan) for plan in plans]
        raise UnableToImport(_("Somebody else brings in the same promises. Please try again."))

    def judged(self, block: _Block, *, locked: bool = False) -> list[_Plan]:
        """Return what is to be done with each row."""
        plans = block.plans
        names = [plan.known[self.identity] for plan in plans if plan.problem is None]
        keys = [plan.known["key"] for plan in plans if plan.problem is None and "key" in plan.known]
        existing, taken = self._existing(names, locked=locked), _taken(keys)
        for plan in plans:
            if plan.problem is None:
                try:
                    self._decide(plan, existing, taken)
                except Problem as problem:
                    plan.problem, plan.fate = problem, Fate.REFUSED
        return plans

    def write(self, plans: Sequence[_Plan]) -> None:
        """Write new and changed promises with their history; inside a transaction."""
        new = [plan.of for plan in plans if plan.fate == Fate.NEW]
        _give_keys([promise for promise in new if not promise.key], self._asked)
        for promise in new:
            promise.words = folded(f"{promise.title} {promise.key}")
        insert_objects(new)
        index_new(new)
        changed = [plan.of for plan in plans if plan.fate == Fate.CHANGED]
        prefetch_related_objects(changed, "evidence")
        for promise in changed:
            promise.words = folded(f"{promise.title} {promise.key}")
            promise.version += 1
            promise.save()
        index_promises(changed)
        happened = [_happened(plan) for plan in plans if plan.fate in {Fate.NEW, Fate.CHANGED}]
        if happened:
            tell_of([plan.of.pk for plan in plans if plan.fate in {Fate.NEW, Fate.CHANGED}], at=self.at)
            record_many(happened=happened, actor=self.by.actor, at=self.at)

    def _read(self, number: int, cells: tuple[str, ...]) -> _Plan:
        """Return a row as values, with the name by which it is found as ``name``, or with what is wrong."""
        plan = _Plan(number, cells)
        try:
            customer, known = self._reader.read(cells)
            if self.identity not in known:
                raise UnableToImport(_("Please fill this in."), field=self.identity)
            known["name"] = known[self.identity] if self.identity == "external_id" else known["key"].lower()
            self._note(self.identity, known["name"], number)
            plan.customer, plan.known = customer, known
        except Problem as problem:
            plan.problem = problem
        return plan

    def _note(self, field: str, name: str, number: int) -> None:
        other = self.seen.setdefault((field, name), number)
        if other != number:
            raise UnableToImport(_("This is in row %(row)s already.") % {"row": other}, field=field)

    def _existing(self, names: Sequence[str], *, locked: bool) -> dict[str, Promise]:
        found = Promise.objects.select_for_update(of=("self",)) if locked else Promise.objects.all()
        found = found.select_related("customer")
        if self.identity == "external_id":
            return {promise.external_id: promise for promise in found.filter(source=self.source, external_id__in=names)}
        return {promise.key.lower(): promise for promise in found.filter(_named(names))}

    def _decide(self, plan: _Plan, existing: Mapping[str, Promise], taken: Mapping[str, int]) -> None:
        """Say what becomes of a row that can be read; Problem where it can't be brought in."""
        known, promise = plan.known, existing.get(plan.known.pop("name"))
        key = known.get("key", "").lower()
        if key and taken.get(key, promise.pk if promise else None) != (promise.pk if promise else None):
            raise UnableToImport(_("There is a promise with this key already."), field="key")
        if key and self.identity != "key":
            self._note("key", key, plan.number)
        if promise is None:
            self._make(plan)
            return
        if promise.committed_at is not None and abs(known.get("said_at", self.at) - promise.said_at) < A_DAY:
            known.pop("said_at", None)  # a day without a clock is another moment to whoever is in another zone
        before = {name: getattr(promise, column_of(name)) for name in known}
        plan.changed = changes_between(before, known)
        plan.promise, plan.fate = promise, Fate.CHANGED if plan.changed else Fate.SAME
        _check_change(promise, plan.changed)
        if plan.changed:
            _apply(promise, known)

    def _make(self, plan: _Plan) -> None:
        if plan.customer is not None and plan.customer.closed_at is not None:
            raise UnableToImport(_("This customer is closed. Reopen it to promise something."), field="customer")
        plan.fate, known = Fate.NEW, plan.known
        known["source"] = self.source
        known.setdefault("said_at", self.at)
        known.setdefault("severity", Severity.LIMITED.value)
        known.setdefault("title", headline(known["wording"]))
        promise = plan.promise = Promise(
            customer=plan.customer, state=State.DRAFT, made_at=self.at, made_by_id=self.by.number
        )
        _apply(promise, known)


def _check_mapping(mapping: Mapping[str, int], defaults: Mapping[str, str], source: str) -> None:
    for name in (*mapping, *defaults):
        if name not in IMPORTABLE:
            raise UnableToImport(_("There is no such field."), field=name)
    for needed in ("customer", "wording", "channel"):
        if needed not in mapping and not defaults.get(needed):
            raise UnableToImport(_("Say which column holds this."), field=needed)
    if "external_id" not in mapping and "key" not in mapping:
        raise UnableToImport(
            _("Say which column names each promise, or the same file would bring it in twice."), field="external_id"
        )
    if "external_id" in mapping and not 0 < len(source) <= 40:
        raise UnableToImport(_("Say in at most 40 characters where the rows come from."), field="source")


def _check_change(promise: Promise, changed: Mapping[str, object]) -> None:
    if not changed:
        return
    if "customer" in changed:
        raise UnableToImport(_("This promise was made to another customer."), field="customer")
    if promise.state not in OPEN:
        raise UnableToImport(_("This promise has ended; what it was stays as it is."), field=next(iter(changed)))
    if promise.state not in BEFORE_COMMITMENT:
        for name in (*FINAL, "due"):
            if name in changed:
                raise UnableToImport(
                    _("The customer relies on this. Only a revision changes it: choose “Revise the promise” there."),
                    field=name,
                )


def _apply(promise: Promise, known: Mapping[str, Any]) -> None:
    for name, value in known.items():
        if name != "customer":  # the row of the customer itself is there already
            setattr(promise, column_of(name), value)


def _happened(plan: _Plan) -> Happened:
    facts: dict[str, object] = {"row": plan.number}
    if plan.fate == Fate.NEW:
        return Happened("promise.capture", ("promise", plan.of.pk), {**plain(plan.known), **facts})
    facts["changed"] = {name: [plain_value(one) for one in pair] for name, pair in plan.changed.items()}
    return Happened("promise.change", ("promise", plan.of.pk), facts)


def _taken(keys: Sequence[str]) -> dict[str, int]:
    if not keys:
        return {}
    return {key.lower(): number for key, number in Promise.objects.filter(_named(keys)).values_list("key", "pk")}


def _named(keys: Sequence[str]) -> Q:
    """Return what finds promises by key whatever the case, as far as the database knows cases."""
    return Q(In(Lower("key"), [key.lower() for key in keys])) | Q(key__in=keys)


def _give_keys(promises: Sequence[Promise], asked: Container[str]) -> None:
    """Give each the next free key of the form P-1, P-2 and so on that no row of the table asks for.

    ``asked`` has those in small letters. A race is decided by the constraint.
    """
    number = Promise.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    waiting = list(promises)
    while waiting:
        free = [f"P-{number + n}" for n in range(1, len(waiting) + 1)]
        number += len(free)
        taken = _taken(free)
        for key in free:
            if waiting and key.lower() not in taken and key.lower() not in asked:
                waiting.pop(0).key = key
