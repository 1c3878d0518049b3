"""The page that searches everything published: a field, and a script that asks the index (`full_text`)."""

from __future__ import annotations

from pathlib import Path

from feeds.config import Config
from feeds.digests import digest_of
from feeds.model import Document
from feeds.render.frame import render_page
from feeds.render.full_text import SEARCH_PAGE, SEARCH_SCRIPT


def render_search_page(config: Config) -> tuple[Document, ...]:
    """Return the page and its script."""
    script = Path(__file__).with_name("templates").joinpath("search.js").read_bytes()
    context = {"asker": f"{SEARCH_SCRIPT}?{digest_of(script)[:8]}", "alternates": []}
    page = render_page(SEARCH_PAGE, "search.html.j2", config, context)
    return page, Document(path=SEARCH_SCRIPT, content=script)
