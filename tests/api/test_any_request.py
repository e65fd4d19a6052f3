"""Whatever is sent, what comes back is described, and is never a failure of ours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from makegood.config.wsgi import application
from tests.api.callers import Operation, Program, description, operations
from tests.depth import examples

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.strictest]
EXAMPLES = examples(15)
"""Drawn at random for each operation, after some sixty that go systematically through its description."""
RULES = positive_data_acceptance
"""Left out: a description says nothing of keys that are taken, or of customers that are closed."""
LOST = negative_data_rejection
"""Left out for reads: a filter too many that is empty is not sent at all, and the token replaces a missing one. Filters
that are not known are tried in test_problems."""

described = schemathesis.openapi.from_dict(description())
described.app = application
described.location = "http://127.0.0.1/api/v1/openapi.json"


@cache
def feedback() -> FeedbackSources:
    """Return what schemathesis itself looks up once for all operations."""
    return FeedbackSources(constants_value_source=make_constants_value_source(described))


@pytest.fixture(scope="module")
def program(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Program]:
    """Return a program that may do everything, in a house that has one of each: every request is undone after it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.API_REQUESTS_A_MINUTE", 1_000_000)
        patch.setattr("django.conf.settings.ALLOWED_HOSTS", ["*"])
        yield furnished()
        transaction.set_rollback(True)


def furnished() -> Program:
    program = Program()
    made = program.write("POST", "customers", {"key": "N", "name": "Northwind"}, status=201)
    program.write("POST", f"customers/{made['number']}/contacts", {"name": "Cleo"}, status=201)
    program.write("POST", "glossary", {"name": "wobble", "definition": "A move.", "language": "en"}, status=201)
    said = {"customer": made["number"], "wording": "Ready in May.", "channel": "call", "due": "2027-05-31"}
    promise = program.write("POST", "promises", said, status=201)["number"]
    term = {"kind": "specification", "subject": "weight", "operator": "<=", "value": "3", "unit": "kg"}
    program.write("POST", f"promises/{promise}/terms", term, status=201)
    note = {"kind": "note", "title": "Call", "text": "In May"}
    program.write("POST", f"promises/{promise}/evidence", note, status=201)
    return program


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Let all examples share a connection, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", list(operations()), ids=str)
def test_whatever_is_sent_is_answered_as_described(operation: Operation, program: Program) -> None:
    """Make the examples here: at collection every process would make those of all operations."""

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    def answered(case: schemathesis.Case[Any]) -> None:
        left_out = [RULES, LOST] if case.method == "GET" else [RULES]
        with transaction.atomic():
            case.call_and_validate(headers={"Authorization": f"Bearer {program.secret}"}, excluded_checks=left_out)
            transaction.set_rollback(True)

    build_operation_test(
        config=described.config,
        operation=described[operation.path][operation.verb],
        test_func=answered,
        given_kwargs={},
        feedback=feedback(),
    )()
