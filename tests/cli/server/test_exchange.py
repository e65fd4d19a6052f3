"""A folder's promises to a real server and back, through its interface."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.server.houses import House, Server

TOKEN = """
from datetime import timedelta
from makegood.customers.services import add_customer
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.queries import find_viewer
from makegood.people.services import add_person, make_token
at = present()
said = {"email": "ada@x.example", "functions": ["administrator"], "password": "a few words to try"}
ada = add_person(name="Ada", by=HOUSE, at=at, **said)
by = find_viewer(ada, at=at)
add_customer(key="NW", name="Northwind", by=by, at=at)
scopes = ["customers:read", "promises:read", "promises:write", "forecast:read"]
print(make_token(name="P", scopes=scopes, expires_at=at + timedelta(days=1), by=by, at=at))
"""
ROWS = """promise,title,customer,due,made_at,class,value,currency,wording,made_by,channel
NW-1,480 sensors,northwind,2030-01-18,2026-10-12,1,186000,EUR,"All 480 by 18 January, ""IP67"".",Mara,call
NW-2,,Northwind,2030-02-01,,,,,,,
ST-1,A favour,Nobody Ltd,2030-02-01,,,,,Soon.,,
"""
AS_OF = ("--as-of", "2029-11-23")


@pytest.fixture
def served(ready_house: House) -> Iterator[Server]:
    """A house that serves, and whose terminal has a token."""
    ready_house.more["MAKEGOOD_TOKEN"] = ready_house.python(TOKEN)
    with ready_house.serving("--no-worker") as server:
        yield server


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "promises.csv").write_text(text, "utf-8")
    return folder


def test_a_folder_goes_to_a_server_and_comes_back(ready_house: House, served: Server) -> None:
    ours = write(ready_house.folder / "ours", ROWS)

    def push(*more: str) -> subprocess.CompletedProcess[str]:
        return ready_house.run("push", ours, "--to", served.address, *AS_OF, *more)

    dry = push("--dry-run")
    assert (dry.returncode, dry.stderr) == (1, "")
    assert "New: 2. Changed: 0. As they were: 0. Refused: 1." in dry.stdout
    first, again = push(), push()
    assert "ST-1  refused: the server has no customer Nobody Ltd" in first.stdout
    assert "New: 2. Changed: 0. As they were: 0. Refused: 1." in first.stdout, "a dry run sends nothing"
    assert "New: 0. Changed: 0. As they were: 2. Refused: 1." in again.stdout
    write(ours, ROWS.replace("186000", "190000"))
    assert "NW-1  changed: value\n" in push().stdout

    theirs = ready_house.folder / "theirs"
    dry = ready_house.run("pull", theirs, "--from", served.address, "--dry-run")
    assert (dry.returncode, theirs.exists()) == (0, False)
    pulled = ready_house.run("pull", theirs, "--from", served.address)
    assert (pulled.returncode, pulled.stderr) == (0, "")
    with (theirs / "promises.csv").open(encoding="utf-8", newline="") as file:
        one, two = csv.DictReader(file)
    assert (one["promise"], one["title"], one["due"], one["made_at"], one["value"], one["wording"]) == (
        "NW-1", "480 sensors", "2030-01-18", "2026-10-12", "190000.00", 'All 480 by 18 January, "IP67".',
    )  # fmt: skip
    assert (one["class"], one["severity"]) == ("5", "S1"), "nobody relies on a draft: it ranks behind all that is owed"
    assert (two["promise"], two["customer"], two["wording"]) == ("NW-2", "Northwind", "NW-2")
    assert ready_house.run("check", theirs, *AS_OF).returncode == 0
    back = ready_house.run("push", theirs, "--to", served.address, *AS_OF)
    assert (back.returncode, back.stdout.splitlines()[-1]) == (
        0, "New: 0. Changed: 0. As they were: 2. Refused: 0.",
    )  # fmt: skip
    over = ready_house.run("pull", theirs, "--from", served.address)
    assert (over.returncode, "already has promises.csv" in over.stderr) == (2, True)


def test_what_stands_in_the_way_is_said_and_nothing_is_sent(ready_house: House, served: Server) -> None:
    ours = write(ready_house.folder / "ours", ROWS)
    for address, said in [
        ("http://makegood.example.com", "is not encrypted"),
        ("makegood.example.com", "is no address of a server"),
        ("http://127.0.0.1:9", "does not answer"),
    ]:
        refused = ready_house.run("push", ours, "--to", address, *AS_OF)
        assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr
    ready_house.more["MAKEGOOD_TOKEN"] = "mg_wrong"  # no secret
    stranger = ready_house.run("pull", ready_house.folder / "theirs", "--from", served.address)
    assert (stranger.returncode, "does not know this token" in stranger.stderr) == (2, True)
    del ready_house.more["MAKEGOOD_TOKEN"]
    missing = ready_house.run("push", ours, "--to", served.address, *AS_OF)
    assert (missing.returncode, "There is no token" in missing.stderr) == (2, True)
    broken = write(ready_house.folder / "broken", ROWS.replace("2030-01-18", "soon"))
    assert ready_house.run("push", broken, "--to", served.address, *AS_OF).returncode == 2


def test_a_promise_that_the_customer_relies_on_is_not_changed_by_a_folder(ready_house: House, served: Server) -> None:
    ours = write(ready_house.folder / "ours", ROWS)
    ready_house.run("push", ours, "--to", served.address, *AS_OF)
    ready_house.python("""
from makegood.foundation.clock import present
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.promises.services import record_commitment
at = present()
record_commitment(number=Promise.objects.get(external_id="NW-1").pk, by=find_viewer(1, at=at), at=at)
""")
    write(ours, ROWS.replace("2030-01-18", "2030-03-01"))
    outcome = ready_house.run("push", ours, "--to", served.address, *AS_OF)
    assert outcome.returncode == 1
    assert "NW-1  refused: due: The customer relies on this already." in outcome.stdout
