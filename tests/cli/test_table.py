"""The table of promises is right at every width."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from makegood.cli.render_table import render_table, rows_to_show
from makegood.cli.table_cells import binding_cell
from makegood.engine.results import TermForecast
from tests.cli.sample import demo_view, forecast, on_course, promise, unknown, view, written

WIDTHS = (60, 80, 100, 140)


def table(*promises: object, **options: object) -> list[str]:
    result = forecast(*promises)  # type: ignore[arg-type]  # forecasts of promises
    on = view(result, **options)  # type: ignore[arg-type]  # width, language, encoding
    return written(on, render_table(on, on.open))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = table(width=width)
    assert len(lines) == 5
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("figure", ["NW-17", "15 Jan", "11 Feb", "22 %", "27 d", "▲ danger"])
def test_no_figure_is_ever_cut(width: int, figure: str) -> None:
    assert any(figure in line for line in table(width=width))


def test_p50_goes_first_when_room_gets_short() -> None:
    assert "P50" in table(width=140)[0]
    assert "P50" not in table(width=80)[0]
    assert "P85" in table(width=80)[0]


def test_at_80_columns_there_is_a_bar_a_number_and_what_binds() -> None:
    row = table(width=80)[1]
    assert "━───  22 %" in row
    assert row.endswith("Assembly")


@pytest.mark.parametrize("language", ["en", "de"])
def test_at_80_columns_what_binds_the_demo_s_promises_can_be_read(language: str) -> None:
    """Names as long as people choose them: numbers stay whole, what binds keeps 20 columns, bars give way."""
    on = demo_view(width=80, language=language)
    header, *rows = written(on, render_table(on, on.open))
    place = header.index({"en": "Binds", "de": "Engpass"}[language])
    assert 80 - place >= 20
    assert max(map(cell_len, rows)) <= 80
    assert not any("━" in row for row in rows)
    for row, each in zip(rows, on.open, strict=True):
        if each.p_kept is not None:
            assert re.search(r" (<\s*1|\d+) % ", row[:place])
        assert on.day(each.due) in row
        cause = binding_cell(on, each, short=True).plain
        assert cause in row or row[place:].startswith(cause[:19].rstrip())


def test_wide_terminals_show_what_the_promise_is_about() -> None:
    assert "480 vibration" in table(width=140)[1]


def test_every_status_has_a_shape_and_a_word() -> None:
    rows = table()[1:]
    assert [row.split()[:2] for row in rows] == [["▲", "danger"], ["◆", "watch"], ["?", "unknown"], ["✓", "good"]]


def test_the_status_is_told_in_german() -> None:
    rows = table(language="de")[1:]
    assert [row.split()[1] for row in rows] == ["Gefahr", "knapp", "unklar", "gut"]


def test_where_the_encoding_has_no_signs_plain_ones_stand_in() -> None:
    lines = table(encoding="ascii", language="de", width=100)
    assert all(line.isascii() for line in lines)
    assert "Faellig" in lines[0]
    assert "#" in lines[1]


def test_a_bar_is_full_only_at_certainty() -> None:
    assert "━───" in table(promise(p_kept=0.01))[1]
    assert "━━━─" in table(promise(p_kept=0.999))[1]
    assert "━━━━ 100 %" in table(promise(p_kept=1.0))[1]


@pytest.mark.parametrize(("gap", "words"), [(27, "27 d late"), (0, "on the day"), (-3, "3 d early"), (None, "–")])
def test_a_gap_is_said_in_words_where_there_is_room(gap: int | None, words: str) -> None:
    assert words in table(promise(gap_days=gap), width=140)[1]


def test_a_gap_between_dates_is_not_told_where_another_term_decides() -> None:
    """Early and yet in danger would be a riddle."""
    term = TermForecast("specification", "wireless protocol", "= LoRaWAN", "Zigbee", None, 0.0, "not met")
    row = table(promise(p_kept=0.0, gap_days=-3, binding_term=term), width=140)[1]
    assert "3 d" not in row
    assert re.search(r"0 %\s+–\s+wireless protocol", row)


def test_a_date_beyond_the_horizon_is_not_a_date() -> None:
    assert "> 21 Nov 28" in table(promise(p85=None, p95=None, gap_days=None), width=140)[1]


def test_the_term_that_is_likelier_to_fail_is_named_instead_of_what_binds_the_date() -> None:
    level = TermForecast("service level", "availability", "99.95 % >= 1", "99.5 %", 0.0045, 0.2, "not met")
    row = table(promise(binding_term=level), width=140)[1]
    assert "availability" in row
    assert "Assembly" not in row


def test_a_name_cannot_move_the_cursor_or_be_read_as_markup() -> None:
    row = table(promise("[red]X[/]\x1b[2J", customer="Tern\r\u202egnoL"), width=140)[1]
    assert "[red]X[/]·[2J" in row
    assert "Tern ·gnoL" in row


def test_wide_characters_keep_the_columns_in_line() -> None:
    lines = table(promise("A", customer="東京計測器"), promise("B", customer="Helios"), width=140)
    places = [cell_len(line[: line.index("15 Jan")]) for line in lines[1:]]
    assert places[0] == places[1]


names = st.text(max_size=60)


@given(key=names, customer=names, team=names, width=st.integers(60, 160), p=st.floats(0, 1))
def test_whatever_the_names_each_promise_takes_one_line(
    key: str, customer: str, team: str, width: int, p: float
) -> None:
    from makegood.engine.results import Cause

    shown = promise(key, customer=customer, p_kept=p, binding=Cause("wait", team, 0.5, 3.0))
    lines = table(shown, unknown("U"), width=width)
    assert len(lines) == 3
    assert max(map(cell_len, lines)) <= width


def test_nobody_watching_gets_every_row() -> None:
    on = view(forecast(*(on_course(f"OR-{number}") for number in range(90))))
    assert len(rows_to_show(on, everything=False)) == 90
