"""What a forecast's states, what stands out of it, and what to do next are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from makegood.feasibility.states import Act, ChangeKind, Having, SetReason, Standout, Status

STATUS_NAMES: dict[Status, str | Promise] = {
    Status.RED: later("in danger"),
    Status.AMBER: later("to watch"),
    Status.GREEN: later("on course"),
    Status.UNKNOWN: later("unknown"),
}
KINDS: dict[Status, str] = {Status.RED: "bad", Status.AMBER: "warn", Status.GREEN: "good", Status.UNKNOWN: ""}
"""How the tag of a status looks."""
STANDOUT_NAMES: dict[Standout, str | Promise] = {
    Standout.CIRCLE: later("work that waits for itself"),
    Standout.BEHIND: later("waits for work that waits for itself"),
    Standout.EARLY: later("promised earlier than we can"),
    Standout.DRIFT: later("drifting, and nobody told the customer"),
    Standout.NOT_TOLD: later("in danger, and the customer was never told"),
    Standout.NO_CAPACITY: later("work that nobody has capacity for"),
    Standout.OVERLOAD: later("waits for an overloaded team"),
    Standout.NO_WORK: later("no work listed"),
    Standout.BEYOND: later("not done within what is simulated"),
    Standout.SINGLE: later("estimates of a single number"),
    Standout.STALE: later("estimates that nobody looked at for a month"),
}
HAVING_NAMES: dict[Having, str | Promise] = {
    Having.SHORT: later("More than we have"),
    Having.UNCHECKED: later("Nobody can say"),
}
ACT_NAMES: dict[Act, str | Promise] = {
    Act.CLOSE: later("Say what came of it"),
    Act.OWN: later("Name an owner"),
    Act.TELL: later("Tell the customer"),
    Act.UNTIE: later("Take one of its waits away"),
    Act.STAFF: later("Find capacity"),
    Act.LIST: later("List the work"),
    Act.REMEDY: later("See what decides it"),
    Act.CHECK: later("Check the terms"),
    Act.LOOK: later("Look at the estimates"),
    Act.RANGE: later("Give a range"),
    Act.WATCH: later("Keep an eye on it"),
}
CHANGE_NAMES: dict[ChangeKind, str | Promise] = {
    ChangeKind.ADDED_SLOTS: later("More people or lines"),
    ChangeKind.PLACE: later("Another place"),
    ChangeKind.LESS_SCOPE: later("Less scope"),
    ChangeKind.SPLIT_DELIVERY: later("Split delivery"),
    ChangeKind.LATER_DATE: later("Later date"),
    ChangeKind.DROPPED_TERM: later("A term dropped"),
    ChangeKind.SWAPPED_TEAM: later("Another team"),
    ChangeKind.WORKAROUND: later("A workaround"),
    ChangeKind.REMOVED_RISK: later("A risk ruled out"),
}
"""What each kind of change is called."""
SET_REASON_NAMES: dict[SetReason, str | Promise] = {
    SetReason.NO_COST: later("Nobody said what it costs."),
    SetReason.OTHER_CURRENCY: later("Its cost is in another currency."),
    SetReason.TOO_LATE: later("It comes later after the agreed date than it may."),
}
WORDS = {"names": STATUS_NAMES, "kinds": KINDS, "acts": ACT_NAMES}
"""All of it, as templates name it."""
