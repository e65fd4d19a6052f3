"""How tables of promises are headed. Only parsing: whether a row can be used is said by ``services.importing``."""

from __future__ import annotations

from collections.abc import Sequence

from makegood.tables import imports as tables
from makegood.tables.imports import UnreadableTable

__all__ = ["HEADINGS", "Table", "UnreadableTable", "guess_mapping", "read_table"]

Table = tables.Table

HEADINGS: dict[str, tuple[str, ...]] = {
    "external_id": ("external_id", "id", "crm_id", "opportunity_id",
                    "externe_id", "externe_nummer", "fremdschluessel"),
    "key": ("key", "promise", "promise_id", "promise_key", "reference",
            "schluessel", "kennung", "referenz", "zusage_nr"),
    "customer": ("customer", "client", "account", "company", "customer_name",
                 "kunde", "kundenname", "firma", "auftraggeber"),
    "title": ("title", "subject", "name", "headline", "titel", "betreff", "bezeichnung"),
    "wording": ("wording", "promise_text", "exact_words", "text", "description", "words", "commitment",
                "wortlaut", "zusage", "versprechen", "beschreibung"),
    "core_need": ("core_need", "need", "purpose", "bedarf", "kernbedarf", "zweck"),
    "said_by": ("said_by", "promised_by", "by", "salesperson", "sales_rep", "zugesagt_von", "gesagt_von", "verkaeufer"),
    "said_to": ("said_to", "contact", "contact_person", "ansprechpartner", "kontakt", "gesagt_zu"),
    "channel": ("channel", "how", "medium", "kanal", "weg"),
    "said_at": ("said_at", "said_on", "promised_on", "promised_at", "date_said", "zugesagt_am", "gesagt_am"),
    "value": ("value", "amount", "revenue", "contract_value", "wert", "betrag", "umsatz", "auftragswert"),
    "currency": ("currency", "waehrung"),
    "severity": ("severity", "impact", "schwere", "schweregrad"),
    "owner": ("owner", "accountable", "responsible",
              "verantwortlich", "verantwortliche", "verantwortlicher", "zustaendig"),
    "due": ("due", "due_date", "date", "deadline", "promised_date", "delivery_date", "termin", "faellig", "faellig_am",
            "liefertermin", "datum", "zugesagter_termin"),
}  # fmt: skip
"""How the columns are headed, folded and with umlauts spelt out; the first field that knows a heading gets it."""


def read_table(content: bytes, name: str) -> Table:
    """Return the rows of a CSV file or of a workbook's first sheet; ``name`` tells which it is. UnreadableTable."""
    return tables.read_table(content, name, HEADINGS)


def guess_mapping(headings: Sequence[str]) -> dict[str, int]:
    """Return for each field the place of the column that is headed like it; a heading serves one field only."""
    return tables.guess_mapping(headings, HEADINGS)
