"""Keeping what was simulated so that anybody can compute it again: its inputs by pieces, its settings, its past."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from makegood.feasibility import bridge
from makegood.feasibility.models import Piece
from makegood.feasibility.services.rehearsing import Rehearsal


def packed_pieces(known: Rehearsal) -> dict[str, bytes]:
    """Return the pieces that nobody keeps yet, as they are kept: packed before anything is locked."""
    there = set(Piece.objects.filter(digest__in=known.pieces).values_list("digest", flat=True))
    return {digest: bridge.packed(content) for digest, content in known.pieces.items() if digest not in there}


def keep_pieces(packed: Mapping[str, bytes]) -> None:
    """Keep pieces; one that somebody else has kept meanwhile is the same."""
    pieces = (Piece(digest=digest, content=content) for digest, content in packed.items())
    Piece.objects.bulk_create(pieces, ignore_conflicts=True)


def to_compute_again(known: Rehearsal) -> dict[str, Any]:
    """Return the figures of a rehearsal and all that it takes to come to them again, by the names of their columns."""
    return {
        "as_of": known.as_of,
        "seed": known.settings.seed,
        "samples": known.settings.samples,
        "horizon_days": known.settings.horizon_days or 0,
        "traced_samples": known.settings.traced_samples or 0,
        "policy": known.policy,
        "inputs_hash": known.inputs_hash,
        "inputs": bytes.fromhex("".join(known.pieces)),
        "past": bridge.frozen_past(known.past),
        **known.figures,
    }
