"""`pages`: what pages for people offer besides following feeds."""

from __future__ import annotations

from typing import Annotated

from feeds.config.settings.base import About, Settings


class PageSettings(Settings, frozen=True, kw_only=True):
    """Features of the pages for people besides following feeds."""

    search: Annotated[
        bool,
        About(
            "Whether there is a page that searches the full text of everything published (`search/`). It needs "
            "Pagefind: `pip install 'feed-republisher[search]'`, or for Chinese and Japanese `[search-cjk]`. "
            "Without it, fields on pages filter titles and topics."
        ),
    ] = False
