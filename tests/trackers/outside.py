"""Trackers that answer on a real socket: one that speaks as Redmine does, and one that does whatever it likes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0123456789abcdef0123456789abcdef01234567"
BEGUN = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@dataclass
class LittleRedmine:
    """What a Redmine knows; every change of an issue moves its clock on by a minute."""

    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    projects: dict[int, str] = field(default_factory=lambda: {1: "Plant", 2: "Office"})
    hidden: set[int] = field(default_factory=set)
    """Projects that the key may not see."""
    now: datetime = BEGUN
    size: int = 100
    asked: list[str] = field(default_factory=list)
    between: Callable[[], None] | None = None
    """What happens after a page of issues was answered, before the next one is asked for."""

    def put(self, number: int, **fields: Any) -> None:
        """Make an issue, or change it."""
        self.now += timedelta(minutes=1)
        issue = self.issues.setdefault(number, {"project": 1, "subject": f"Task {number}", "promise": "", "before": []})
        issue.update(fields, updated=self.now)

    def drop(self, number: int) -> None:
        """Delete an issue; nothing else shows it."""
        self.issues.pop(number, None)

    def answer(self, path: str, key: str) -> tuple[int, Any]:
        """Return status and JSON."""
        parts = urlsplit(path)
        self.asked.append(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/users/current.json":
                return (200, {"user": {"id": 1}}) if key == KEY else (401, None)
            case "/projects.json":
                rows = [{"id": one, "name": name} for one, name in self.projects.items()]
                return 200, {"projects": rows[int(asked["offset"]) :], "total_count": len(rows)}
            case "/custom_fields.json":
                return 200, {"custom_fields": [{"id": 1, "name": "Promise", "customized_type": "issue"}]}
            case "/issues.json":
                return self._issues(asked)
        return 404, None

    def _issues(self, asked: dict[str, str]) -> tuple[int, Any]:
        project, numbers = asked.get("project_id"), asked.get("issue_id", ">=0")
        if project and (int(project) not in self.projects or int(project) in self.hidden):
            return 404, None
        since = datetime.fromisoformat(asked["updated_on"].removeprefix(">=")) if "updated_on" in asked else None
        found = [
            number
            for number, issue in sorted(self.issues.items())
            if (not project or issue["project"] == int(project))
            and issue["project"] not in self.hidden
            and (since is None or issue["updated"] >= since)
            and (number >= int(numbers[2:]) if numbers.startswith(">=") else str(number) in numbers.split(","))
        ]
        page = [self._issue(one) for one in found[: min(int(asked.get("limit", "25")), self.size)]]
        if self.between:
            self.between()
        return 200, {"issues": page, "total_count": len(found), "offset": 0, "limit": self.size}

    def _issue(self, number: int) -> dict[str, Any]:
        issue = self.issues[number]
        return {
            "id": number,
            "project": {"id": issue["project"], "name": "?"},
            "status": {"id": 1, "is_closed": issue.get("closed", False)},
            "subject": issue["subject"],
            "done_ratio": issue.get("done", 0),
            "estimated_hours": issue.get("hours"),
            "due_date": issue.get("due"),
            "custom_fields": [
                {"id": 1, "name": "Promise", "value": issue["promise"]},
                *({"id": one, "value": value} for one, value in issue.get("fields", {}).items()),
            ],
            "relations": [
                {"issue_id": one, "issue_to_id": number, "relation_type": "precedes"} for one in issue["before"]
            ],
            "updated_on": issue["updated"].isoformat().replace("+00:00", "Z"),
            **({"parent": {"id": issue["parent"]}} if issue.get("parent") else {}),
        }


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """Let a server on a free port answer every question so; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(redmine: LittleRedmine) -> Iterator[str]:
    """Let a little Redmine answer; yield its address."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        status, found = redmine.answer(request.path, request.headers.get("X-Redmine-API-Key", ""))
        give(request, json.dumps(found).encode() if found is not None else b"", status=status)

    with answering(answer) as address:
        yield address


def give(request: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str) -> None:
    """Answer one question."""
    request.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)
