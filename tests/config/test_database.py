from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from makegood.config.database import database_for

ADDRESS = "postgresql://me:se%2Fcret@db.example.org:5433/house"


def test_an_address_becomes_settings() -> None:
    found = database_for(f"{ADDRESS}?sslmode=require", Path())
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("house", "me", "se/cret")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "5433")
    assert found["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}


def test_an_address_may_name_options_of_its_own() -> None:
    assert database_for(f"{ADDRESS}?options=-c%20jit%3Don", Path())["OPTIONS"] == {"options": "-c jit=on"}
    assert database_for(f"{ADDRESS}?options=", Path())["OPTIONS"]["options"] == ""


@pytest.mark.django_db
def test_queries_are_not_compiled() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
    else:
        assert "options" not in connection.settings_dict["OPTIONS"]
