"""The server as a real process: how it begins, what it answers, how it ends, and what becomes of it when killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.cli.server.houses import House, Server, children_of, until

pytestmark = pytest.mark.database


@pytest.fixture
def embedded(tmp_path: Path) -> House:
    """A house on the embedded database, whichever is tested."""
    return House(tmp_path)


def test_a_new_house_is_served_at_once_and_invites_the_first_administrator(embedded: House) -> None:
    with embedded.serving() as server:
        assert server.get("/-/health/ready")[0] == 200
        status, lines, said = server.end()
    assert status == 0
    assert said[0] == f"Makegood is at {server.address}"
    assert said[-1].strip().startswith(f"{server.address}/welcome/")
    assert [line for line in lines if line["level"] in {"warning", "error"}] == []


def test_whoever_has_an_account_needs_no_invitation(ready_house: House) -> None:
    added = ready_house.run(
        "user", "add", "uli@example.com", "--name", "Uli", "--function", "administrator", said="correct horse battery\n"
    )
    assert added.returncode == 0, added.stderr
    with ready_house.serving() as server:
        _status, _lines, said = server.end()
    assert said == [f"Makegood is at {server.address}"]


def test_a_house_that_was_served_before_keeps_its_address_and_what_is_in_it(ready_house: House) -> None:
    ready_house.more["MAKEGOOD_ADDRESS"] = "https://promises.example.com"
    process = ready_house.begin("serve", "--port", "0")
    assert process.stdout is not None
    assert process.stdout.readline() == "Makegood is at https://promises.example.com\n"
    assert process.stdout.readline().startswith("and listens at 127.0.0.1:")
    process.terminate()
    process.communicate(timeout=30)


def test_everything_that_is_wrong_with_the_settings_is_said_at_once(embedded: House) -> None:
    embedded.more |= {"MAKEGOOD_ZONE": "Mars/North", "MAKEGOOD_LANGUGE": "de"}
    outcome = embedded.run("serve")
    assert outcome.returncode == 2
    assert "Mars/North" not in outcome.stderr
    assert "MAKEGOOD_ZONE" in outcome.stderr
    assert "did you mean MAKEGOOD_LANGUAGE?" in outcome.stderr
    assert not embedded.data.exists()


def test_a_port_in_use_is_named_and_nothing_is_served(ready_house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = ready_house.run("serve", "--port", str(port))
    assert outcome.returncode == 1
    assert f"Can't listen at 127.0.0.1:{port}" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_second_server_does_not_begin_beside_the_first(ready_house: House) -> None:
    with ready_house.serving() as server:
        outcome = ready_house.run("serve", "--port", str(server.port))
        assert outcome.returncode == 1
        assert server.get("/-/health/live")[0] == 200


def test_of_two_servers_that_begin_at_once_one_serves_and_the_other_says_why_not(ready_house: House) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    both = [ready_house.begin("serve", "--port", str(port)) for _ in range(2)]
    try:
        until(lambda: any(one.poll() is not None for one in both))
        (refused,) = [one for one in both if one.poll() is not None]
        (serving,) = [one for one in both if one is not refused]
        assert refused.returncode == 1
        assert f"Can't listen at 127.0.0.1:{port}" in refused.communicate()[1]
        server = Server(serving)
        server.wait_until_it_answers()
        assert server.get("/-/health/live")[0] == 200
    finally:
        for one in both:
            one.kill()
            one.communicate()


def test_a_folder_that_cannot_be_written_is_named(embedded: House) -> None:
    embedded.data.write_text("not a folder", "utf-8")
    outcome = embedded.run("serve", "--port", "0")
    assert outcome.returncode == 2
    assert "data folder" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_when_the_main_process_is_killed_no_orphan_keeps_the_port(ready_house: House) -> None:
    with ready_house.serving() as server:
        orphan = server.serving_process()
        server.process.kill()
        until(lambda: not Path(f"/proc/{orphan}").exists() or is_zombie(orphan), 5)
        until(lambda: is_free(server.port), 5)


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def test_when_the_serving_process_is_killed_another_takes_its_place(ready_house: House) -> None:
    with ready_house.serving() as server:
        os.kill(server.serving_process(), signal.SIGKILL)
        until(lambda: server.get("/-/health/live")[0] == 200)
        assert server.process.poll() is None


def test_the_server_works_in_the_background_unless_told_not_to(ready_house: House) -> None:
    def queue() -> int:
        return int(ready_house.python(QUEUE))

    def is_done(job: int) -> bool:
        return ready_house.python(STATE.format(job=job)) == "done"

    idle = queue()
    with ready_house.serving("--no-worker"):
        time.sleep(1.5)
        assert not is_done(idle)
    with ready_house.serving():
        until(lambda: is_done(idle))


def test_a_worker_of_its_own_ends_when_asked_to(ready_house: House) -> None:
    job = int(ready_house.python(QUEUE))
    worker = ready_house.begin("worker")
    until(lambda: ready_house.python(STATE.format(job=job)) == "done")
    worker.terminate()
    _out, err = worker.communicate(timeout=30)
    assert worker.returncode == 0
    events = [json.loads(line)["event"] for line in err.splitlines()]
    assert set(events) <= {"forecast.renewed"}  # news is delivered without a word
    assert children_of(worker.pid) == []


def test_mail_is_kept_as_a_file_where_there_is_no_mail_server(ready_house: House) -> None:
    job = int(ready_house.python(MAIL))
    with ready_house.serving():
        until(lambda: ready_house.python(STATE.format(job=job)) == "done")
    (kept,) = (ready_house.data / "mail").iterdir()
    assert "Subject: Hello" in kept.read_text("utf-8")
    assert ready_house.data.stat().st_mode & 0o077 == 0


def is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


QUEUE = """
from makegood.foundation.clock import present
from makegood.foundation.jobs.services import enqueue
print(enqueue(task="makegood.foundation.outbox.tasks.deliver", arguments={"news": 0, "handler": ""}, at=present()))
"""
STATE = """
from makegood.foundation.jobs.queries import find_job
print(find_job({job}).state)
"""
MAIL = """
from makegood.foundation.clock import present
from makegood.foundation.mail.services import send_later
print(send_later(to="uli@example.com", subject="Hello", text="Hello", at=present()))
"""
