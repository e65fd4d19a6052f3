"""A decision that everybody can call fair: criteria, weights, scales and limits are locked before options are scored.

.. code-block:: python

    frame = Frame(criteria=(...), weighting=Swings({...}), acceptable_risk=0.15, acceptable_delay_days=21)
    lock = frame_hash(frame)                                      # published before anybody sees an option
    card = Scorecard(frame=lock, options=(...), judges=frozenset({"ada", "marco"}))
    decision = decide(frame, card, seed=7)                        # or InvalidScores, with every fault
    decision.verdict, decision.first, decision.weight_flip, decision.robust
    lines = what_reopens(frame, card, decision.first)             # later: any(line.is_crossed(value))

A score carries its source, a judgement its reason. Nothing that is missing counts as zero, and nothing is decided
before the last judge has judged. A veto and a limit exclude an option, whatever else speaks for it; so does another
option that is nowhere worse and somewhere better.
"""

from makegood.engine.deciding.decision import DRAWS, Decision, Verdict, decide, what_reopens
from makegood.engine.deciding.faults import FAULTS, Fault, InvalidFrame, InvalidScores, Refused
from makegood.engine.deciding.frames import Criterion, Frame
from makegood.engine.deciding.locking import frame_hash, frame_text, read_frame
from makegood.engine.deciding.ranking import Standing
from makegood.engine.deciding.robustness import Acceptability
from makegood.engine.deciding.scales import Scale
from makegood.engine.deciding.score_changes import Reopening, ScoreFlip
from makegood.engine.deciding.scores import Judged, Judgement, Measured, Option, Scorecard
from makegood.engine.deciding.weight_changes import Sway, WeightFlip, WeightRange
from makegood.engine.deciding.weights import Ranks, Shares, Swings

__all__ = [
    "DRAWS",
    "FAULTS",
    "Acceptability",
    "Criterion",
    "Decision",
    "Fault",
    "Frame",
    "InvalidFrame",
    "InvalidScores",
    "Judged",
    "Judgement",
    "Measured",
    "Option",
    "Ranks",
    "Refused",
    "Reopening",
    "Scale",
    "ScoreFlip",
    "Scorecard",
    "Shares",
    "Standing",
    "Sway",
    "Swings",
    "Verdict",
    "WeightFlip",
    "WeightRange",
    "decide",
    "frame_hash",
    "frame_text",
    "read_frame",
    "what_reopens",
]
