"""The only room that knows feedgen, and works around it.

feedgen 1.0.0 builds the trees; what it gets wrong (lost link attributes, names without
e-mail dropped from RSS, dates of its own, `+00:00` where readers want `Z`) is rewritten by
an extension that it calls for the feed and for every entry before serialising.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds import __version__
from feeds.model import Deletion, Entry, Feed
from feeds.render.dates import rfc822, rfc3339
from feeds.urls import is_uri

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721
GENERATOR = "feed-republisher"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The RSS profile wants "&" and "<" of plain text as hexadecimal references, which no XML
# library writes; these stand for them until the bytes are there. `markup.clean` lets none
# of them in.
_MARKS = str.maketrans({"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2"})
_REFERENCES = (("\ufdd0", b"&#x26;"), ("\ufdd1", b"&#x3C;"), ("\ufdd2", b"&#x3E;"))

# An Atom link: rel, type, href. The first is the alternate, written out: readers take the
# first link of an entry, or one without rel, for the alternate (docs/feeds.md).
Links = Sequence[tuple[str, str, str]]


def write_atom(
    feed: Feed, topics: Mapping[str, str], *, self_url: str, topics_url: str, history: Mapping[str, str]
) -> bytes:
    """Return *feed* as Atom 1.0; *topics* are the names of topics by slug, *history* its other documents by rel."""
    generator = _generator(feed, self_url, "application/atom+xml", history)
    generator.press.links = (
        ("alternate", "text/html", feed.home_url),
        ("self", "application/atom+xml", self_url),
        *generator.press.history,
    )
    generator.press.deletions = [replace(gone, id=_atom_id(gone, feed)) for gone in feed.deletions]
    generator.subtitle(feed.subtitle)
    for author in feed.authors:
        generator.author(name=author.name, email=author.email, uri=author.uri)
    for entry in feed.entries:
        item = _add_entry(generator, entry, topics, topics_url)
        item.id(_atom_id(entry, feed))
        item.press.links = _entry_links(entry)
        item.press.entry, item.press.feed = entry, feed
        for author in entry.origin.authors:
            item.author(name=author.name, email=author.email, uri=author.uri)
    return bytes(generator.atom_str(pretty=True))


def write_rss(
    feed: Feed,
    topics: Mapping[str, str],
    *,
    self_url: str,
    topics_url: str,
    history: Mapping[str, str],
    source: tuple[str, str] | None,
) -> bytes:
    """Return *feed* as RSS 2.0; *source* is title and address of the feed its items come from.

    Plain text is marked as the RSS profile asks; a description is HTML to readers, so that
    of an item is escaped as HTML first.
    """
    generator = _generator(feed, self_url, "application/rss+xml", history)
    generator.link(href=feed.home_url, rel="alternate")  # last: feedgen makes the last link the channel's
    generator.title(feed.title.translate(_MARKS))
    generator.description(feed.subtitle.translate(_MARKS))
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.ttl(60)
    marked = {slug: name.translate(_MARKS) for slug, name in topics.items()}
    for entry in feed.entries:
        item = _add_entry(generator, entry, marked, topics_url)
        item.title(entry.title.translate(_MARKS))
        item.description(html.escape(entry.summary, quote=False))
        item.link(href=entry.permalink)
        item.press.entry, item.press.feed = entry, feed
        if source:
            item.source(url=source[1], title=source[0].translate(_MARKS))
    content = bytes(generator.rss_str(pretty=True))
    for mark, reference in _REFERENCES:
        content = content.replace(mark.encode(), reference)
    return content


def _generator(feed: Feed, self_url: str, media_type: str, history: Mapping[str, str]) -> Any:
    generator: Any = FeedGenerator()
    generator.register_extension("press", _FeedExtension, _EntryExtension)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.updated(feed.updated)
    generator.lastBuildDate(feed.updated)
    generator.language(feed.language)
    generator.generator(GENERATOR, version=__version__)
    generator.link(href=self_url, rel="self", type=media_type)
    generator.press.updated = feed.updated
    generator.press.history = tuple((rel, media_type, url) for rel, url in history.items())
    generator.press.mark = "complete" if feed.complete else "archive" if feed.is_volume else ""
    return generator


def _add_entry(generator: Any, entry: Entry, topics: Mapping[str, str], topics_url: str) -> Any:
    item = generator.add_entry(order="append")
    item.id(entry.id)
    item.title(entry.title)
    item.updated(entry.updated)
    item.published(entry.published)
    item.content(entry.content, type="html")
    if entry.summary:
        item.summary(entry.summary)
    for topic in entry.topics:
        item.category(term=topic, scheme=topics_url, label=topics.get(topic, topic))
    return item


def _atom_id(one: Entry | Deletion, feed: Feed) -> str:
    """Return the id of an entry; where it was taken over from RSS and is no URI, the one we would have given."""
    return one.id if is_uri(one.id) else f"{feed.id.partition(':feed/')[0]}:{one.key}"


def _entry_links(entry: Entry) -> Links:
    """Return the links of *entry*: where it is read, what it is about.

    Some readers take the first link, ruby-feedparser the last one, whatever its rel; so
    where there is a related link, the permalink comes once more, as where the link was found.
    Where the permalink is a page of ours, it is the original that comes there.
    """
    links = [("alternate", "text/html", entry.permalink)]
    if entry.related:
        links.append(("related", "text/html", entry.related))
    if entry.related or entry.via:
        links.append(("via", "text/html", entry.via or entry.permalink))
    return links


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    """Mends the head of a feed; called before the entries are in."""

    links: Links = ()
    history: Links = ()  # the other documents of the feed (RFC 5005)
    mark: str = ""  # what this one is among them: complete, archive, or neither
    updated: datetime
    deletions: Sequence[Deletion] = ()

    def extend_ns(self) -> dict[str, str]:
        namespaces = {"dc": DC}
        if self.mark:
            namespaces["fh"] = HISTORY
        if self.deletions:
            namespaces["at"] = TOMBSTONES
        return namespaces

    def extend_atom(self, feed: etree._Element) -> None:
        _set_text(feed, "updated", rfc3339(self.updated))
        _rewrite_links(feed, self.links, before="generator")
        self._add_mark(feed)
        for gone in self.deletions:
            etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=gone.id, when=rfc3339(gone.moment))
        etree.cleanup_namespaces(feed)  # Dublin Core is for RSS

    def extend_rss(self, feed: etree._Element) -> None:
        channel = feed[0]
        _set_text(channel, "lastBuildDate", rfc822(self.updated))
        for rel, media_type, href in self.history:
            etree.SubElement(channel, f"{{{ATOM}}}link", rel=rel, type=media_type, href=href)
        self._add_mark(channel)

    def _add_mark(self, head: etree._Element) -> None:
        if self.mark:
            etree.SubElement(head, f"{{{HISTORY}}}{self.mark}")


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """Mends an entry."""

    links: Links = ()
    entry: Entry
    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC}

    def extend_atom(self, element: etree._Element) -> None:
        _set_text(element, "updated", rfc3339(self.entry.updated))
        _set_text(element, "published", rfc3339(self.entry.published))
        _rewrite_links(element, self.links, before="content")
        if self.entry.origin.language and self.entry.origin.language != self.feed.language:
            element.set(_XML_LANG, self.entry.origin.language)

    def extend_rss(self, item: etree._Element) -> None:
        _set_text(item, "pubDate", rfc822(self.entry.published))
        for author in self.entry.origin.authors:
            etree.SubElement(item, f"{{{DC}}}creator").text = author.name.translate(_MARKS)
        if self.entry.origin.language and self.entry.origin.language != self.feed.language:
            etree.SubElement(item, f"{{{DC}}}language").text = self.entry.origin.language
        etree.SubElement(item, f"{{{ATOM}}}updated").text = rfc3339(self.entry.updated)
        if self.entry.related:
            etree.SubElement(item, f"{{{ATOM}}}link", rel="related", href=self.entry.related)
        if self.entry.via:
            etree.SubElement(item, f"{{{ATOM}}}link", rel="via", href=self.entry.via)


def _rewrite_links(element: etree._Element, links: Links, before: str) -> None:
    for old in element.findall("link"):
        element.remove(old)
    next_element = element.find(before)
    for rel, media_type, href in links:
        link = etree.Element("link", rel=rel, type=media_type, href=href)
        if next_element is None:
            element.append(link)
        else:
            next_element.addprevious(link)


def _set_text(parent: etree._Element, name: str, text: str) -> None:
    element = parent.find(name)
    if element is not None:
        element.text = text
