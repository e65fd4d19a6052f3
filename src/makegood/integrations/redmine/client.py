"""Asking a Redmine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from makegood.foundation.sayings import saying as _
from makegood.integrations.asking import Asker, Refused
from makegood.integrations.redmine.answers import (
    FieldsAnswer,
    IssueAnswer,
    IssuesAnswer,
    Project,
    ProjectsAnswer,
    StatusesAnswer,
    UserAnswer,
)
from makegood.trackers.bridge.contract import Issue, Offered, ProjectClosed, UnableToAsk

KEY_HEADER = "X-Redmine-API-Key"
AT_ONCE = 100
"""Redmine gives no more on a page."""
MOST_ISSUES = 200_000
MOST_PROJECTS = 2_000
EVERY_STATE = {"status_id": "*", "sort": "id", "limit": str(AT_ONCE), "include": "relations"}

Answer = TypeVar("Answer", bound=BaseModel)


class RedmineClient:
    """One Redmine, asked with one key."""

    def __init__(self, address: str, key: str, *, seconds: float) -> None:
        """Ask for at most so many seconds in all; nothing is sent yet."""
        self._address = address.rstrip("/")
        self._is_known = False
        self._asker = Asker(address, headers={KEY_HEADER: key}, seconds=seconds)

    def offer(self) -> Offered:
        """Return projects and custom fields: of the latest issues, where the key may not see all fields."""
        self._check_key()
        return Offered(projects=_named(list(self._projects())), fields=self._fields())

    def issues(self, project: str, *, since: datetime | None) -> Iterator[Sequence[Issue]]:
        """Yield issues by their numbers, each page from behind the last number of the one before.

        So nothing that is created, deleted or moved while this reads shifts another issue from one page to the next.
        """
        self._check_key()
        asked = {**EVERY_STATE, "project_id": project, "subproject_id": "!*"}
        if since is not None:
            asked["updated_on"] = f">={since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        last = count = 0
        while True:
            try:
                page = self._page({**asked, "issue_id": f">={last + 1}"})
            except Refused as error:
                if error.status in {403, 404}:
                    raise ProjectClosed(error.message) from error
                raise
            numbers = [issue.id for issue in page.issues]
            if numbers != sorted(set(numbers)) or (numbers and numbers[0] <= last):
                raise UnableToAsk(_("It gave issues in an order that was not asked for."))
            if numbers:
                last, count = numbers[-1], count + len(numbers)
                yield [self._issue(one) for one in page.issues]
            if not numbers or (page.total_count is not None and page.total_count <= len(numbers)):
                return
            if count > MOST_ISSUES:
                raise UnableToAsk(_("A project has more issues than can be read."))

    def find(self, numbers: Sequence[str]) -> Sequence[Issue]:
        """Return those of at most a page of issues that are still there."""
        page = self._page({**EVERY_STATE, "issue_id": ",".join(numbers)})
        wanted = set(numbers)
        return [self._issue(one) for one in page.issues if str(one.id) in wanted]

    def _check_key(self) -> None:
        """Make sure that the key is one: without a valid one Redmine shows what everybody may see, and no error."""
        if not self._is_known:
            self._get("/users/current.json", UserAnswer)
            self._is_known = True

    @cached_property
    def _closed(self) -> frozenset[int]:
        statuses = self._get("/issue_statuses.json", StatusesAnswer).issue_statuses
        return frozenset(one.id for one in statuses if one.is_closed)

    def _issue(self, one: IssueAnswer) -> Issue:
        return one.as_issue(self._address, self._closed if one.status.is_closed is None else ())

    def _page(self, asked: Mapping[str, str]) -> IssuesAnswer:
        return self._get("/issues.json", IssuesAnswer, asked)

    def _projects(self) -> Iterator[Project]:
        offset = 0
        while offset < MOST_PROJECTS:
            page = self._get("/projects.json", ProjectsAnswer, {"limit": str(AT_ONCE), "offset": str(offset)})
            yield from page.projects
            offset += len(page.projects)
            if not page.projects or (page.total_count is not None and offset >= page.total_count):
                return

    def _fields(self) -> tuple[tuple[str, str], ...]:
        try:
            found = self._get("/custom_fields.json", FieldsAnswer).custom_fields
        except Refused as error:
            if error.status not in {403, 404}:
                raise
            latest = self._page({"status_id": "*", "sort": "updated_on:desc", "limit": str(AT_ONCE)}).issues
            return tuple({str(one.id): one.name for issue in latest for one in issue.custom_fields}.items())
        return tuple((str(one.id), one.name) for one in found if one.customized_type == "issue")

    def _get(self, path: str, shape: type[Answer], asked: Mapping[str, str] | None = None) -> Answer:
        try:
            return shape.model_validate(self._asker.get(path, asked))
        except ValidationError as error:
            raise UnableToAsk(
                _("It answered, but not as this tracker does: is it the address of the tracker itself?")
            ) from error


def _named(projects: Sequence[Project]) -> tuple[tuple[str, str], ...]:
    """Return numbers and names of projects by name, those of one name told apart by their identifiers."""
    counts = Counter(one.name for one in projects)
    named = [(str(one.id), f"{one.name} ({one.identifier})" if counts[one.name] > 1 else one.name) for one in projects]
    return tuple(sorted(named, key=lambda one: (one[1].casefold(), one[0])))
