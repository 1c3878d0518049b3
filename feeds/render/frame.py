"""From a template to a document: the frame of all pages, and of the style of feeds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from feeds import __version__
from feeds.config import Config
from feeds.languages import Phrases, direction_of, phrases_for
from feeds.model import Document
from feeds.render.assets import FEED_STYLE, SCRIPT, STYLE, address_of
from feeds.render.bytecode import TemplateCache
from feeds.render.colours import accent_on_dark, accent_on_light
from feeds.render.histories import Month
from feeds.render.references import GENERATOR


def render_page(path: str, template: str, config: Config, context: Mapping[str, Any]) -> Document:
    """Return the page at *path*, rendered from *template* and *context*, in the language of the newsletter.

    Jinja's macros refer to the context, and it to them: it is emptied, or 100 KB of each page would stay until garbage
    is looked for.
    """
    form = _environment(config.site.language).get_template(template)
    values = form.new_context({**_common(path, config), **context})
    text = "".join(form.root_render_func(values))
    values.parent.clear()
    return Document(path=path, content=text.encode())


def _common(path: str, config: Config) -> dict[str, Any]:
    """Return the values that the frame of the page at *path* shows."""
    return {
        "site": config.site,
        "home": "../" * path.count("/") or "./",
        "root": config.root,
        "searches": config.pages.search,
        "accents": _accents(config.site.colour),
        "generator": f"{GENERATOR} {__version__}",
        "style": address_of(STYLE, config.site.colour),
        "script": address_of(SCRIPT, config.site.colour),
    }


def render_feed_style(config: Config) -> Document:
    """Return the style sheet with which a browser shows feeds; it says how to follow them."""
    return render_page(FEED_STYLE, "feed.css.j2", config, {})


def _accents(colour: str) -> tuple[str, str]:
    """Return the accents of light and of dark pages."""
    return (accent_on_light(colour).accent, accent_on_dark(colour).accent) if colour else ("#9c3a12", "#f2a37c")


@cache
def _environment(language: str) -> Environment:
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


class _Sentences:
    """Sentences as HTML: their values are escaped, unless they are HTML themselves, such as a link."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def say(self, text: str, **values: object) -> Markup:
        return escape(self.phrases.say(text)).format(**values)

    def plural(self, one: str, many: str, n: int, **values: object) -> Markup:
        return escape(self.phrases.catalogue.ngettext(one, many, n)).format(n=n, **values)

    def month(self, month: Month) -> str:
        return self.phrases.month(month.year, month.month)
