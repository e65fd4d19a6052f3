"""Addresses by which calendars read promised dates."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from makegood.customers.models import Customer


class Feed(models.Model):
    """A private address that a calendar reads for one person; only a digest of the secret in it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose promises it shows; none for those that the person has to do with."""
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by its secret, and by whose it is."""

        db_table = "feasibility_feed"
