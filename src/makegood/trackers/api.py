"""Trackers for programs: how they stand, and pulling now. Connecting one is for people, who hold its key."""

from __future__ import annotations

from makegood.foundation.clock import present
from makegood.trackers import queries, services
from makegood.trackers.policies import check_see_trackers
from makegood.trackers.schemas import PullOut, TrackerOut
from makegood.web.programs import Number, ProgramRequest, Programs

trackers = Programs("trackers")


@trackers.read("", list[TrackerOut])
def list_trackers(request: ProgramRequest) -> list[TrackerOut]:
    """List the trackers that work comes from."""
    check_see_trackers(request.viewer)
    return [TrackerOut.model_validate(row) for row in queries.trackers(request.viewer)]


@trackers.read("/{int:number}", TrackerOut)
def get_tracker(request: ProgramRequest, number: Number) -> TrackerOut:
    """Get a tracker."""
    return TrackerOut.model_validate(queries.find_tracker(number, request.viewer))


@trackers.read("/{int:number}/pulls", list[PullOut])
def list_pulls(request: ProgramRequest, number: Number) -> list[PullOut]:
    """List the latest pulls from a tracker, the newest first, with what they left out and why."""
    queries.find_tracker(number, request.viewer)
    return [PullOut.model_validate(row) for row in queries.pulls_of(number, request.viewer)]


@trackers.write("POST", "/{int:number}/pull", TrackerOut)
def pull_tracker(request: ProgramRequest, number: Number) -> TrackerOut:
    """Pull everything from a tracker as soon as may be; answered before it begins."""
    services.pull_now(number=number, by=request.viewer, at=present())
    return TrackerOut.model_validate(queries.find_tracker(number, request.viewer))
