"""Writing many rows quickly: the same statements as Django's, without an expression for every value.

Django turns each value of each row into an expression of a statement, which is three fifths of the work of an import.
Here a column is prepared at once, a value that comes again only once, and PostgreSQL is sent rows by COPY. Constraints,
triggers and defaults hold as for any other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connection, connections
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

AS_THEY_ARE = (CharField, TextField, IntegerField, BooleanField, BinaryField, ForeignKey)
"""Fields whose values both databases take as Python has them."""
PLAIN = frozenset({str, int, bool, bytes, type(None)})
AT_ONCE = 500
"""Rows of one statement where PostgreSQL is not sent a copy."""


class Written(str):
    """JSON that somebody has written already."""

    __slots__ = ()


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that give the columns ``names`` (attributes such as ``owner_id``) of ``model``; IntegrityError.

    The other columns get the database's own defaults, as a primary key does that counts.
    """
    prepared = _rows(model, names, rows)
    if not prepared:
        return
    table, columns = _named(model, names)
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", prepared)  # noqa: S608  # names of our own


def put_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, unique: str) -> None:
    """Insert rows; one that is there by its ``unique`` column is given the other columns instead. IntegrityError."""
    prepared = _rows(model, names, rows)
    table, columns = _named(model, names)
    (same,) = _named(model, [unique])[1]
    given = ", ".join(f"{column} = excluded.{column}" for column in columns if column != same)
    begin = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608  # names of our own
    end = f" ON CONFLICT ({same}) DO UPDATE SET {given}"
    marks = f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(begin + marks + end, prepared)
            return
        for some in _in_parts(prepared):
            cursor.execute(begin + ", ".join([marks] * len(some)) + end, [value for row in some for value in row])


def change_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, by: str) -> None:
    """Give rows that are there other values, each found ``by`` one of its columns; those that are not are left out."""
    prepared = _rows(model, names, rows)
    table, columns = _named(model, names)
    place = list(names).index(by)
    others = [column for column in columns if column != columns[place]]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            given = ", ".join(f"{column} = %s" for column in others)
            statement = f"UPDATE {table} SET {given} WHERE {columns[place]} = %s"  # noqa: S608  # names of our own
            cursor.executemany(statement, [(*row[:place], *row[place + 1 :], row[place]) for row in prepared])
            return
        types = [f"%s::{_field(model, name).rel_db_type(connections[connection.alias])}" for name in names]
        given = ", ".join(f"{column} = given.{column}" for column in others)
        begin = f"UPDATE {table} SET {given} FROM (VALUES "  # noqa: S608  # names of our own
        end = f") AS given ({', '.join(columns)}) WHERE {table}.{columns[place]} = given.{columns[place]}"
        typed, marks = f"({', '.join(types)})", f"({', '.join(['%s'] * len(names))})"
        for some in _in_parts(prepared):
            values = ", ".join([typed, *[marks] * (len(some) - 1)])
            cursor.execute(begin + values + end, [value for row in some for value in row])


def _rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Return rows as the database takes them."""
    fields = [_field(model, name) for name in names]
    columns = [_prepared(field, column) for field, column in zip(fields, zip(*rows, strict=True), strict=False)]
    return list(zip(*columns, strict=True))


def _named(model: type[Model], names: Sequence[str]) -> tuple[str, list[str]]:
    """Return how the table of ``model`` is called, and its columns with these ``names``."""
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), [quote(str(_field(model, name).column)) for name in names]  # public


def _in_parts(rows: Sequence[tuple[Any, ...]]) -> Iterable[Sequence[tuple[Any, ...]]]:
    return (rows[begin : begin + AT_ONCE] for begin in range(0, len(rows), AT_ONCE))


def insert_objects(objects: Sequence[Model]) -> None:
    """Insert new objects of one model as ``bulk_create`` does, with primary keys in their order; IntegrityError."""
    if not objects:
        return
    model = type(objects[0])
    for number, one in zip(_numbers(model, len(objects)), objects, strict=True):
        one.pk = number
    names = [field.attname for field in model._meta.concrete_fields]  # public, in Django's way
    insert_rows(model, names, [[getattr(one, name) for name in names] for one in objects])
    for one in objects:
        one._state.adding, one._state.db = False, connection.alias  # noqa: SLF001  # as bulk_create leaves them


def _numbers(model: type[Model], count: int) -> list[int]:
    """Return primary keys that nobody else gets; on SQLite inside a transaction, which is the only one that writes."""
    table, column = model._meta.db_table, model._meta.pk.column  # public, in Django's way
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return sorted(number for (number,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    begin = int(last[0]) + 1 if last else 1
    return list(range(begin, begin + count))


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.get_field(name)  # public, in Django's way
    if not isinstance(found, Field):
        raise TypeError(f"{name} of {model.__name__} is no column")
    return found


def _prepared(field: Field[Any, Any], column: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as the database takes them."""
    kinds = set(map(type, column))
    if isinstance(field, JSONField) and kinds <= {Written}:
        return [str(value) for value in column]
    if isinstance(field, AS_THEY_ARE) and type(field).__module__.startswith("django."):
        if kinds <= PLAIN:
            return column
        if all(issubclass(kind, (str, type(None))) for kind in kinds):  # values of an enum
            return [None if value is None else str(value) for value in column]
    prepare = partial(
        field.get_db_prep_save, connection=connections[connection.alias]
    )  # not the proxy, asked each time
    try:
        known = {value: prepare(value) for value in set(column)}
    except TypeError:  # a list or a mapping, to be written as JSON
        return [prepare(value) for value in column]
    return [known[value] for value in column]
