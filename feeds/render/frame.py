"""From a template to a document: the frame of all pages, and of the style of feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feeds import __version__
from feeds.config import Config
from feeds.model import Document
from feeds.render.assets import FEED_STYLE, SCRIPT, STYLE, address_of
from feeds.render.colours import accent_on_dark, accent_on_light
from feeds.render.references import GENERATOR


def render_page(path: str, template: str, config: Config, context: Mapping[str, Any]) -> Document:
    """Return the page at *path*, rendered from *template* and *context*, in the language of the newsletter.

    Jinja's macros refer to the context, and it to them: it is emptied, or 100 KB of each page would stay until garbage
    is looked for.
    """
    from feeds.render.environment import environment_for  # Jinja takes a tenth of a run that renders no page

    form = environment_for(config.site.language).get_template(template)
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
