"""The one Django application: every room's models belong to it (docs/adr/0002)."""

from __future__ import annotations

from django.apps import AppConfig


class MakegoodConfig(AppConfig):
    """Tells Django where the models, migrations and templates of the house are."""

    name = "makegood"
    label = "makegood"
    verbose_name = "Makegood"
    default_auto_field = "django.db.models.BigAutoField"
