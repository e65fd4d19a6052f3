"""What people type, read by the engine's rules of wording: what blames in it, and how it could be said instead.

It is for the writer and nobody else: nothing of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from makegood.engine.wording import Blame, find_blame
from makegood.engine.wording.rules import Kind

ADVICE: Mapping[Kind, object] = {
    "accusation": _("Says who is to blame. What was needed, and what came instead?"),
    "absolute": _("Always and never are seldom so. When did it happen?"),
    "mind reading": _("Says what others thought or wanted. What did you see, and what would you ask them?"),
    "sarcasm": _("Can be read as mockery. What would you have wished for?"),
    "reproach": _("Looks back at what somebody should have done. What would help now, or next time?"),
    "label": _("Judges people. What did you see?"),
    "half apology": _("Regrets how somebody feels. What do we regret that we did?"),
}
FRAMES: Mapping[str, Mapping[Kind, str]] = {
    "en": {
        "accusation": "We needed … by …; what came was ….",
        "absolute": "It happened on … and on ….",
        "mind reading": "I saw …; I would like to ask why.",
        "sarcasm": "I would have wished for ….",
        "reproach": "What would help now is ….",
        "label": "What I saw was ….",
        "half apology": "We regret that we ….",
    },
    "de": {
        "accusation": "Gebraucht wurde … bis …; gekommen ist ….",
        "absolute": "Das war so am … und am ….",
        "mind reading": "Zu sehen war …; die Frage ist, warum.",
        "sarcasm": "Gewünscht war ….",
        "reproach": "Jetzt würde helfen, wenn ….",
        "label": "Zu sehen war ….",
        "half apology": "Wir bedauern, dass wir ….",
    },
}
"""A sentence to fill in, in the language of what was typed, instead of one that blames."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*\s*|\n")


@dataclass(frozen=True, slots=True)
class Reworded:
    """What was typed in pieces, each with whether it blames; why; and how it could be said."""

    pieces: tuple[tuple[str, bool], ...]
    advice: tuple[object, ...]
    better: str


def reworded(text: str) -> Reworded | None:
    """Return what blames in ``text`` and a better wording; None where nothing does."""
    blames = find_blame(text)
    if not blames:
        return None
    advice = dict.fromkeys(ADVICE[blame.kind] for blame in blames)
    return Reworded(tuple(_pieces(text, blames)), tuple(advice), _better(text, blames))


def _pieces(text: str, blames: tuple[Blame, ...]) -> list[tuple[str, bool]]:
    found, here = [], 0
    for blame in blames:
        found += [(text[here : blame.start], False), (blame.text, True)]
        here = blame.end
    return [piece for piece in (*found, (text[here:], False)) if piece[0]]


def _better(text: str, blames: tuple[Blame, ...]) -> str:
    """Return ``text`` with a sentence to fill in for each that blames; the others stay."""
    frames = FRAMES["en" if find_blame(text, ("en",)) else "de"]

    def instead(sentence: re.Match[str]) -> str:
        first = next((one for one in blames if sentence.start() <= one.start < sentence.end()), None)
        return sentence.group() if first is None else frames[first.kind] + " "

    return _SENTENCE.sub(instead, text).strip()
