"""The entries on the page of a feed: most are on several pages, and Jinja takes four times as long for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import PublishedEntry
from feeds.render.splicing import cut_out
from feeds.urls import host


def cut_articles(page: bytes) -> list[bytes]:
    """Return the entries on the page of a feed, as they are there.

    Raises:
        ValueError: it is not such a page.
    """
    return cut_out("article", page)


class ArticlePrinter:
    """Writes entries for the page of a feed, from which *home* leads to the top.

    *topics* are the names of topics with a page; that of the feed itself, *topic*, is left out.
    """

    def __init__(self, config: Config, phrases: Phrases, topics: Mapping[str, str], home: str, topic: str) -> None:
        self._zone, self._language, self._phrases = ZoneInfo(config.site.timezone), config.site.language, phrases
        self._from, self._links_to = (
            str(escape(phrases.say("from {issue}"))),
            str(escape(phrases.say("links to {host}"))),
        )
        self._topics = escape(phrases.say("Topics"))
        self._chips = {
            slug: f'      <li><a href="{escape(home)}topics/{escape(slug)}/">{escape(name)}</a></li>\n'
            for slug, name in topics.items()
            if slug != topic
        }

    def write(self, entry: PublishedEntry) -> Markup:
        """Return *entry* as an article."""
        day = entry.published.astimezone(self._zone)
        when = f'<time datetime="{day.isoformat(timespec="seconds")}">{escape(self._phrases.date(day))}</time>'
        tongue = self._tongue(entry.language)
        summary = f'    <p class="summary"{tongue}>{escape(entry.summary)}</p>\n' if entry.summary else ""
        return Markup(  # noqa: S704 - escaped
            f'  <article class="entry" id="{_anchor(entry)}">\n'
            f'    <h2{tongue}><a href="{escape(entry.permalink)}">{escape(entry.title)}</a></h2>\n'
            f'    <p class="when">{when}</p>\n'
            f"{summary}{self._facts(entry)}{self._topics_of(entry)}  </article>\n"
        )

    def _tongue(self, language: str) -> str:
        return f' lang="{escape(language)}"' if language and language != self._language else ""

    def _facts(self, entry: PublishedEntry) -> str:
        """Return the issue that *entry* is from, and the host that it links to."""
        facts = []
        if entry.issue:
            issue = f'<a href="{escape(entry.issue.permalink)}">{escape(entry.issue.title)}</a>'
            facts.append(f"      <li>{self._from.format(issue=issue)}</li>\n")
        if entry.related:
            name = f'<a href="{escape(entry.related)}">{escape(host(entry.related))}</a>'
            facts.append(f"      <li>{self._links_to.format(host=name)}</li>\n")
        return f'    <ul class="facts">\n{"".join(facts)}    </ul>\n' if facts else ""

    def _topics_of(self, entry: PublishedEntry) -> str:
        chips = "".join([self._chips[slug] for slug in entry.topics if slug in self._chips])
        return f'    <ul class="topics" aria-label="{self._topics}">\n{chips}    </ul>\n' if chips else ""


def _anchor(entry: PublishedEntry) -> str:
    return "entry-" + re.sub(r"[^A-Za-z0-9._-]", "-", entry.id.partition(":")[2].partition(":")[2] or entry.id)
