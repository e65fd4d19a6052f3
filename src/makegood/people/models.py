"""Staff, invitations, who stands in for whom, tokens of programs, and views that people keep."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class UserManager(BaseUserManager["User"]):
    """Finds people by their address."""


class User(AbstractBaseUser):
    """A member of staff, known by address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    functions: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """Return the name: what a page that is not ours shows of a person."""
        return self.name


class Invitation(models.Model):
    """A link by which somebody makes an account; only a digest of what is in the link is kept."""

    email = models.EmailField(blank=True)
    """Empty for the very first administrator, who says it."""
    name = models.CharField(max_length=120, blank=True)
    functions: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When it was accepted, withdrawn or replaced by another one."""

    class Meta:
        """At most one open invitation for an address."""

        db_table = "people_invitation"
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=Q(ended_at__isnull=True), name="people_invited_once")
        ]


class Delegation(models.Model):
    """Somebody stands in for a colleague who is away, with the colleague's functions."""

    lender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lent")
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="borrowed")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        """Between two people, forwards in time."""

        db_table = "people_delegation"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("begins_at")), name="people_away_forwards"),
            models.CheckConstraint(condition=~Q(lender=F("delegate")), name="people_away_somebody_else"),
        ]


class ApiToken(models.Model):
    """What a program signs in with, for one person and some scopes; only a digest of it is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Found by whose they are."""

        db_table = "people_token"


class KeptView(models.Model):
    """Filters and order of a table that somebody keeps under a name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        """A name is used once on a page."""

        db_table = "people_view"
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="people_view_once")]
