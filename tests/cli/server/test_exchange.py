"""A folder's promises to a real server and back, through its interface."""

from __future__ import annotations

import ast
import csv
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from makegood.engine import Settings, forecast
from makegood.files import read_portfolio
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
add_person(name="Bo Ekman", email="ekman@x.example", functions=["sales"], password=None, by=HOUSE, at=at)
add_customer(key="NW", name="Northwind", by=by, at=at)
rooms = ("customers", "promises", "capability", "items", "forecast")
scopes = [f"{room}:{right}" for room in rooms for right in ("read", "write")]
print(make_token(name="P", scopes=scopes, expires_at=at + timedelta(days=1), by=by, at=at))
"""
ROWS = """promise,title,customer,due,made_at,class,value,currency,wording,made_by,channel,first_due,told,owner,kind,team
NW-1,48 sensors,northwind,2030-01-18,2026-10-12,1,186000,EUR,{WORDS},Mara,call,2030-01-11,2030-01-15,Bo Ekman,parts,Test
NW-2,,Northwind,2030-02-01,,,,,,,,,,Nobody Known,,Test
ST-1,A favour,Nobody Ltd,2030-02-01,,,,,Soon.,,,2030-02-01,,,,
XX-1,,{LONG},2030-02-01,,,,,Soon.,,,,,,,
""".replace("{LONG}", "Long" * 60)
ROWS = ROWS.replace("{WORDS}", '"All 480 by 18 January, ""IP67""."')
AS_OF = ("--as-of", "2029-11-23")


@pytest.fixture
def served(ready_house: House) -> Iterator[Server]:
    """A house that serves, and whose terminal has a token."""
    ready_house.more["MAKEGOOD_TOKEN"] = ready_house.python(TOKEN)
    with ready_house.serving() as server:
        yield server


WHOLE = {
    "promises": "promise,customer,due,first_due,made_at,class,value,currency,wording\n"
    "NW-1,Northwind,2030-01-18,2030-01-18,2026-10-12,1,186000,EUR,All 480.\n"
    "NW-2,Northwind,2030-02-01,2030-02-01,2026-10-12,3,,,The platform.\n",
    "teams": "team,slots,hours_per_day,country,available_share\nAssembly,2,8 8 8 8 6 0 0,DE,0.75\nSoftware,1.5,8,,\n",
    "capacity": "team,from,slots\nAssembly,2030-01-07,1.5\n",
    "absences": "team,from,to,slots\nSoftware,2029-12-24,2029-12-28,\nAssembly,2029-12-03,2029-12-04,1\n",
    "attributes": "attribute,value,unit,available_from,available_p90,source\n"
    "range,95..105,m,2029-12-10,2030-01-20,roadmap\n",
    "measurements": "measure,at,value\n" + "".join(f"reply,2029-11-{day:02} 09:00,{day % 5}\n" for day in range(1, 21)),
    "specifications": "promise,attribute,operator,value,unit\nNW-1,range,>=,90,m\n",
    "service_levels": "promise,measure,operator,threshold,unit,target,from,to\n"
    "NW-2,reply,<=,3,h,0.8,2026-10-12,2030-01-31\n",
    "work": "promise,item,team,hours,p10_hours,p50_hours,p90_hours,after,not_before,wait_days_p50,wait_days_p90,slots,"
    "pausable,done_percent\n"
    "NW-1,assemble,Assembly,,80,120,200,NW-2/firmware; parts,,,,2,yes,10\n"
    "NW-1,parts,Assembly,,,,,,,5,9,,,\n"
    "NW-2,firmware,Software,60,,,,,2029-12-03,,,,no,\n",
    "risks": "risk,probability,factor,delay_days,items\nvendor,0.3,1.5,4,NW-1/assemble; NW-2/firmware\n",
}
"""A folder with every file that goes back and forth."""


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "promises.csv").write_text(text, "utf-8")
    return folder


def test_a_folder_goes_to_a_server_and_comes_back(ready_house: House, served: Server) -> None:
    ours = write(ready_house.folder / "ours", ROWS)

    def push(*more: str) -> subprocess.CompletedProcess[str]:
        return ready_house.run("push", ours, "--to", served.address, *AS_OF, *more)

    dry = push("--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "New: 6. Changed: 0. As they were: 0. Refused: 0." in dry.stdout  # two customers, one with too long a name
    first, again = push(), push()
    assert "Nobody Ltd  new customer" in first.stdout
    assert "NW-2  owner not carried: no one person there is called Nobody Known\n" in first.stdout
    assert "promises.csv  not carried: kind (1), team (2). The server has no such fields" in first.stdout
    assert "XX-1  refused: the server has no customer Long" in first.stdout
    assert "New: 4. Changed: 0. As they were: 0. Refused: 2." in first.stdout, "a dry run sends nothing"
    assert "New: 0. Changed: 0. As they were: 3. Refused: 2." in again.stdout
    write(ours, ROWS.replace("186000", "190000"))
    assert "NW-1  changed: value\n" in push().stdout

    theirs = ready_house.folder / "theirs"
    dry = ready_house.run("pull", theirs, "--from", served.address, "--dry-run")
    assert (dry.returncode, theirs.exists()) == (0, False)
    pulled = ready_house.run("pull", theirs, "--from", served.address)
    assert (pulled.returncode, pulled.stderr) == (0, "")
    with (theirs / "promises.csv").open(encoding="utf-8", newline="") as file:
        one, two, three = csv.DictReader(file)
    assert (one["promise"], one["title"], one["due"], one["made_at"], one["value"], one["wording"]) == (
        "NW-1", "48 sensors", "2030-01-18", "2026-10-12", "190000.00", 'All 480 by 18 January, "IP67".',
    )  # fmt: skip
    assert (one["first_due"], one["told"], one["owner"]) == ("2030-01-11", "2030-01-15", "Bo Ekman")
    assert (one["class"], one["severity"]) == ("5", "S1"), "nobody relies on a draft: it ranks behind all that is owed"
    assert (two["promise"], two["customer"], two["wording"]) == ("NW-2", "Northwind", "NW-2")
    assert (three["promise"], three["customer"]) == ("ST-1", "Nobody Ltd")
    assert ready_house.run("check", theirs, *AS_OF).returncode == 0
    back = ready_house.run("push", theirs, "--to", served.address, *AS_OF)
    assert (back.returncode, back.stdout.splitlines()[-1]) == (
        0, "New: 0. Changed: 0. As they were: 3. Refused: 0.",
    )  # fmt: skip
    over = ready_house.run("pull", theirs, "--from", served.address)
    assert (over.returncode, "already has promises.csv" in over.stderr) == (2, True)


def test_a_whole_folder_goes_to_a_server_and_comes_back_with_the_same_forecast(
    ready_house: House, served: Server
) -> None:
    ours, theirs = ready_house.folder / "ours", ready_house.folder / "theirs"
    ours.mkdir()
    for name, text in WHOLE.items():
        (ours / f"{name}.csv").write_text(text, "utf-8")

    def push(*more: str) -> subprocess.CompletedProcess[str]:
        return ready_house.run("push", ours, "--to", served.address, *AS_OF, *more)

    dry = push("--dry-run")
    assert (dry.returncode, dry.stderr) == (1, "")  # no team is there yet that capacity and absences could name
    assert "capacity.csv, row 2  capacity.csv  refused: team: There is no team" in dry.stdout
    assert "NW-1/assemble  new" in dry.stdout
    first, again = push(), push()
    assert (first.returncode, first.stderr, first.stdout.splitlines()[-1]) == (
        0, "", "New: 34. Changed: 0. As they were: 0. Refused: 0.",
    ), first.stdout  # fmt: skip
    assert again.stdout.splitlines()[-1] == "New: 0. Changed: 0. As they were: 34. Refused: 0.", again.stdout
    pulled = ready_house.run("pull", theirs, "--from", served.address)
    assert (pulled.returncode, pulled.stderr) == (0, "")
    assert {file.stem for file in theirs.iterdir()} == set(WHOLE)
    as_of = date.fromisoformat(AS_OF[1])
    back, sent = (read_portfolio(folder, as_of=as_of).portfolio for folder in (theirs, ours))
    for part in ("teams", "risks", "specifications", "attributes", "service_levels"):
        assert getattr(back, part) == getattr(sent, part), part
    assert sorted(back.measurements, key=str) == sorted(sent.measurements, key=str)
    assert {one.key: replace(one, after=()) for one in back.items} == {
        one.key: replace(one, after=()) for one in sent.items
    }
    assert {one.key: set(one.after) for one in back.items} == {one.key: set(one.after) for one in sent.items}
    both = [json.loads(ready_house.run("check", folder, *AS_OF, "--json").stdout) for folder in (ours, theirs)]
    figures = [{one["promise"]: (one["p_kept"], one["p85"], one["terms"]) for one in said["promises"]} for said in both]
    assert figures[0] == figures[1]
    assert 0 < figures[0]["NW-1"][0] < 1

    (ours / "risks.csv").write_text(WHOLE["risks"].replace("0.3", "0.4"), "utf-8")
    (ours / "work.csv").write_text(WHOLE["work"].replace(",200,", ",220,"), "utf-8")
    changed = push()
    assert "NW-1/assemble  changed: p90\n" in changed.stdout
    assert "vendor  changed: probability\n" in changed.stdout


RANKED_THERE = """
from decimal import Decimal
from datetime import date, timedelta
from makegood.capability.services import add_team
from makegood.customers.services import add_customer
from makegood.engine import Settings
from makegood.feasibility.models import Outlook
from makegood.feasibility.services import Forecaster, propose_policy, publish_draft
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.queries import find_viewer
from makegood.people.services import add_person
from makegood.promises.services import capture_promise, record_commitment
from makegood.work.services import add_item
at = present()
by = find_viewer(1, at=at)
boss = find_viewer(add_person(name="Bo", email="bo@x.example", functions=["executive"], password=None, by=HOUSE, at=at),
                   at=at)
said = {"name": "Whom we can't lose", "rules": ["tier", "value", "due"], "offers": "last", "reason": "So."}
number = propose_policy(**said, by=by, at=at)
publish_draft(number=number, by=boss, at=at)
team = add_team(key="A", name="Assembly", slots=1, by=by, at=at)
for place, (tier, value) in enumerate([("standard", "900"), ("strategic", "10"), ("key", "10"), ("strategic", "500")]):
    of = add_customer(key=f"C{place}", name=f"Customer {place}", tier=tier, zone="Asia/Tokyo", by=by, at=at)
    made = capture_promise(customer=of, wording=f"Promise {place}", channel="mail", due=at.date() + timedelta(days=9),
                           value=Decimal(value), currency="EUR", severity="S2", by=by, at=at)
    if place != 3:
        record_commitment(number=made, by=by, at=at)
    add_item(promise=made, name="assemble", team=team, p10=12.0, p50=20.0, p90=40.0, by=by, at=at)
Forecaster(Settings()).renew(at=at)
found = Outlook.objects.select_related("promise")
print({one.promise.key: (one.p_kept, one.p85.isoformat(), one.place) for one in found})
"""


def test_a_folder_ranks_as_the_policy_of_its_server_does_to_the_bit(ready_house: House, served: Server) -> None:
    there = ast.literal_eval(ready_house.python(RANKED_THERE))
    theirs = ready_house.folder / "theirs"
    pulled = ready_house.run("pull", theirs, "--from", served.address)
    assert (pulled.returncode, pulled.stderr) == (0, "")
    assert (theirs / "policy.csv").read_text("utf-8").split() == ["rule", "tier", "value", "due"]
    said = json.loads(ready_house.run("check", theirs, "--json").stdout)
    told = {key: (round(figures[0], 6), figures[1]) for key, figures in there.items()}
    assert {one["promise"]: (one["p_kept"], one["p85"]) for one in said["promises"]} == told
    day = date.fromisoformat(said["as_of"])
    files = read_portfolio(theirs, as_of=day)
    exact = forecast(files.portfolio, as_of=day, settings=Settings(policy=files.policy)).promises
    assert {one.promise: one.p_kept for one in exact} == {key: figures[0] for key, figures in there.items()}
    assert sorted(there, key=lambda key: there[key][2]) != sorted(there)  # ranked by more than when they came
    assert len({figures[:2] for figures in there.values()}) == len(there)

    def push() -> str:
        return ready_house.run("push", theirs, "--to", served.address).stdout

    assert "policy.csv  as it was" in push()
    (theirs / "policy.csv").write_text("rule\nvalue\n", "utf-8")
    assert "policy.csv  proposed: value; somebody else has to publish it" in push()
    assert "policy.csv  proposed already: value" in push()


MADE_THERE = """
from datetime import date
from makegood.capability.services import add_team
from makegood.customers.services import add_customer
from makegood.foundation.clock import present
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.promises.services import add_term, capture_promise
from makegood.work.services import add_item
at = present()
by = find_viewer(1, at=at)
add_customer(key="ST", name="Sterling", by=by, at=at)
said = {"wording": "All by May.", "channel": "call", "due": date(2030, 5, 1)}
promise = capture_promise(customer=1, by=by, at=at, **said)
for operator, value in ((">=", "2"), ("<=", "8")):
    add_term(promise=promise, kind="specification", subject="temperature", operator=operator, value=value, unit="degC",
             by=by, at=at)
team = add_team(key="A", name="Assembly", slots=1, by=by, at=at)
add_item(promise=promise, name="assemble", team=team, p50=8.0, by=by, at=at)
print(Promise.objects.get().key)
"""


def test_what_was_promised_on_the_server_is_found_again_and_its_bounds_stand_side_by_side(
    ready_house: House, served: Server
) -> None:
    key = ready_house.python(MADE_THERE)
    theirs = ready_house.folder / "theirs"
    ready_house.run("pull", theirs, "--from", served.address)

    def push() -> subprocess.CompletedProcess[str]:
        return ready_house.run("push", theirs, "--to", served.address, *AS_OF)

    back = push()
    assert "New: 0. Changed: 0." in back.stdout, back.stdout
    assert back.returncode == 0
    terms, promises = theirs / "specifications.csv", theirs / "promises.csv"
    terms.write_text(terms.read_text("utf-8").replace(",2,", ",3,"), "utf-8")
    promises.write_text(promises.read_text("utf-8").replace("2030-05-01", "2030-05-02"), "utf-8")
    changed = push()
    assert f"{key}  changed: due\n" in changed.stdout, changed.stdout
    assert f"{key}  temperature  changed: value\n" in changed.stdout
    assert "New: 0. Changed: 2." in changed.stdout
    assert "New: 0. Changed: 0." in push().stdout
    bounds = "from makegood.promises.models import PromiseTerm as T; print(sorted(T.objects.values_list('value')))"
    assert ready_house.python(bounds) == "[('3',), ('8',)]"
    promises.write_text(promises.read_text("utf-8").replace("Northwind", "Sterling"), "utf-8")
    assert f"{key}  refused: the server has a promise with this key to Northwind" in push().stdout


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
    known = """
from makegood.promises.models import AgreedDate, Notice
print([str(one.due) for one in AgreedDate.objects.order_by("pk")], [str(one.date_told) for one in Notice.objects.all()])
"""
    told = "['2030-01-11', '2030-01-18'] ['2030-01-11', '2030-01-15']"
    assert ready_house.python(known) == told, (
        "the first date stays the first, and the customer knows what they were told"
    )
    assert ready_house.run("push", ours, "--to", served.address, *AS_OF).returncode == 1  # XX-1 alone
    write(ours, ROWS.replace("2030-01-18", "2030-03-01").replace("2030-01-11", "2030-01-10"))
    outcome = ready_house.run("push", ours, "--to", served.address, *AS_OF)
    assert outcome.returncode == 1
    assert "NW-1  refused: first_due: The customer relies on this. Only a revision changes it" in outcome.stdout
    write(ours, ROWS.replace("2030-01-18", "2030-03-01"))
    outcome = ready_house.run("push", ours, "--to", served.address, *AS_OF)
    assert "NW-1  refused: due: The customer relies on this. Only a revision changes it" in outcome.stdout
