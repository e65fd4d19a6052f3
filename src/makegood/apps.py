"""The one Django application: every room's models belong to it (docs/adr/0002)."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MakegoodConfig(AppConfig):
    """Tells Django where the models and migrations of the house are, and what stands beside its tables."""

    name = "makegood"
    label = "makegood"
    verbose_name = "Makegood"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have guards and full text made after each migration: remaking a table drops them without a word."""
        post_migrate.connect(_furnish, sender=self, dispatch_uid="makegood.furnish")


def _furnish(using: str, **_: Any) -> None:  # noqa: ANN401  # a signal's arguments
    from makegood.foundation.guards.services import raise_guards

    raise_guards(using)
