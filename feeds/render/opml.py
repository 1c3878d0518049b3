"""OPML 2.0: a list of all feeds for feed readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from lxml import etree

from feeds.model import Document, Feed
from feeds.render.dates import rfc822
from feeds.render.formats import RSS, Format

#: All feeds, for programs: a lost memory is recovered from it. Somebody who imports it gets each section several times.
SUBSCRIPTIONS = "feeds.opml"
#: The topics, for somebody who wants to follow all of them, each on its own.
TOPICS = "topics.opml"


def render_opml(path: str, title: str, feeds: Sequence[Feed], updated: datetime, root: str, format: Format) -> Document:
    """Return the list of *feeds* at *path* in one *format*: with all, readers would subscribe to each.

    `type` is "rss" for Atom, too (OPML 2.0), and `version` has no value for Atom. It was
    *updated* by the newest change in a feed, so a run without changes gives the same file.
    """
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateModified").text = rfc822(updated)
    body = etree.SubElement(opml, "body")
    for group, members in groupby(feeds, key=lambda feed: feed.group):
        outline = etree.SubElement(body, "outline", text=group)
        for feed in members:
            attributes = {
                "text": feed.title,
                "title": feed.title,
                "type": "rss",
                "xmlUrl": root + feed.path + format.file,
                "htmlUrl": feed.home_url,
                "description": feed.subtitle,
                "language": feed.language,
            }
            etree.SubElement(outline, "outline", attributes | ({"version": "RSS2"} if format is RSS else {}))
    return Document(path=path, content=etree.tostring(opml, pretty_print=True, encoding="UTF-8", xml_declaration=True))
