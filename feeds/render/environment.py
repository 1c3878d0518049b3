"""Jinja, set up for our templates and the language of a newsletter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from feeds.languages import Phrases, direction_of, phrases_for
from feeds.render.bytecode import TemplateCache
from feeds.render.histories import Month


@cache
def environment_for(language: str) -> Environment:
    """Return Jinja with the sentences of *language*; compiled templates are the same for all."""
    environment = Environment(
        loader=PackageLoader("feeds.render"),
        bytecode_cache=TemplateCache(__file__),
        auto_reload=False,  # or three files are looked at for each page
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    phrases = phrases_for(language)
    sentences = _Sentences(phrases)
    environment.globals |= {
        "say": sentences.say,
        "plural": sentences.plural,
        "month": sentences.month,
        "plain": phrases.say,
        "written": phrases.date,
        "direction": phrases.direction,
        "direction_of": direction_of,
        "quoted": _quoted,
    }
    return environment


def _quoted(text: str) -> str:
    """Return plain *text* as a string of CSS."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _filled(sentence: str, values: Mapping[str, object]) -> Markup:
    """Return *sentence* as HTML, with *values* in their places.

    Each is escaped by itself, because `Markup.format`, which does the same, takes ten times as long.
    """
    said = escape(sentence)
    if not values:
        return said
    escaped = {name: escape(value) for name, value in values.items()}
    return Markup(str(said).format(**escaped))  # noqa: S704 - all of it is escaped


class _Sentences:
    """Sentences as HTML: their values are escaped, unless they are HTML themselves, such as a link."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def say(self, text: str, **values: object) -> Markup:
        return _filled(self.phrases.say(text), values)

    def plural(self, one: str, many: str, n: int, **values: object) -> Markup:
        return _filled(self.phrases.catalogue.ngettext(one, many, n), {"n": n, **values})

    def month(self, month: Month) -> str:
        return self.phrases.month(month.year, month.month)
