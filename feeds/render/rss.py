"""RSS 2.0, by the Best Practices Profile of the RSS Advisory Board."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.model import Document, Feed
from feeds.render._feedgen import write_rss
from feeds.render.formats import RSS, history_of


def render_rss(feed: Feed, topics: Mapping[str, str], root: str, whole: Feed) -> Document:
    """Return *feed* as RSS, to be served below *root*; *topics* are names by slug, *whole* is the feed of whole issues.

    Items of any other feed name *whole* as their `source`.
    """
    path = feed.path + RSS.file
    source = None if feed.id == whole.id else (whole.title, root + whole.path + RSS.file)
    content = write_rss(
        feed,
        topics,
        self_url=root + path,
        topics_url=f"{root}topics/",
        history=history_of(feed, root, RSS),
        source=source,
    )
    return Document(path=path, content=content)
