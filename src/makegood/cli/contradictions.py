"""What to say where a portfolio contradicts itself, though reading it has let that through."""

from __future__ import annotations

from makegood.cli.usage import UsageProblem
from makegood.engine import InvalidPortfolio
from makegood.engine.results import Message
from makegood.phrases import Language, sentence


def contradicted(portfolio: InvalidPortfolio, language: Language) -> UsageProblem:
    """Return the problem that names every contradiction."""
    said = (
        (problem.subject, sentence("contradiction", Message(problem.code, problem.values), language.code))
        for problem in portfolio.problems
    )
    return UsageProblem(*(f"{subject}: {why}" for subject, why in said))
