"""Writes the one migration: every table at once with all that belongs to it, those first that others refer to.

``make migration`` runs it. Django's own command would make the tables and then alter them a hundred times, and for each
time imagine all models anew: a new house would wait ten seconds for it, and so would every database of the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from tests.house.sources import PACKAGE

LABEL = "makegood"
NAME = "0001_initial"
PATH: Path = PACKAGE / "migrations" / f"{NAME}.py"
HEADER = "# Written by `make migration` from the models.\n\n"


def referred_to(model: ModelState) -> set[str]:
    """Return the names of the models that must be there before ``model``."""
    user = settings.AUTH_USER_MODEL
    fields: Iterable[Any] = model.fields.values()
    targets = {field.remote_field.model for field in fields if field.remote_field}
    named = {(target if isinstance(target, str) else target._meta.label).lower() for target in targets}
    named = {user.lower() if name == "settings.auth_user_model" else name for name in named}
    assert all(name.partition(".")[0] == LABEL for name in named), f"{model.name} refers to another application"
    return {name.partition(".")[2] for name in named} - {model.name_lower}


def migration() -> str:
    """Return what the migration should be."""
    state = ProjectState.from_apps(apps)
    models = {name: model for (label, name), model in sorted(state.models.items()) if label == LABEL}
    order = TopologicalSorter({name: sorted(referred_to(model)) for name, model in models.items()}).static_order()
    operations = [
        CreateModel(
            name=model.name,
            fields=list(model.fields.items()),
            options={key: value for key, value in model.options.items() if value},
            bases=model.bases,
            managers=model.managers,
        )
        for model in (models[name] for name in order)
    ]
    written = type("Migration", (Migration,), {"initial": True, "operations": operations})(NAME, LABEL)
    return HEADER + MigrationWriter(written, include_header=False).as_string()


if __name__ == "__main__":
    import django

    django.setup()
    PATH.write_text(migration(), "utf-8")
