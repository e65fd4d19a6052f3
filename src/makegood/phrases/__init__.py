"""From codes and values to sentences, in each language: for terminal, page and mail alike. Pure.

``sentence("reason", message, "de")`` says a :class:`~makegood.engine.results.Message`; ``speak("de")`` gives the
language itself, which says fixed texts and writes dates, numbers and money as its readers expect.
"""

from makegood.phrases.language import LANGUAGES, Language, choose_language, speak
from makegood.phrases.sentences import FAMILIES, Family, sentence

__all__ = ["FAMILIES", "LANGUAGES", "Family", "Language", "choose_language", "sentence", "speak"]
