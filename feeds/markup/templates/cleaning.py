"""Remove template marks from the values of variables and from arguments: what they show may have some itself."""

from __future__ import annotations

import re

from feeds.markup.templates.arguments import MARKDOWN, MarkupForm
from feeds.markup.templates.keeping import Kept
from feeds.markup.templates.scanning import scan
from feeds.markup.templates.variables import Variables
from feeds.regex import regex

#: A mark, or half of one, that is left when all others are resolved.
LITERAL_MARK = regex(r"\{[%{#:]|[%}]\}")
_OUTPUT_IN_VALUE = regex(r"\{\{-?([^{}]*+)\}\}")
_TAG_IN_VALUE = regex(r"\{%[^{}%]*+%\}")


class Cleaner:
    """Cleans values for a text in one markup; code in them is moved to *kept*."""

    def __init__(self, variables: Variables, kept: Kept, form: MarkupForm) -> None:
        self._variables, self._kept, self._form = variables, kept, form

    def value(self, text: str) -> str:
        """Return the value of a variable without template marks."""
        if "{" in text:
            text = _without_tags(_OUTPUT_IN_VALUE.sub(lambda output: _without_tags(self._value_in(output)), text))
        return self._protected(text)

    def argument(self, text: str) -> str:
        """Return an argument without template marks."""
        text = self._protected(text)
        if "{{" in text:
            text = _OUTPUT_IN_VALUE.sub(self._value_in, text)
        return _without_tags(text) if "{" in text or "}" in text else text

    def _value_in(self, output: re.Match[str]) -> str:
        return self._variables.text_of(output[1].rstrip("-"))

    def _protected(self, text: str) -> str:
        """Return *text* with its code replaced by marks."""
        if "`" not in text or self._form is not MARKDOWN:
            return text
        return "".join(part.text if part.kind == "words" else self._kept.keep_part(part) for part in scan(text))


def _without_tags(text: str) -> str:
    return LITERAL_MARK.sub("", _TAG_IN_VALUE.sub("", text))
