"""Accounts and the history from the server itself: what is said, what is refused, and how it ends."""

from __future__ import annotations

import json

import pytest

from tests.cli.server.houses import House, database_of_its_own

pytestmark = pytest.mark.database

PASSWORD = "correct horse battery\n"  # of nobody
CHECK = """
from django.contrib.auth import authenticate, get_user_model
user = get_user_model().objects.get(email="uli@example.com")
print(user.check_password({password!r}), user.is_active, ",".join(user.functions))
"""


def add(house: House, email: str, *functions: str, said: str = PASSWORD) -> tuple[int, str]:
    asked = [word for function in functions for word in ("--function", function)]
    outcome = house.run("user", "add", email, "--name", "Uli Brandt", *asked, said=said)
    assert "Traceback" not in outcome.stderr
    return outcome.returncode, outcome.stdout + outcome.stderr


def test_an_account_is_made_changed_and_closed(ready_house: House) -> None:
    assert ready_house.run("user", "list").stdout == "Nobody has an account yet.\n"
    status, said = add(ready_house, "uli@example.com", "operations", "legal")
    assert (status, said) == (0, "Uli Brandt has an account now, number 1.\n")
    assert ready_house.python(CHECK.format(password=PASSWORD.strip())) == "True True operations,legal"
    assert add(ready_house, "ada@example.com", "administrator")[0] == 0
    assert ready_house.run("user", "password", "uli@example.com", said="another horse battery\n").returncode == 0
    assert ready_house.python(CHECK.format(password="another horse battery")).startswith("True")  # of nobody
    assert ready_house.run("user", "close", "ULI@example.com").returncode == 0
    listed = ready_house.run("user", "list").stdout
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["1", "2"]
    assert "uli@example.com" in listed
    assert "closed" in listed
    assert ready_house.run("verify").returncode == 0


@pytest.mark.any_database  # nothing is written
@pytest.mark.parametrize(
    ("email", "function", "said", "reason"),
    [
        ("uli@example.com", "juggler", PASSWORD, "There is no function juggler; there are sales"),
        ("uli", "sales", PASSWORD, "address"),
        ("uli@example.com", "sales", "short\n", "password"),
        ("uli@example.com", "sales", "", "password"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    ready_house: House, email: str, function: str, said: str, reason: str
) -> None:
    status, told = add(ready_house, email, function, said=said)
    assert status == 2
    assert reason in told
    assert ready_house.run("user", "list").stdout == "Nobody has an account yet.\n"


@pytest.mark.any_database  # see above
def test_nobody_is_closed_who_is_not_there(ready_house: House) -> None:
    outcome = ready_house.run("user", "close", "nobody@example.com")
    assert outcome.returncode == 2
    assert "nobody@example.com" in outcome.stderr


def test_a_head_that_was_kept_shows_a_history_that_was_cut_off(ready_house: House) -> None:
    assert add(ready_house, "uli@example.com", "administrator")[0] == 0
    proved = ready_house.run("verify", "--write-head", "heads")
    assert proved.returncode == 0, proved.stderr
    assert proved.stdout.startswith("The history is whole: 1 entry, 0 of them erased.")
    head = json.loads((ready_house.folder / "heads").read_text("utf-8"))
    assert (head["position"], len(head["digest"])) == (1, 64)
    assert "1 head was met." in ready_house.run("verify", "--heads", "heads").stdout
    ready_house.python(TAMPER + "Body.objects.all().delete(); Entry.objects.all().delete()")
    outcome = ready_house.run("verify", "--heads", "heads")
    assert outcome.returncode == 1
    assert "Entry 1 was there when its head was kept and is not now" in outcome.stdout


def test_the_first_broken_link_is_named_and_a_backup_says_so(ready_house: House) -> None:
    for email in ("uli@example.com", "ada@example.com", "eve@example.com"):
        assert add(ready_house, email, "administrator")[0] == 0
    ready_house.python(TAMPER + "Entry.objects.filter(position=2).update(verb='person.axe')")
    outcome = ready_house.run("verify", "--write-head", "heads")
    assert (outcome.returncode, outcome.stdout) == (1, "Entry 2 was changed.\n")
    assert not (ready_house.folder / "heads").exists()
    kept = ready_house.run("backup", "broken.zip")
    assert kept.returncode == 1
    assert "broken already: Entry 2 was changed." in kept.stdout
    with database_of_its_own() as database:
        (ready_house.folder / "other").mkdir()
        other = House(ready_house.folder / "other", database)
        assert other.run("restore", ready_house.folder / "broken.zip").returncode == 1
        assert other.run("verify").stdout == "Entry 2 was changed.\n"  # it was kept as it was, not mended


def test_a_file_of_heads_that_is_none_is_refused(ready_house: House) -> None:
    (ready_house.folder / "heads").write_text("what is this", "utf-8")
    outcome = ready_house.run("verify", "--heads", "heads")
    assert outcome.returncode == 2
    assert "line 1" in outcome.stderr
    assert ready_house.run("verify", "--heads", "nothing").returncode == 2


def test_a_database_that_is_up_to_date_needs_nothing(ready_house: House) -> None:
    outcome = ready_house.run("migrate")
    assert (outcome.returncode, outcome.stdout) == (0, "The database is up to date.\n")


def test_a_role_is_for_postgresql_and_must_be_a_name(ready_house: House) -> None:
    outcome = ready_house.run("migrate", "--application-role", 'a" b')
    assert outcome.returncode == 2
    assert ("no roles" in outcome.stderr) or ("can't be a role" in outcome.stderr)


def test_the_doctor_looks_at_the_server(ready_house: House) -> None:
    outcome = ready_house.run("doctor", "--no-color")
    assert outcome.returncode == 0, outcome.stdout
    for found in ("can be used", "all applied", "all stand", "none failed"):
        assert found in outcome.stdout
    ready_house.python("from makegood.foundation.guards import services\n" + DROP)
    outcome = ready_house.run("doctor", "--no-color")
    assert outcome.returncode == 1
    assert "1 missing: guard_history_entry_delete" in outcome.stdout


def test_the_doctor_works_when_settings_do_not(house: House) -> None:
    house.more["MAKEGOOD_ZONE"] = "Mars/North"
    outcome = house.run("doctor", "--no-color")
    assert outcome.returncode == 1
    assert "Settings" in outcome.stdout
    assert outcome.stdout.rstrip().endswith("Not ready: Settings.")


def test_the_doctor_makes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    house = House(tmp_path_factory.mktemp("empty"))
    outcome = house.run("doctor", "--no-color")
    assert outcome.returncode == 0, outcome.stdout
    assert "none yet; makegood serve makes one" in outcome.stdout
    assert not house.data.exists()


TAMPER = """
from django.apps import apps
from makegood.foundation.guards.services import guards_lifted
Entry, Body = apps.get_model("makegood", "Entry"), apps.get_model("makegood", "Body")
with guards_lifted(): """
DROP = """
from django.db import connection
on = ' ON "history_entry"' if connection.vendor == "postgresql" else ""
connection.cursor().execute('DROP TRIGGER "guard_history_entry_delete"' + on)
"""


def test_a_verb_that_needs_no_mathematics_loads_none(house: House) -> None:
    """It would begin half as quickly: every process of a server begins so."""
    loaded = (
        "import sys, makegood.cli.main, makegood.cli.server.users\nprint({'numpy', 'makegood.engine'} & {*sys.modules})"
    )
    assert house.python(loaded) == "set()"
