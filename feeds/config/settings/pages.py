"""`pages`: what pages for people offer besides following feeds."""

from __future__ import annotations

from dataclasses import dataclass, field

from feeds.config.settings.base import Settings, about


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings(Settings):
    """Features of the pages for people besides following feeds."""

    search: bool = field(
        default=False,
        metadata=about(
            "Whether there is a page that searches the full text of everything published (`search/`). It needs "
            "Pagefind: `pip install 'feed-republisher[search]'`. Without it, fields on pages filter titles and topics."
        ),
    )
