"""Pages for people: the index of all feeds, and a page for each feed (static; they need no script)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Document, Feed, FeedState
from feeds.render.cadence import cadence
from feeds.render.following import READERS, in_app, ways_to_follow
from feeds.render.formats import Format
from feeds.render.frame import render_page
from feeds.render.headlines import LatestEntry, latest_shown
from feeds.render.histories import Overview, make_row, years_of
from feeds.render.opml import TOPICS
from feeds.render.references import MEDIA_TYPES

_INDEX = "index.html"


class Card(Struct, frozen=True, kw_only=True):
    """A feed as the index shows it."""

    feed: Feed
    state: FeedState
    name: str  # without the name of the newsletter
    count: int
    cadence: str
    newest: datetime | None  # when its newest entry was published
    latest: tuple[LatestEntry, ...]  # the newest few
    overview: Overview | None = None  # of all that was ever in it
    archive: str = ""  # the path of its archive pages, or of those that have its entries
    moved_to: str = ""  # the path of the feed with the same entries at its new address
    ended: datetime | None = None

    @property
    def topic(self) -> str:
        """The slug of its topic, or of the topic to which it has moved; "" if it has none."""
        return self.feed.topic or self.moved_to.removeprefix("topics/").rstrip("/")

    @property
    def home(self) -> str:
        """The way from its page to the top."""
        return "../" * self.feed.page_path.count("/") or "./"


def make_card(
    feed: Feed,
    state: FeedState,
    name: str,
    published: Sequence[datetime],
    latest: Sequence[LatestEntry],
    phrases: Phrases,
    *,
    overview: Overview | None = None,
    archive: str = "",
    moved_to: str = "",
    ended: datetime | None = None,
) -> Card:
    """Return the card of *feed* in its *state*; *published* are the dates of all its entries."""
    return Card(
        feed=feed,
        state=state,
        name=name,
        count=len(published),
        cadence="" if ended else cadence(published, phrases),
        newest=max(published, default=None),
        latest=tuple(latest),
        overview=overview,
        archive=archive,
        moved_to=moved_to,
        ended=ended,
    )


def render_index(
    config: Config, cards: Sequence[Card], quiet: Mapping[str, str], formats: Sequence[Format]
) -> Document:
    """Return the index of all feeds; *quiet* are names and descriptions of topics without an entry."""
    groups = [
        _group(title, list(members), config, formats)
        for title, members in groupby(_silent_last(cards), key=lambda card: card.feed.group)
    ]
    topics = sum(bool(card.feed.topic) for card in cards)
    context = {
        "groups": groups,
        "quiet": [{"title": name, "description": description} for name, description in quiet.items()],
        "topics": TOPICS if topics else "",
        "has_several_topics": topics > 1,
        "archive": next((card.archive for card in cards if card.archive), ""),
        "readers": READERS,
        "alternates": [link for card in cards[:2] for link in _alternates(card.feed, config, formats)],
    }
    page = render_page(_INDEX, "index.html.j2", config, context)
    return replace(page, content=re.sub(rb"\n +", b"\n", page.content))  # of sixty feeds an eighth is indentation


def _group(title: str, cards: Sequence[Card], config: Config, formats: Sequence[Format]) -> dict[str, Any]:
    shown = [_card(card, "", config, formats) for card in cards]
    overviews = [card.overview for card in cards if card.overview and card.feed.topic]
    years = years_of(overviews)
    is_table = len(years) > 1 and len(overviews) == len(cards) > 1
    for feed, overview in zip(shown, overviews, strict=False):
        feed["years"] = make_row(overview, years)
    return {"title": title, "feeds": shown, "years": years if is_table else [], "latest": latest_shown(len(cards))}


def _silent_last(cards: Sequence[Card]) -> list[Card]:
    """Return *cards* with silent topics at the end of their group."""
    groups = list(dict.fromkeys(card.feed.group for card in cards))
    return sorted(
        cards, key=lambda card: (groups.index(card.feed.group), bool(card.overview and card.overview.is_silent))
    )


def render_feed_page(
    config: Config,
    card: Card,
    articles: Sequence[bytes],
    whole: Feed,
    formats: Sequence[Format],
    phrases: Phrases,
) -> Document:
    """Return the feed of *card* as a page, on which its entries are *articles* by `ArticlePrinter`.

    Autodiscovery has this feed, then that of whole issues, and no others: readers take the
    first, or ask people to choose. It does not offer a feed that has ended, or an old address.
    """
    feed, home = card.feed, card.home
    shown = _card(card, home, config, formats)
    listed = articles[1 if card.ended else 0 :]  # the last entry of an ended feed says what the page says above
    shown["articles"], shown["entries"] = Markup(b"".join(listed).decode()), len(articles)  # noqa: S704 - ours
    shown["ways"], shown["in_app"] = ways_to_follow(shown["formats"][0]["url"]), in_app(shown["formats"][0]["url"])
    shown["volumes"] = [
        {
            "title": _title_of(link.name, phrases),
            "href": f"{home}{feed.folder_of(link.name)}{link.files[0]}",
            "media_type": MEDIA_TYPES[link.files[0]],
        }
        for link in card.state.volumes
    ]
    alternates = [] if card.ended else _alternates(replace(feed, path=card.moved_to or feed.path), config, formats)
    if feed.id != whole.id:
        alternates += _alternates(whole, config, formats)
    return render_page(feed.page_path, "feed.html.j2", config, {"feed": shown, "alternates": alternates})


def _card(card: Card, home: str, config: Config, formats: Sequence[Format]) -> dict[str, Any]:
    feed = card.feed
    return {
        "title": card.name,
        "topic": card.topic,
        "moved_to": card.moved_to,
        "ended": card.ended.astimezone(ZoneInfo(config.site.timezone)) if card.ended else None,
        "description": feed.subtitle,
        "anchor": feed.path.strip("/").replace("/", "-"),
        "page": home + feed.page_path.removesuffix(_INDEX),
        "count": card.count,
        "cadence": card.cadence,
        "overview": card.overview,
        "archive": card.archive,
        "updated": card.newest.astimezone(ZoneInfo(config.site.timezone)) if card.newest else None,
        "formats": [
            {
                "name": format.name,
                "href": home + feed.path + format.file,
                "url": config.root + feed.path + format.file,
                "media_type": format.media_type,
            }
            for format in formats
        ],
        "latest": card.latest,
    }


def _title_of(volume: str, phrases: Phrases) -> str:
    """Return the name of a *volume* for people: "2024-q3-part-2" is "2024, quarter 3, part 2"."""
    period, _, part = volume.partition("-part-")
    year, _, quarter = period.partition("-q")
    said = phrases.say("{year}, quarter {n}", year=year, n=quarter) if quarter else period
    return phrases.say("{period}, part {n}", period=said, n=part) if part else said


def _alternates(feed: Feed, config: Config, formats: Sequence[Format]) -> list[dict[str, str]]:
    return [
        {
            "title": f"{feed.title} ({format.name})",
            "url": config.root + feed.path + format.file,
            "media_type": format.media_type,
        }
        for format in formats
    ]
