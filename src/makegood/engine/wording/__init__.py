"""Wording that blames, for the eyes of its writer: before a contribution is posted, what in it will make others defend.

``find_blame("Sales always promised what we can't build.")`` says what, where and of which kind; ``phrases`` says why it
hurts (family ``blame``) and how to say the same as observation, effect and request (family ``fair wording``). Tables of
patterns and nothing else: the same text gives the same findings, and each can be looked up.
"""

from makegood.engine.wording.checking import RULES, Blame, find_blame
from makegood.engine.wording.rules import KINDS, Kind

__all__ = ["KINDS", "RULES", "Blame", "Kind", "find_blame"]
