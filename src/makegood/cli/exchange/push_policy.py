"""Pushing the rules by which promises rank: they are proposed, because somebody else has to publish them."""

from __future__ import annotations

from collections.abc import Iterator

from makegood.cli.exchange.fates import Texts, Told
from makegood.cli.exchange.interface import Interface, NotDone
from makegood.phrases import Language


def push_policy(texts: Texts, interface: Interface, *, dry: bool, language: Language) -> Iterator[Told]:
    """Yield what became of the rules, where the folder has any."""
    table, say = texts.tables.get("policy"), language.say
    if table is None or not table.rows:
        return
    rules = [rule.strip().casefold().replace("_", "-") for rule in table.columns["rule"]]
    named = ", ".join(rules)
    at = (table.file, None, table.file)
    try:
        in_force = interface.get("forecast/policies")[0]
        if rules == in_force["rules"]:
            yield Told(*at, "same", say("as it was"))
        elif any(rules == one["rules"] for one in interface.get("forecast/policy-drafts")):
            yield Told(*at, "same", say("proposed already: {rules}; somebody else has to publish it", rules=named))
        else:
            if not dry:
                reason = say("A folder was pushed that ranks so.")
                body = {"name": named, "rules": rules, "offers": in_force["offers"], "reason": reason}
                interface.send("POST", "forecast/policy-drafts", body)
            yield Told(*at, "new", say("proposed: {rules}; somebody else has to publish it", rules=named))
    except NotDone as refused:
        yield Told(*at, "refused", say("refused: {reason}", reason=refused))
