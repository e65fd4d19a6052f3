"""Files as they come from real offices: exported, retyped, half translated, and sent by mail."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

from makegood.engine.portfolio import Stated
from tests.files.desk import errors, read

GERMAN_EXPORT = codecs.BOM_UTF8 + (
    "# Export vom 23.11.2026\r\n"
    "Promise;Customer;Due;Made_At;Class;Value;Currency;Wording;Vertriebsgebiet\r\n"
    ';;;;;;;;\r\n'
    '4711;Müller & Söhne GmbH;15.01.2027;01.10.2026;1;1.200.000,50;eur;"Mitte Januar; versprochen.";Süd\r\n'
    '4712; Northwind ;28.02.2027;;;12,5;;"Er sagte:\r\n""sicher""";\r\n'
    "\r\n"
).encode()  # fmt: skip
GERMAN_TEAMS = "team;slots;hours_per_day;available_share\nMontage;2,5;7,5 7,5 7,5 7,5 6 0 0;80 %\n"
GERMAN_WORK = (
    "promise;item;team;p10_hours;p50_hours;p90_hours;after;pausable;done_percent\n"
    "4711;Gehäuse;Montage;7,5;12;30,25;;ja;0\n"
    "4711;Prüfung;Montage;1 000;1 200;2 000;Gehäuse;nein;12,5 %\n"
)


def test_a_german_spreadsheet_export_is_read_whole(tmp_path: Path) -> None:
    files = read(tmp_path, promises=GERMAN_EXPORT, teams=GERMAN_TEAMS, work=GERMAN_WORK)
    first, second = files.portfolio.promises
    assert (first.key, first.customer, first.due, first.value) == (
        "4711", "Müller & Söhne GmbH", date(2027, 1, 15), 1_200_000.5,
    )  # fmt: skip
    assert first.attributes == {"Vertriebsgebiet": "Süd"}
    assert (second.customer, second.wording) == ("Northwind", 'Er sagte:\r\n"sicher"')
    team, (housing, test) = files.portfolio.teams[0], files.portfolio.items
    assert (team.slots, team.hours_per_day[0], team.available_share) == (2.5, 7.5, 0.8)
    assert housing.estimate == Stated(7.5, 12, 30.25)
    assert (test.estimate, test.after, test.pausable, test.done_share) == (
        Stated(1000, 1200, 2000), ("4711/Gehäuse",), False, 0.125,
    )  # fmt: skip


def test_an_american_spreadsheet_export_is_read_whole(tmp_path: Path) -> None:
    promises = (
        "PROMISE,CUSTOMER,DUE,MADE_AT,VALUE\r\n"
        'SO-1,"Contoso, Inc.",1/31/2027 12:00:00 AM,10/1/2026 9:15:00 AM,"1,200,000.50"\r\n'
        'SO-2,Fabrikam,2/1/2027 12:00:00 AM,10/20/2026 4:45:00 PM,"12,500.00"\r\n'
    )
    found = read(tmp_path, promises=promises, work="").portfolio.promises
    assert [(each.due, each.made_at, each.value) for each in found] == [
        (date(2027, 1, 31), date(2026, 10, 1), 1_200_000.5),
        (date(2027, 2, 1), date(2026, 10, 20), 12_500),
    ]


def test_dates_that_a_spreadsheet_exported_as_serial_days_are_read(tmp_path: Path) -> None:
    promises = "promise,customer,due,made_at\nP-1,C,46402,46296.385416\nP-2,C,46419,46300\n"
    found = read(tmp_path, promises=promises, work="").portfolio.promises
    assert [(each.due, each.made_at) for each in found] == [
        (date(2027, 1, 15), date(2026, 10, 1)),
        (date(2027, 2, 1), date(2026, 10, 5)),
    ]


def test_one_pass_over_a_thoroughly_ugly_folder_names_everything(tmp_path: Path) -> None:
    found = errors(
        tmp_path,
        promises=(
            "promise,customer,due,class\nP-1,Northwind,2027-01-15,1\n,,,\nP-1,Northwind,2027-01-16,1\n"
            "P-2,=cmd|'/C calc'!A0,15.02.2027,first\n"
        ),
        teams="team;slots;available_share\nAssembly;-3;80\n",
        work=(
            "promise,item,team,p10_hours,p50_hours,p90_hours,after\nP-1,build,Asembly,20,10,40,\n"
            "P-2,code,Assembly,1,2,1e9,\nP-3,sell,Assembly,-1,2,3,code\nP-1,a,Assembly,1,2,3,b\nP-1,b,Assembly,1,2,3,a\n"
        ),
        history="promise,promised\nH-1,01/02/2026\nH-2,03/04/2026\n",
        absences="team,from,to\nAssembly,2027-01-05,2027-01-01\n".encode("utf-16"),
        risks='risk,probability,factor,items\nR,"1,5",2,P-1/build\n',
    )
    assert [(error.file, error.row, error.column, error.problem.code) for error in found] == [
        ("absences.csv", None, None, "UTF-16"),
        ("history.csv", 2, "promised", "ambiguous date"),
        ("promises.csv", 4, "promise", "duplicate"),
        ("promises.csv", 5, "class", "not a number"),
        ("promises.csv", 5, "due", "mixed date formats"),
        ("risks.csv", 2, "probability", "bare percentage"),
        ("teams.csv", 2, "available_share", "bare percentage"),
        ("teams.csv", 2, "slots", "out of range"),
        ("work.csv", 2, "p10_hours", "percentiles out of order"),
        ("work.csv", 2, "team", "unknown team"),
        ("work.csv", 3, "p90_hours", "out of range"),
        ("work.csv", 4, "after", "unknown item"),
        ("work.csv", 4, "p10_hours", "out of range"),
        ("work.csv", 4, "promise", "unknown promise"),
        ("work.csv", 5, "after", "cycle"),
    ]
