"""Customers, the people we know there, and every time we met."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from makegood.customers.states import MOST_REPLANNING_DAYS, Channel, Direction, Tier


class Customer(models.Model):
    """A company that we promise things to."""

    key = models.CharField(max_length=24)
    """Short and unique, whatever its case: how files and programs name the customer."""
    name = models.CharField(max_length=200)
    words = models.TextField()
    """Name and key as they are compared and sorted: see foundation.search.words."""
    tier = models.CharField(max_length=16, default=Tier.STANDARD)
    zone = models.CharField(max_length=64, default="UTC")
    replanning_days = models.PositiveSmallIntegerField(default=0)
    """Calendar days that the customer needs to plan anew when a date moves."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """None where the house made it: an import, or the demo company."""

    class Meta:
        """One customer for a key, and only values that mean something."""

        db_table = "customers_customer"
        indexes = [models.Index(fields=["words"], name="customers_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("key"), name="customers_key_once"),
            models.CheckConstraint(condition=Q(tier__in=list(Tier)), name="customers_tier"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(name=""), name="customers_named"),
            models.CheckConstraint(
                condition=Q(replanning_days__lte=MOST_REPLANNING_DAYS), name="customers_replanning_days"
            ),
        ]


class Contact(models.Model):
    """A person at a customer."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200, blank=True)
    """Empty only once the person has been erased."""
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en")
    is_main = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """One main contact for a customer, who is still there; nothing of a person stays once they are erased."""

        db_table = "customers_contact"
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_main=True), name="customers_main_contact_once"),
            models.CheckConstraint(
                condition=Q(is_main=False) | Q(left_at__isnull=True, erased_at__isnull=True),
                name="customers_main_contact_is_there",
            ),
            models.CheckConstraint(
                condition=(Q(erased_at__isnull=True) & ~Q(name=""))
                | Q(erased_at__isnull=False, name="", email="", phone="", role=""),
                name="customers_contact_erased_whole",
            ),
        ]


class Touchpoint(models.Model):
    """One time we met: what was said or handed over, and when."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="touchpoints")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="touchpoints")
    kind = models.CharField(max_length=16)
    direction = models.CharField(max_length=16)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    """Empty where it was erased with the person it came from."""
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Newest first for a customer; kinds and directions that we know."""

        db_table = "customers_touchpoint"
        indexes = [models.Index(fields=["customer", "-at"], name="customers_last_touch")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Channel)), name="customers_touchpoint_kind"),
            models.CheckConstraint(condition=Q(direction__in=list(Direction)), name="customers_touchpoint_direction"),
        ]
