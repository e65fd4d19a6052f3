"""The life of a promise: the table of its states, and a picture of who may follow whom, both from the code."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from _generate.markdown import table
from _generate.pictures.style import FONT, INK, KEPT, LATE, LINE, QUIET, THIRD, dark_rules
from makegood.promises.states import OWNED_BY, TRANSITIONS, State, Verb

LEFT, TOP, COLUMN, ROW, LEGEND = 150, 84, 112, 34, 40
COLOURS = {"sales": THIRD, "operations": KEPT, "customer-success": LATE}


def life_cycle() -> str:
    """Return every state with the function that answers for it and what may come next."""
    return table(("State", "Who answers for it, beside the owner", "What may come next"), _rows())


def _rows() -> Iterator[tuple[str, str, str]]:
    for state in State:
        moves = ", ".join(f"`{verb}` → {_named(after)}" for verb, after in TRANSITIONS[state].items())
        yield f"**{_named(state)}**", OWNED_BY[state].replace("-", " "), moves or "nothing: it has ended"


def life_cycle_picture() -> str:
    """Return the picture as SVG: a column for each state, a row for each verb, from dots to an arrow's head."""
    width, height = LEFT + COLUMN * len(State), TOP + ROW * len(Verb) + LEGEND
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-labelledby="life-title life-told" font-family="{escape(FONT)}" font-size="13">'
        ),
        '<title id="life-title">The life of a promise</title>',
        f'<desc id="life-told">{escape(" ".join(_told()))}</desc>',
        dark_rules(),
        *(part for state in State for part in _column(state, height)),
        *(part for row, verb in enumerate(Verb) for part in _arrow(verb, TOP + ROW * row + ROW // 2)),
        *_legend(height - 12),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _named(state: State) -> str:
    return state.value.replace("-", " ")


def _x(state: State) -> int:
    return LEFT + COLUMN * list(State).index(state) + COLUMN // 2


def _told() -> Iterator[str]:
    """Say in words what the picture shows."""
    for verb in Verb:
        sources = [_named(state) for state in State if verb in TRANSITIONS[state]]
        yield f"{verb}: from {' or '.join(sources)} to {_named(_target(verb))}."


def _target(verb: Verb) -> State:
    (target,) = {moves[verb] for moves in TRANSITIONS.values() if verb in moves}
    return target


def _column(state: State, height: int) -> Iterator[str]:
    x, colour = _x(state), COLOURS[OWNED_BY[state]]
    words = _named(state).replace("cancelled by", "cancelled_by").split()
    for place, word in enumerate(words):
        y = TOP - 24 - 16 * (len(words) - 1 - place)
        yield (
            f'<text x="{x}" y="{y}" text-anchor="middle" font-weight="600" fill="{INK}">{word.replace("_", " ")}</text>'
        )
    yield f'<rect x="{x - COLUMN // 2 + 8}" y="{TOP - 14}" width="{COLUMN - 16}" height="5" rx="2" fill="{colour}"/>'
    yield f'<line x1="{x}" y1="{TOP - 6}" x2="{x}" y2="{height - LEGEND}" stroke="{LINE}"/>'


def _arrow(verb: Verb, y: int) -> Iterator[str]:
    target = _x(_target(verb))
    sources = [_x(state) for state in State if verb in TRANSITIONS[state]]
    yield f'<text x="8" y="{y + 4}" fill="{INK}">{verb.replace("-", " ")}</text>'
    for side in (-1, 1):
        on_this_side = [x for x in sources if (x - target) * side > 0]
        if on_this_side:
            far = max(on_this_side, key=lambda x: abs(x - target))
            tip, base = target + 3 * side, target + 11 * side
            yield f'<line x1="{far}" y1="{y}" x2="{base}" y2="{y}" stroke="{QUIET}" stroke-width="2"/>'
            yield f'<polygon points="{tip},{y} {base},{y - 5} {base},{y + 5}" fill="{QUIET}"/>'
    for x in sources:
        yield f'<circle cx="{x}" cy="{y}" r="5" fill="{QUIET}"/>'


def _legend(y: int) -> Iterator[str]:
    for place, (function, colour) in enumerate(COLOURS.items()):
        x = LEFT + 170 * place
        yield f'<rect x="{x}" y="{y - 6}" width="22" height="5" rx="2" fill="{colour}"/>'
        yield f'<text x="{x + 30}" y="{y}" fill="{QUIET}">{function.replace("-", " ")} answers</text>'
