"""Backups: taken while others write, read back on either database, and refused when anything is wrong with them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.server.houses import House, database_of_its_own, until

pytestmark = pytest.mark.database

FILL = """
import datetime, django.apps
from makegood.config.demo.filling import fill_demo
from makegood.foundation.clock import present
from makegood.foundation.history.services import erase
from makegood.foundation.actors import HOUSE
from django.db import transaction
at = present()
fill_demo(at=at)
with transaction.atomic():
    erase(position=3, by=HOUSE, at=at, reason="asked for")
"""
CONTENT = """
import hashlib, json
from makegood.cli.server.backups.tables import backed_up, kept_fields, to_json
for table, model in backed_up().items():
    for row in model._base_manager.order_by("pk"):
        print(table, json.dumps([to_json(f, getattr(row, f.attname)) for f in kept_fields(model)], sort_keys=True))
"""
WRITE = """
import django; django.setup()
from django.db import transaction
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
number = 0
while True:
    number += 1
    with transaction.atomic():
        announce(event="written", subject=("thing", number), payload={"number": number}, at=present())
        record(verb="thing.write", subject=("thing", number), actor=HOUSE, at=present())
    print(number, flush=True)
"""
LAST = """
from makegood.foundation.history.verification import verify
from django.apps import apps
News, Entry = apps.get_model("makegood", "News"), apps.get_model("makegood", "Entry")
print(verify().reason or "whole", News.objects.filter(event="written").count(),
      Entry.objects.filter(verb="thing.write").count())
"""


def manifest_of(zip_file: Path) -> dict[str, object]:
    with ZipFile(zip_file) as archive:
        read: dict[str, object] = json.loads(archive.read("manifest.json"))
        return read


def rewritten(zip_file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a copy of a backup of which ``change`` changed the files."""
    with ZipFile(zip_file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    copy = zip_file.with_name(f"changed-{zip_file.name}")
    with ZipFile(copy, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return copy


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with the demo company in it, which no test changes."""
    with database_of_its_own() as database:
        house = House(tmp_path_factory.mktemp("filled"), database)
        assert house.run("migrate").returncode == 0
        house.python(FILL)
        yield house


@pytest.fixture(scope="module")
def backup(filled: House) -> Path:
    target = filled.folder / "friday.zip"
    outcome = filled.run("backup", target)
    assert outcome.returncode == 0, outcome.stderr
    return target


def test_everything_comes_back_as_it_was(filled: House, backup: Path, tmp_path: Path) -> None:
    with database_of_its_own() as database:
        other = House(tmp_path, database)
        outcome = other.run("restore", backup)
        assert outcome.returncode == 0, outcome.stderr
        assert "Its history is whole." in outcome.stdout
        assert other.python(CONTENT) == filled.python(CONTENT)
        assert (other.data / "secret-key").read_text() == (filled.data / "secret-key").read_text()
        assert other.run("verify").returncode == 0
        assert find(other, "Northwind") == find(filled, "Northwind")


def test_a_backup_moves_to_the_embedded_database(filled: House, backup: Path, tmp_path: Path) -> None:
    other = House(tmp_path)
    assert other.run("restore", backup).returncode == 0
    assert other.python(CONTENT) == filled.python(CONTENT)


def test_a_backup_of_the_embedded_database_moves_to_the_one_that_is_tested(
    filled: House, house: House, tmp_path: Path
) -> None:
    embedded = filled
    if filled.database:
        embedded = House(tmp_path)
        assert embedded.run("migrate").returncode == 0
        embedded.python(FILL)
    moving = tmp_path / "moving.zip"
    assert embedded.run("backup", moving).returncode == 0
    outcome = house.run("restore", moving)
    assert outcome.returncode == 0, outcome.stderr
    assert house.python(CONTENT) == embedded.python(CONTENT)
    added = house.run(
        "user", "add", "new@example.com", "--name", "New", "--function", "legal", said="correct horse battery\n"
    )
    assert added.returncode == 0, added.stderr  # numbers go on after those that were restored


def test_numbers_that_were_given_are_not_given_again(ready_house: House, tmp_path: Path) -> None:
    gone = "from django.apps import apps\nN = apps.get_model('makegood', 'News')\n"
    last = int(ready_house.python(gone + NEWS + "row = news(); N.objects.all().delete(); print(row)"))
    assert ready_house.run("backup", "friday.zip").returncode == 0
    with database_of_its_own() as database:
        other = House(tmp_path, database)
        assert other.run("restore", ready_house.folder / "friday.zip").returncode == 0
        assert int(other.python(NEWS + "print(news())")) == last + 1


def test_a_backup_of_a_house_in_use_is_whole_and_has_everything_accepted_before_it(
    ready_house: House, tmp_path: Path
) -> None:
    accepted = tmp_path / "accepted"
    with accepted.open("w") as file:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE], env=ready_house.environment, stdout=file, cwd=ready_house.folder
        )
        try:
            until(lambda: accepted.read_text().count("\n") > 20)
            before = accepted.read_text().count("\n")
            outcome = ready_house.run("backup", "friday.zip")
            after = accepted.read_text().count("\n")
            time.sleep(0.3)
            until(lambda: accepted.read_text().count("\n") > after)
        finally:
            writer.kill()
            writer.wait()
    assert outcome.returncode == 0, outcome.stderr
    assert after > before + 5  # others could write all the time
    with database_of_its_own() as database:
        other = House(tmp_path, database)
        assert other.run("restore", ready_house.folder / "friday.zip").returncode == 0
        said, news, entries = other.python(LAST).split()
    assert said == "whole"
    assert int(news) == int(entries)  # from one moment
    assert before <= int(news) <= after + 1


def test_only_its_owner_can_read_a_backup_and_it_names_no_secret(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []
    said = manifest_of(backup)
    assert said["format"] == 1
    assert "makegood.0001_initial" in str(said["migrations"])


def test_a_file_that_is_there_is_not_overwritten(filled: House) -> None:
    target = filled.folder / "mine.zip"
    target.write_text("mine", "utf-8")
    outcome = filled.run("backup", target)
    assert outcome.returncode == 2
    assert "is there already" in outcome.stderr
    assert target.read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there_is_named(filled: House) -> None:
    outcome = filled.run("backup", "nowhere/friday.zip")
    assert outcome.returncode == 2
    assert "nowhere/friday.zip can't be written" in outcome.stderr


def test_a_house_without_a_database_has_nothing_to_back_up(tmp_path: Path) -> None:
    outcome = House(tmp_path).run("backup", "friday.zip")
    assert outcome.returncode == 1
    assert "makegood serve makes one" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_backup_is_refused_and_nothing_is_made(backup: Path, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 3] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    refused(damaged, tmp_path / "one", "is damaged")
    (tmp_path / "cut.zip").write_bytes(backup.read_bytes()[:-2_000])
    refused(tmp_path / "cut.zip", tmp_path / "two", "is damaged")


def test_a_row_that_somebody_changed_is_noticed(backup: Path, tmp_path: Path) -> None:
    def promote(files: dict[str, bytes]) -> None:
        name = "tables/makegood_user.jsonl"
        assert b"@demo.example" in files[name]
        files[name] = files[name].replace(b"@demo.example", b"@evil.example")

    refused(rewritten(backup, promote), tmp_path / "new", "tables/makegood_user.jsonl")


def test_a_history_that_was_rewritten_is_noticed_although_its_digest_was_forged(backup: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    def forge(files: dict[str, bytes]) -> None:
        name = "tables/history_entry.jsonl"
        files[name] = files[name].replace(b"person.add", b"person.axe")
        said = json.loads(files["manifest.json"])
        said["digests"][name] = sha256(files[name]).hexdigest()
        files["manifest.json"] = json.dumps(said).encode()

    other = refused(rewritten(backup, forge), tmp_path / "new", "not the one that was backed up")
    assert other.run("restore", backup).returncode == 0  # nothing of the forged one stayed


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("format", 2, "another format (2)"),
        ("migrations", ["makegood.0001_initial", "makegood.0002_later"], "was written by Makegood 9.9"),
    ],
)
def test_what_another_version_wrote_is_refused(
    backup: Path, tmp_path: Path, name: str, value: object, reason: str
) -> None:
    def age(files: dict[str, bytes]) -> None:
        said = {**json.loads(files["manifest.json"]), name: value, "version": "9.9"}
        files["manifest.json"] = json.dumps(said).encode()

    refused(rewritten(backup, age), tmp_path / "new", reason)


def test_a_zip_of_something_else_is_no_backup(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("cat.txt", "a cat")
    refused(tmp_path / "photos.zip", tmp_path / "new", "no backup of Makegood")
    refused(tmp_path / "nothing.zip", tmp_path / "new2", "There is no file")


def test_a_database_that_holds_something_is_left_alone(filled: House, backup: Path) -> None:
    before = filled.python(CONTENT)
    outcome = filled.run("restore", backup)
    assert outcome.returncode == 2
    assert "is not empty" in outcome.stderr
    assert filled.python(CONTENT) == before


def refused(source: Path, folder: Path, reason: str) -> House:
    """Try to restore into a new house; assert that it is refused for ``reason``, and return the house."""
    folder.mkdir()
    other = House(folder)
    outcome = other.run("restore", source)
    assert outcome.returncode in {1, 2}, outcome.stdout
    assert reason in outcome.stderr
    assert "Traceback" not in outcome.stderr
    return other


def find(house: House, word: str) -> str:
    return house.python(
        "from makegood.foundation.actors import Viewer\nfrom makegood.foundation.search.queries import find\n"
        f"print([(hit.kind, hit.number) for hit in find({word!r}, Viewer(1, 'A'))])"
    )


NEWS = """
from django.db import transaction
from makegood.foundation.clock import present
from makegood.foundation.outbox.services import announce
def news():
    with transaction.atomic():
        return announce(event="x", subject=("x", 1), payload={}, at=present())
"""
