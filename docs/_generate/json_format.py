"""The reference of the JSON that programs read, from its schema and from a real answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from _generate.markdown import block, table
from _generate.running import ROOT, output_of

SCHEMAS = ROOT / "src" / "makegood" / "cli" / "schema"
EXAMPLE = ("check", "demo", "--as-of", "2026-11-23", "--promise", "NWR-180", "--json")
KEPT_LENGTH = 1
"""Elements of each list that the example keeps."""
PLAIN = {"day": "date", "maybe_day": "date or null", "maybe_share": "share or null"}
"""How definitions of single values are called."""

Node = dict[str, Any]
Row = tuple[str, str, str]


def json_keys() -> str:
    """Return a table of the keys of a check, then one for each kind of object inside."""
    return _keys("check", known=())


def quote_keys() -> str:
    """Return the same for a quote; what a check has too stands there."""
    return _keys("quote", known=("views", "view", "likeness", "cause", "term", "curve", "note", "error"))


def options_keys() -> str:
    """Return the same for a best set of options; what a check has too stands there."""
    return _keys("options", known=("note", "error"))


def backtest_keys() -> str:
    """Return the same for a backtest; what a check has too stands there."""
    return _keys("backtest", known=("note", "error"))


def replay_keys() -> str:
    """Return the same for a replay."""
    return _keys("replay", known=("coverage", "error"))


def learn_keys() -> str:
    """Return the same for proposals."""
    return _keys("learn", known=("error",))


def _keys(verb: str, known: tuple[str, ...]) -> str:
    """Return the tables of a schema; kinds of object that are ``known`` by now are left out."""
    schema = json.loads((SCHEMAS / f"{verb}-1.json").read_text("utf-8"))
    kinds = {name: node for name, node in schema["$defs"].items() if "properties" in node and name not in known}
    inside = [f"### {name}\n\n{_table(node)}" for name, node in kinds.items()]
    whole = "The whole" if verb == "check" else f"The whole {verb}"
    return "\n\n".join([f"### {whole}", _table(schema), *inside])


def json_example() -> str:
    """Return the answer about one promise of the demo company, every list cut to its first element."""
    return block("json", json.dumps(_cut(json.loads(output_of(*EXAMPLE))), indent=2, ensure_ascii=False))


def _table(node: Node) -> str:
    return table(("Key", "Type", "Meaning"), _rows(node, ""))


def _rows(node: Node, prefix: str) -> Iterator[Row]:
    """Yield the keys of ``node``; those of objects that have no name of their own follow theirs, with a dot."""
    for name, value in node["properties"].items():
        yield f"`{prefix}{name}`", _type(value), value.get("description", "")
        inner = value.get("items", value)
        if "properties" in inner:
            yield from _rows(inner, f"{prefix}{name}.")


def _type(node: Node) -> str:
    match node:
        case {"$ref": str(reference)}:
            return _named(reference.rpartition("/")[2])
        case {"const": value}:
            return f"`{json.dumps(value)}`"
        case {"enum": values}:
            words = ", ".join(f"`{json.dumps(value)}`" for value in values if value is not None)
            return words if None not in values else f"{words} or null"
        case {"anyOf": choices}:
            return " or ".join(map(_type, choices))
        case {"type": "array", "items": inner}:
            return f"list of {_type(inner)}"
        case {"type": list(names)}:
            return " or ".join(names)
    return str(node.get("type", "any"))


def _named(name: str) -> str:
    if name in PLAIN or name in ("share", "amounts"):
        return PLAIN.get(name, name)
    return f"[{name}](#{name})"


def _cut(value: object) -> object:
    if isinstance(value, dict):
        return {key: _cut(each) for key, each in value.items()}
    return [_cut(each) for each in value[:KEPT_LENGTH]] if isinstance(value, list) else value
