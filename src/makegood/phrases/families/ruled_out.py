"""Why an option isn't in the best set; codes of :data:`makegood.engine.best.Reason`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, phrase

RULED_OUT: Mapping[str, Phrase] = MappingProxyType(
    {
        "vetoed kind": phrase("Vetoed: no change of this kind."),
        "vetoed team": phrase("Vetoed: nothing may be asked of {subject}."),
        "vetoed promise": phrase("Vetoed: {subject} must not be touched."),
        "concedes a protected promise": phrase("{subject} is protected, and this would take something back."),
        "over budget": phrase("It costs more than the budget."),
        "can't be applied": phrase("It can't be applied as things stand."),
        "harms a protected promise": phrase("It would make {subject} less likely, which is protected."),
        "delays too much": phrase("{subject} would come too late."),
        "saves nothing": phrase("By itself it saves nothing."),
        "costs more than it saves": phrase("It costs more than it saves."),
        "others are better": phrase("Others do more beside what is chosen."),
    }
)
