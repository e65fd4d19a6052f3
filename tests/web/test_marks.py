"""No text escapes translation: what may mark one is known, every form of it is found, and nothing stands unmarked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.house.sources import place, tree_of
from tests.web.catalogue import KEYWORDS, TextId, sources, texts_of

EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}
MARKS = EAGER | {"gettext_lazy", "ngettext_lazy", "pgettext_lazy", "npgettext_lazy", "gettext_noop"}
SPOKEN = re.compile(r"""\s(?:alt|aria-label|label|placeholder|title|button)=(["'])(.*?)\1""", re.DOTALL)
TAG = re.compile(r"<(script|style|kbd|code)\b.*?</\1>|<[^<>]*>|&\w+;|#x?\w+;", re.DOTALL)
NAMES = {"Ada", "CSV", "Excel", "Fjord", "Lindqvist", "Makegood", "Northwind", "PDF", "Rail", "Water", "makegood"}
"""Words in templates that are the same in every language."""
TEMPLATES = [path for path in sources() if path.suffix not in {".py", ".typ"}]
PYTHON = [path for path in sources() if path.suffix == ".py"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('{% translate "One word" %}', "One word"),
        ("{% translate 'One word' %}", "One word"),
        ('{% translate "One word" as word %}', "One word"),
        ("<p title=\"{% translate 'One word' %}\">", "One word"),
        ("{% blocktranslate %}One word{% endblocktranslate %}", "One word"),
        ("{% blocktranslate with name=a.b %}One {{ name }}{% endblocktranslate %}", "One %(name)s"),
        ("{% blocktranslate trimmed %}\n  One\n  word\n{% endblocktranslate %}", "One word"),
        (
            "{% blocktranslate count n=a.b %}{{ n }} word{% plural %}{{ n }} words{% endblocktranslate %}",
            ("%(n)s word", "%(n)s words"),
        ),
        ("<c-card :title=\"_('One word')\">", "One word"),
        ("<c-card\n  :title='_(\"One word\")' />", "One word"),
        ('{{ name|default:_("One word") }}', "One word"),
        ("{{ name|default:_('One word') }}", "One word"),
        ('{% if a %}\n      {% url "x" as y %}\n   {% translate "One word" %}\n {% endif %}', "One word"),
    ],
)
def test_every_way_to_mark_a_text_in_a_template_is_found(written: str, found: TextId) -> None:
    assert [text for _line, text in texts_of(written, is_template=True)] == [found]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('_("One word")', "One word"),
        ('_(\n    "One "\n    "word"\n)', "One word"),
        ('later("One word")', "One word"),
        ('gettext_lazy("One word")', "One word"),
        ('ngettext("%(n)s word", "%(n)s words", n)', ("%(n)s word", "%(n)s words")),
    ],
)
def test_every_way_to_mark_a_text_in_python_is_found(written: str, found: TextId) -> None:
    assert [text for _line, text in texts_of(written, is_template=False)] == [found]


def test_a_text_that_is_not_marked_is_not_taken_for_one() -> None:
    assert not list(texts_of('log("One word")\nname = "another"\n', is_template=False))
    assert not list(texts_of("<p>One word</p>{# _('another') #}", is_template=True))


def marks_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module calls the functions that mark texts: each with the name it has there."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((alias.name, alias.asname or alias.name) for alias in node.names if alias.name in MARKS)


def test_every_name_under_which_a_text_is_marked_is_known() -> None:
    names = {called for path in PYTHON for _name, called in marks_in(path)}
    assert names
    assert names <= set(KEYWORDS)


def read_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what Python runs when it reads a module: everything outside the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from read_at_once(child)


def spoken_too_early(tree: ast.Module, eager: set[str]) -> Iterator[ast.AST]:
    for node in read_at_once(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager:
            yield node


def test_no_text_is_translated_before_anybody_reads_it() -> None:
    for path in PYTHON:
        eager = {called for name, called in marks_in(path) if name in EAGER}
        assert [place(path, node) for node in spoken_too_early(tree_of(path), eager)] == []


def test_a_text_that_is_translated_too_early_would_be_seen() -> None:
    early = ast.parse('class Form:\n    line = Line(label=_("A line"))\n')
    late = ast.parse('def view():\n    return _("A line")\n')
    assert len(list(spoken_too_early(early, {"_"}))) == 1
    assert not list(spoken_too_early(late, {"_"}))


def unmarked(source: str) -> set[str]:
    """Return words of a template that everybody would read in the language they are written in."""
    words: set[str] = set()
    in_block, markup = False, ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.startswith(("blocktranslate", "comment")):
            in_block = True
        elif token.token_type == TokenType.BLOCK and token.contents.startswith(("endblocktranslate", "endcomment")):
            in_block = False
        elif token.token_type == TokenType.TEXT and not in_block:
            markup += token.contents
        elif token.token_type in {TokenType.VAR, TokenType.BLOCK}:
            markup += "\x00"  # holds the place of a value, so that what is around it stays apart
    spoken = " ".join(value for _quote, value in SPOKEN.findall(markup))
    for text in (TAG.sub(" ", markup), spoken):
        words |= set(re.findall(r"[^\W\d_]{2,}", text)) - NAMES
    return words


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_text_that_is_not_marked(path: Path) -> None:
    assert unmarked(path.read_text("utf-8")) == set()


def test_a_text_in_a_template_that_is_not_marked_would_be_seen() -> None:
    assert unmarked('<p class="note">Hello {{ name }}</p>') == {"Hello"}
    assert unmarked('<input placeholder="Search" name="q">') == {"Search"}
    assert unmarked("<p>{% translate 'Hello' %} {% blocktranslate %}you{% endblocktranslate %}</p>") == set()
