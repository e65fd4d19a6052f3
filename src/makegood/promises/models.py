"""Promises with their exact words, and all that belongs to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from makegood.customers.models import Contact, Customer
from makegood.customers.states import Channel
from makegood.foundation.guards.registry import AS_TRIGGER, Furnishing, furnish, guard
from makegood.promises.states import (
    BEFORE_COMMITMENT,
    EvidenceKind,
    IndicatorDirection,
    Operator,
    Origin,
    Role,
    Severity,
    State,
    TermKind,
)

_PERSON = settings.AUTH_USER_MODEL
_NEVER_COMMITTED = Q(state__in=[*sorted(BEFORE_COMMITMENT), State.EXPIRED])


class Promise(models.Model):
    """What somebody said that a customer may rely on; the words themselves are never changed once it is committed."""

    key = models.CharField(max_length=40)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="promises")
    title = models.CharField(max_length=200)
    words = models.TextField()
    """Title and key as they are compared and sorted: see foundation.search.words."""
    wording = models.TextField()
    core_need = models.TextField(blank=True)
    """What the customer needs it for, in their words."""
    said_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    said_by_name = models.CharField(max_length=200, blank=True)
    """Who said it, where that is nobody with an account."""
    said_to = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16)
    said_at = models.DateTimeField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    severity = models.CharField(max_length=2, default=Severity.LIMITED)
    owner = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="promises")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    state = models.CharField(max_length=24, default=State.DRAFT)
    first_due = models.DateField(null=True)
    """D0: the first date that was agreed. It can't be changed once the promise is committed.

    Before that it is only there where another date than the one in force was agreed first, as other records had it.
    """
    due = models.DateField(null=True)
    """The date in force."""
    told_before = models.DateField(null=True)
    """Before it is committed: the date that other records say the customer was told last, where that is another one."""
    date_checked_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    delivered_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    in_full = models.BooleanField(null=True)
    documents_right = models.BooleanField(null=True)
    condition_right = models.BooleanField(null=True)
    """Whether papers and goods were as they should be when it was accepted; None where nobody noted it."""
    acceptance_recorded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    """How the system that it comes from names it: an import that runs again finds it by this."""
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Only states that can be, and what each needs."""

        db_table = "promises_promise"
        indexes = [
            models.Index(fields=["state", "due"], name="promises_by_date"),
            models.Index(fields=["customer", "state"], name="promises_by_customer"),
            models.Index(fields=["owner", "state"], name="promises_by_owner"),
            models.Index(fields=["state", "accepted_on", "delivered_on"], name="promises_not_accepted"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("key"), name="promises_key_once"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="promises_external_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="promises_state"),
            models.CheckConstraint(condition=Q(severity__in=list(Severity)), name="promises_severity"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="promises_channel"),
            models.CheckConstraint(condition=~Q(wording="") & ~Q(key=""), name="promises_worded"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="promises_not_its_own_part"),
            models.CheckConstraint(
                condition=Q(committed_at=None) | Q(first_due__isnull=False, due__isnull=False),
                name="promises_committed_with_a_date",
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=False)
                | _NEVER_COMMITTED
                | Q(state__in=[State.CANCELLED_BY_CUSTOMER, State.CANCELLED_BY_US]),
                name="promises_committed_before_it_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(committed_at=None) | ~_NEVER_COMMITTED, name="promises_committed_for_good"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DELIVERED, delivered_on__isnull=False)
                | (~Q(state=State.DELIVERED) & Q(delivered_on=None, accepted_on=None)),
                name="promises_delivered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    accepted_on=None,
                    in_full=None,
                    documents_right=None,
                    condition_right=None,
                    acceptance_recorded_at=None,
                )
                | Q(accepted_on__isnull=False, in_full__isnull=False, acceptance_recorded_at__isnull=False),
                name="promises_accepted_in_full_or_not",
            ),
            models.CheckConstraint(
                condition=Q(value=None, currency="") | (Q(value__gte=0) & ~Q(currency="")), name="promises_value"
            ),
        ]


class PromiseTerm(models.Model):
    """One thing that was promised besides the date: a property of the product, or how well a service runs."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=120)
    """The attribute of the product, or the measure of the service."""
    operator = models.CharField(max_length=2, default=Operator.AT_LEAST)
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=30, blank=True)
    target = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    """Service levels: the share of cases that must meet the value, above 0 and at most 1."""
    window_days = models.PositiveIntegerField(null=True)
    """Service levels: the days over which the share is counted."""
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    check_note = models.CharField(max_length=500, blank=True)

    class Meta:
        """A service level says how often and over how long; a specification does not."""

        db_table = "promises_term"
        indexes = [models.Index(fields=["subject"], name="promises_term_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(TermKind)), name="promises_term_kind"),
            models.CheckConstraint(condition=Q(operator__in=list(Operator)), name="promises_term_operator"),
            models.CheckConstraint(
                condition=Q(kind=TermKind.SPECIFICATION, target=None, window_days=None)
                | Q(kind=TermKind.SERVICE_LEVEL, target__gt=0, target__lte=1, window_days__gte=1),
                name="promises_term_whole",
            ),
        ]


class Indicator(models.Model):
    """Something measured that says early how a promise will end; other thresholds make another indicator."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=30, blank=True)
    direction = models.CharField(max_length=8)
    amber = models.DecimalField(max_digits=18, decimal_places=6)
    red = models.DecimalField(max_digits=18, decimal_places=6)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """Amber comes before red, and a name means one thing at a time."""

        db_table = "promises_indicator"
        constraints = [
            models.UniqueConstraint(
                "promise", Lower("name"), condition=Q(retired_at=None), name="promises_indicator_once"
            ),
            models.CheckConstraint(
                condition=Q(direction=IndicatorDirection.HIGHER, amber__gte=F("red"))
                | Q(direction=IndicatorDirection.LOWER, amber__lte=F("red")),
                name="promises_amber_before_red",
            ),
        ]


class IndicatorReading(models.Model):
    """What an indicator showed on a day; only ever added, so a wrong reading is followed by a right one."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """The latest one is found at once."""

        db_table = "promises_indicator_reading"
        indexes = [models.Index(fields=["indicator", "-on", "-id"], name="promises_latest_reading")]


class Involvement(models.Model):
    """What somebody besides the owner has to do with a promise."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="involved")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)

    class Meta:
        """One role for a person."""

        db_table = "promises_involvement"
        constraints = [
            models.UniqueConstraint(fields=["promise", "person"], name="promises_involved_once"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="promises_involved_role"),
        ]


class Evidence(models.Model):
    """What shows that it was said; a file lies in the data folder under its digest."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Files have a digest, links an address."""

        db_table = "promises_evidence"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(EvidenceKind)), name="promises_evidence_kind"),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.LINK) | ~Q(address=""), name="promises_evidence_address"
            ),
            models.CheckConstraint(condition=~Q(kind=EvidenceKind.FILE) | ~Q(digest=""), name="promises_evidence_file"),
        ]


class AgreedDate(models.Model):
    """A date that was agreed, in the order of agreeing; only ever added."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="dates")
    due = models.DateField()
    origin = models.CharField(max_length=8)
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    """The customer's own words, where they wanted it."""
    at = models.DateTimeField()

    class Meta:
        """Known origins."""

        db_table = "promises_agreed_date"
        constraints = [models.CheckConstraint(condition=Q(origin__in=list(Origin)), name="promises_date_origin")]


class Notice(models.Model):
    """One time the customer was told which date to expect; only ever added."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="notices")
    date_told = models.DateField(null=True)
    """None where they were told that the date is in danger and no other was named."""
    how = models.CharField(max_length=16)
    told_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Known channels, and not received before it was told."""

        db_table = "promises_notice"
        constraints = [
            models.CheckConstraint(condition=Q(how__in=list(Channel)), name="promises_notice_how"),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at__gte=F("told_at")), name="promises_notice_in_order"
            ),
        ]


class Comment(models.Model):
    """What colleagues say to one another about a promise."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Found by promise."""

        db_table = "promises_comment"


class Mention(models.Model):
    """Somebody was named in a comment, and when they said that they read it, or answered."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each comment."""

        db_table = "promises_mention"
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="promises_mentioned_once")]


_FINAL = ("first_due", "committed_at", "wording", "customer_id", "said_at")
_REFUSAL = "the first date of a committed promise, its words, its customer and when it was said are never changed"
_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FINAL)
_DISTINCT = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FINAL)
_DROPPED = ("DROP TRIGGER IF EXISTS promises_first_word", "DROP TRIGGER IF EXISTS promises_last_word")
_NAMES = ("promises_first_word", "promises_last_word")

FIRST_WORD = Furnishing(
    table="promises_promise",
    names={"sqlite": _NAMES, "postgresql": _NAMES},
    statements={
        "sqlite": (
            *_DROPPED,
            (
                f"CREATE TRIGGER promises_first_word BEFORE UPDATE ON promises_promise "
                f"WHEN OLD.committed_at IS NOT NULL AND ({_CHANGED}) BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            ),
            (
                f"CREATE TRIGGER promises_last_word BEFORE DELETE ON promises_promise "
                f"WHEN OLD.committed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            ),
        ),
        "postgresql": (
            (
                f"CREATE OR REPLACE FUNCTION promises_first_word() {AS_TRIGGER} $$ BEGIN "
                f"IF OLD.committed_at IS NOT NULL AND (TG_OP = 'DELETE' OR {_DISTINCT}) THEN "
                f"RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$"
            ),
            *(f"{dropped} ON promises_promise" for dropped in _DROPPED),
            (
                "CREATE TRIGGER promises_first_word BEFORE UPDATE ON promises_promise "
                "FOR EACH ROW EXECUTE FUNCTION promises_first_word()"
            ),
            (
                "CREATE TRIGGER promises_last_word BEFORE DELETE ON promises_promise FOR EACH ROW "
                "WHEN (OLD.committed_at IS NOT NULL) EXECUTE FUNCTION promises_first_word()"
            ),
        ),
    },
    lifting={"sqlite": _DROPPED, "postgresql": tuple(f"{dropped} ON promises_promise" for dropped in _DROPPED)},
)
"""D0 and the words stay as they were when the customer began to rely on them, whoever writes to the table.

Nor can the row be removed: foreign keys look only when a transaction ends, so another could take its place before.
"""

guard(AgreedDate)
guard(Notice)
guard(IndicatorReading)
furnish(FIRST_WORD)
