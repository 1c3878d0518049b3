"""The files that browsers need for pages and feeds: a style sheet and a script for pages, a style sheet for feeds.

They are files of their own, so that a host can forbid everything inline (Content-Security-Policy), and each
page is small. Pages refer to theirs with a digest: a browser never shows a new page with an old style. Feeds
do not, so that a new style changes no feed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from feeds.digests import digest_of
from feeds.model import Document
from feeds.render.colours import Accent, accent_on_dark, accent_on_light

#: The folder may be shared with a site's own files, so the names say whose they are.
STYLE, SCRIPT, FEED_STYLE = "assets/feeds-pages.css", "assets/feeds-pages.js", "assets/feeds-xml.css"
ASSETS = (STYLE, SCRIPT, FEED_STYLE)

_FILES = {STYLE: "pages.css", SCRIPT: "pages.js"}


#: The accent of a newsletter instead of ours, on light and on dark pages.
_ACCENTS = """
:root {{ {light} }}

@media (prefers-color-scheme: dark) {{
  :root {{ {dark} }}
}}
"""


def render_assets(colour: str) -> tuple[Document, ...]:
    """Return the style sheet and the script of pages; `frame` renders the style sheet of feeds, which has words.

    *colour* is that of the newsletter, or "".
    """
    return tuple(Document(path=path, content=_content(path, colour)) for path in _FILES)


@cache
def address_of(path: str, colour: str) -> str:
    """Return the address of an asset below the output directory, which changes with its content."""
    return f"{path}?{digest_of(_content(path, colour))[:8]}"


@cache
def _content(path: str, colour: str) -> bytes:
    content = Path(__file__).with_name("templates").joinpath(_FILES[path]).read_bytes()
    return content + _accents(colour).encode() if colour and path == STYLE else content


def _accents(colour: str) -> str:
    return _ACCENTS.format(light=_variables(accent_on_light(colour)), dark=_variables(accent_on_dark(colour)))


def _variables(accent: Accent) -> str:
    return f"--accent: {accent.accent}; --on-accent: {accent.on_accent}; --underline: {accent.underline};"
