"""Numbers, shares, money and dates are written as their readers expect."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.phrases import figures

TODAY = date(2026, 11, 23)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, "0 %"), (0.004, "< 1 %"), (0.29, "29 %"), (0.5989, "59 %"), (0.9999, "99 %"), (1.0, "100 %")],
)
def test_a_share_never_reads_safer_than_it_is(share: float, expected: str) -> None:
    assert plain(figures.write_share(share, "en")) == expected


@given(st.integers(0, 100))
def test_whole_per_cents_survive_binary_fractions(percent: int) -> None:
    assert plain(figures.write_share(percent / 100, "en")) == f"{percent} %"


@pytest.mark.parametrize(("language", "expected"), [("en", "99.95 %"), ("de", "99,95 %")])
def test_a_level_keeps_its_decimals(language: str, expected: str) -> None:
    assert plain(figures.write_exact_share(0.9995, language)) == expected


@pytest.mark.parametrize(
    ("amount", "english", "german"),
    [
        (950, "€ 950", "950 €"),
        (9_999, "€ 9,999", "9.999 €"),
        (10_000, "€ 10k", "10 Tsd. €"),
        (412_300, "€ 412k", "412 Tsd. €"),
        (999_999, "€ 1m", "1 Mio. €"),
        (15_540, "€ 15.5k", "15,5 Tsd. €"),
        (1_240_000, "€ 1.2m", "1,2 Mio. €"),
        (312_000_000, "€ 312m", "312 Mio. €"),
        (2_000_000_000, "€ 2bn", "2 Mrd. €"),
    ],
)
def test_large_amounts_are_shortened(amount: float, english: str, german: str) -> None:
    assert plain(figures.write_rough_money(amount, "EUR", "en")) == english
    assert plain(figures.write_rough_money(amount, "EUR", "de")) == german


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["en", "de"]))
def test_any_number_can_be_written(value: float, language: str) -> None:
    assert figures.write_number(value, language)
    assert figures.write_number(value, language, decimals=0)


def test_a_number_with_more_digits_than_its_own_is_told_by_its_size() -> None:
    assert figures.write_number(-6.8e244, "de") == "-6,8E244"
    assert figures.write_number(123_456_789_012_345.0, "en") == "123,456,789,012,345"


def test_money_without_a_currency_is_a_number() -> None:
    assert figures.write_money(186_000, "", "en") == "186,000"
    assert figures.write_rough_money(186_000, "", "en") == "186k"


def test_money_in_full_has_no_cents() -> None:
    assert plain(figures.write_money(186_000.4, "USD", "en")) == "$ 186,000"
    assert plain(figures.write_money(186_000.4, "PLN", "de")) == "186.000 PLN"


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [
        (53, "15 Jan", "15.01."),
        (-20, "3 Nov", "03.11."),
        (-200, "7 May 26", "07.05.26"),
        (420, "17 Jan 28", "17.01.28"),
    ],
)
def test_a_date_shows_its_year_where_that_is_not_plain(days: int, english: str, german: str) -> None:
    day = TODAY + timedelta(days=days)
    assert figures.write_short_date(day, TODAY, "en") == english
    assert figures.write_short_date(day, TODAY, "de") == german


def test_words_are_joined_as_people_do() -> None:
    assert figures.write_list(["Helios"], "en") == "Helios"
    assert figures.write_list(["Helios", "Fjord"], "de") == "Helios und Fjord"
