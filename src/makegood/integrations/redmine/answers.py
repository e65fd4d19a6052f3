"""What Redmine's REST interface answers, checked field by field: https://www.redmine.org/projects/redmine/wiki/Rest_api."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from makegood.trackers.bridge.contract import Issue

Number = Annotated[int, Field(ge=1, le=10**15)]
COMES_FIRST = {"precedes", "blocks"}
"""Relations whose second issue waits for the first."""


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _without_nul(value: object) -> object:
    """Return a text without what no database keeps: one issue with it must not keep the others away."""
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_without_nul)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
"""Numbers may come as texts, so that not everything was refused when the JSON was read."""


class Named(BaseModel):
    """Something with a number and mostly with a name."""

    id: Number
    name: Text = ""


class Project(Named):
    """A project."""

    identifier: Text = ""
    parent: Named | None = None


class CustomField(Named):
    """A field that the company added."""

    customized_type: str = "issue"


class FieldValue(Named):
    """What such a field holds in one issue."""

    value: Any = None


class Status(Named):
    """A status; Redmine before 5.0 does not say with an issue whether its status is a closed one."""

    is_closed: bool | None = None


class Relation(BaseModel):
    """One issue has to do with another."""

    issue_id: Number
    issue_to_id: Number
    relation_type: str


class IssueAnswer(BaseModel):
    """An issue as Redmine tells it, as far as we read it."""

    id: Number
    project: Named
    status: Status
    subject: Text = ""
    parent: Named | None = None
    fixed_version: Named | None = None
    start_date: date | None = None
    due_date: date | None = None
    done_ratio: Finite | None = None
    estimated_hours: Finite | None = None
    spent_hours: Finite | None = None
    custom_fields: list[FieldValue] = Field(default_factory=list)
    relations: list[Relation] = Field(default_factory=list)
    updated_on: Annotated[datetime, AfterValidator(_aware)]

    def as_issue(self, address: str, closed: Collection[int]) -> Issue:
        """Return it as the contract has it; ``closed`` are the numbers of closed statuses."""
        before = {
            one.issue_id for one in self.relations if one.relation_type in COMES_FIRST and one.issue_to_id == self.id
        }
        is_closed = self.status.id in closed if self.status.is_closed is None else self.status.is_closed
        return Issue(
            number=str(self.id),
            project=str(self.project.id),
            title=self.subject,
            address=f"{address}/issues/{self.id}",
            changed_at=self.updated_on,
            is_closed=is_closed,
            parent=str(self.parent.id) if self.parent else "",
            version=self.fixed_version.name if self.fixed_version else "",
            after=tuple(str(one) for one in sorted(before)),
            hours=self.estimated_hours,
            spent=self.spent_hours,
            done=None if self.done_ratio is None else self.done_ratio / 100,
            starts=self.start_date,
            due=self.due_date,
            fields={str(one.id): text for one in self.custom_fields if (text := _text(one.value))},
        )


class IssuesAnswer(BaseModel):
    """A page of issues."""

    issues: list[IssueAnswer]
    total_count: int | None = None


class ProjectsAnswer(BaseModel):
    """A page of projects."""

    projects: list[Project]
    total_count: int | None = None


class FieldsAnswer(BaseModel):
    """All custom fields: told to administrators of Redmine only."""

    custom_fields: list[CustomField]


class StatusesAnswer(BaseModel):
    """All statuses."""

    issue_statuses: list[Status]


class UserAnswer(BaseModel):
    """Whom the key belongs to. It holds the key itself, so it is read and forgotten."""

    user: Named


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(_without_nul(value))
