"""RSS and Atom by feedgen, which no other module imports.

feedgen 1.0.0 builds the trees. It loses attributes of links, drops names without e-mail from
RSS, sets dates of its own and writes `+00:00` where readers want `Z`. An extension corrects
this; feedgen calls it for the feed and for every entry before serialising.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds import __version__
from feeds.model import FeedContent, PublishedEntry, Withdrawal
from feeds.render.atom_links import AtomLink, entry_links
from feeds.render.dates import rfc822, rfc3339
from feeds.render.references import GENERATOR, Place, Publication, References, authority_of
from feeds.render.spelling import atom_id
from feeds.render.splicing import cut_out

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The RSS profile wants "&" and "<" in plain text as hexadecimal references, which no XML library
# writes. These characters, which `markup.clean` removes from texts, are replaced in the bytes.
_MARKS = str.maketrans({"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2"})
_REFERENCES = (("\ufdd0", b"&#x26;"), ("\ufdd1", b"&#x3C;"), ("\ufdd2", b"&#x3E;"))


def write_atom(content: FeedContent, references: References, *, has_pictures: bool) -> bytes:
    """Return *content* as Atom 1.0 (RFC 4287), without its entries, which may have pictures.

    The first link is the alternate, with its `rel`: readers take the first link, or one
    without `rel`, as the alternate (docs/feeds.md).
    """
    feed = content.feed
    generator = _generator(content, references, "application/atom+xml", has_pictures=has_pictures)
    generator.press.links = (
        AtomLink("alternate", "text/html", feed.home_url),
        AtomLink("self", "application/atom+xml", references.self_url),
        *generator.press.hubs,
        *generator.press.history,
    )
    generator.press.deletions = content.deletions
    generator.subtitle(feed.subtitle)
    if feed.icon:
        generator.icon(feed.icon)
    if feed.logo:
        generator.logo(feed.logo)
    for author in feed.authors:
        generator.author(name=author.name, email=author.email, uri=author.uri)
    return _with_style(bytes(generator.atom_str(pretty=True)), references.style)


def write_atom_entries(entries: Iterable[PublishedEntry], place: Place, publication: Publication) -> list[bytes]:
    """Return each of *entries* as an element for `write_atom`.

    Content is `type="html"` and titles are `text`: most of 28 readers show these forms as
    meant. Entries name no `source`: two readers lose entries over it.
    """
    root = etree.Element("feed", nsmap={"media": MEDIA})
    for entry in entries:
        item = _entry(entry, place, publication.topics, publication.topics_url)
        item.id(atom_id(entry, place.authority))
        item.press.links = entry_links(entry)
        for author in entry.authors:
            item.author(name=author.name, email=author.email, uri=author.uri)
        root.append(item.atom_entry())
    return cut_out("entry", etree.tostring(root, pretty_print=True, encoding="UTF-8"))


def write_rss(content: FeedContent, references: References, *, has_pictures: bool) -> bytes:
    """Return *content* as RSS 2.0, without its entries, which may have pictures.

    It follows the Best Practices Profile of the RSS Advisory Board.
    """
    feed = content.feed
    generator = _generator(content, references, "application/rss+xml", has_pictures=has_pictures)
    generator.link(href=feed.home_url, rel="alternate")  # last: feedgen makes the last link the channel's
    generator.title(feed.title.translate(_MARKS))
    generator.description(feed.subtitle.translate(_MARKS))
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.ttl(60)
    if picture := feed.logo or feed.icon:
        generator.image(picture, title=feed.title.translate(_MARKS), link=feed.home_url)
    return _with_style(_with_references(bytes(generator.rss_str(pretty=True))), references.style)


def write_rss_entries(entries: Iterable[PublishedEntry], place: Place, publication: Publication) -> list[bytes]:
    """Return each of *entries* as an element for `write_rss`.

    Plain text is escaped as the profile asks; readers take the description of an item as
    HTML, so it is escaped as HTML first.
    """
    root = etree.Element("rss", nsmap={"dc": DC, "atom": ATOM, "content": CONTENT, "media": MEDIA})
    channel = etree.SubElement(root, "channel")
    marked = {slug: name.translate(_MARKS) for slug, name in publication.topics.items()}
    for entry in entries:
        item = _entry(entry, place, marked, publication.topics_url)
        item.title(entry.title.translate(_MARKS))
        item.description(html.escape(entry.summary, quote=False))
        item.link(href=entry.permalink)
        if place.source:
            item.source(url=place.source.url, title=place.source.title.translate(_MARKS))
        channel.append(item.rss_entry())
    return cut_out("item", _with_references(etree.tostring(root, pretty_print=True, encoding="UTF-8")))


def _with_style(written: bytes, style: str) -> bytes:
    """Return a document with a style sheet for browsers (W3C: Associating Style Sheets with XML), after its first line.

    It is CSS: browsers are about to remove XSLT. No reader of 28 minds the line.
    """
    declaration, end, rest = written.partition(b"?>\n")
    return b"".join((declaration, end, f'<?xml-stylesheet type="text/css" href="{style}"?>\n'.encode(), rest))


def _with_references(written: bytes) -> bytes:
    for mark, reference in _REFERENCES:
        written = written.replace(mark.encode(), reference)
    return written


def _generator(content: FeedContent, references: References, media_type: str, *, has_pictures: bool) -> Any:
    feed = content.feed
    generator: Any = FeedGenerator()
    generator.register_extension("press", _FeedExtension, _EntryExtension)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.updated(content.updated)
    generator.lastBuildDate(content.updated)
    generator.language(feed.language)
    generator.generator(GENERATOR, version=__version__)
    generator.link(href=references.self_url, rel="self", type=media_type)
    generator.press.content = content
    generator.press.has_pictures = has_pictures
    generator.press.history = tuple(AtomLink(rel, one.media_type, one.url) for rel, one in references.history.items())
    generator.press.hubs = (AtomLink("hub", "", references.hub),) if references.hub else ()
    generator.press.mark = "complete" if content.complete else "archive" if content.is_volume else ""
    return generator


def _entry(entry: PublishedEntry, place: Place, topics: Mapping[str, str], topics_url: str) -> Any:
    item: Any = FeedEntry()
    item.register_extension("press", _EntryExtension)
    item.press.entry, item.press.language = entry, place.language
    item.id(entry.id)
    item.title(entry.title)
    item.updated(entry.updated)
    item.published(entry.published)
    if entry.pieces:
        item.content(entry.content, type="html")
    else:
        item.link(href=entry.permalink, rel="alternate")  # feedgen asks for one of the two
    if entry.summary:
        item.summary(entry.summary)
    for topic in entry.topics:
        item.category(term=topic, scheme=topics_url, label=topics.get(topic, topic))
    return item


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    """Corrects the head of a feed; called before the entries are added."""

    links: Sequence[AtomLink] = ()
    history: Sequence[AtomLink] = ()  # the other documents of the feed (RFC 5005)
    hubs: Sequence[AtomLink] = ()  # WebSub
    mark: str = ""  # "complete", "archive" or "" (RFC 5005)
    content: FeedContent
    has_pictures: bool = False  # whether an entry has one
    deletions: Sequence[Withdrawal] = ()  # only Atom has them

    def extend_ns(self) -> dict[str, str]:
        namespaces = {"dc": DC}
        if self.mark:
            namespaces["fh"] = HISTORY
        if self.deletions:
            namespaces["at"] = TOMBSTONES
        if self.has_pictures:
            namespaces["media"] = MEDIA
        return namespaces

    def extend_atom(self, feed: etree._Element) -> None:
        _set_text(feed, "updated", rfc3339(self.content.updated))
        _rewrite_links(feed, self.links, before="generator")
        self._add_mark(feed)
        for gone in self.deletions:
            ref, when = atom_id(gone, authority_of(self.content.feed)), rfc3339(gone.moment)
            etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=ref, when=when)
        kept = ["media"] if self.has_pictures else []
        etree.cleanup_namespaces(feed, keep_ns_prefixes=kept)  # Dublin Core is for RSS

    def extend_rss(self, feed: etree._Element) -> None:
        channel = feed[0]
        _set_text(channel, "lastBuildDate", rfc822(self.content.updated))
        for link in (*self.hubs, *self.history):
            etree.SubElement(channel, f"{{{ATOM}}}link", link.attributes())
        self._add_mark(channel)

    def _add_mark(self, head: etree._Element) -> None:
        if self.mark:
            etree.SubElement(head, f"{{{HISTORY}}}{self.mark}")


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """Corrects an entry."""

    links: Sequence[AtomLink] = ()
    entry: PublishedEntry
    language: str  # of the feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC}

    def extend_atom(self, element: etree._Element) -> None:
        _set_text(element, "updated", rfc3339(self.entry.updated))
        _set_text(element, "published", rfc3339(self.entry.published))
        _rewrite_links(element, self.links, before="content")
        if self.entry.identifier:
            etree.SubElement(element, f"{{{DC}}}identifier", nsmap={"dc": DC}).text = self.entry.identifier
        if self.entry.language and self.entry.language != self.language:
            element.set(_XML_LANG, self.entry.language)
        self._add_picture(element)

    def extend_rss(self, item: etree._Element) -> None:
        _set_text(item, "pubDate", rfc822(self.entry.published))
        for author in self.entry.authors:
            etree.SubElement(item, f"{{{DC}}}creator").text = author.name.translate(_MARKS)
        if self.entry.language and self.entry.language != self.language:
            etree.SubElement(item, f"{{{DC}}}language").text = self.entry.language
        etree.SubElement(item, f"{{{ATOM}}}updated").text = rfc3339(self.entry.updated)
        if self.entry.related:
            etree.SubElement(item, f"{{{ATOM}}}link", rel="related", href=self.entry.related)
        if self.entry.via:
            etree.SubElement(item, f"{{{ATOM}}}link", rel="via", href=self.entry.via)
        for one in self.entry.enclosures[:1]:  # the profile allows one; a length that is not known is 0
            etree.SubElement(item, "enclosure", url=one.url, length=str(one.length), type=one.type)
        self._add_picture(item)

    def _add_picture(self, element: etree._Element) -> None:
        """Add the picture in the two forms of Media RSS that readers look for, as jekyll-feed does."""
        if self.entry.image:
            etree.SubElement(element, f"{{{MEDIA}}}thumbnail", url=self.entry.image)
            etree.SubElement(element, f"{{{MEDIA}}}content", url=self.entry.image, medium="image")


def _rewrite_links(element: etree._Element, links: Sequence[AtomLink], before: str) -> None:
    for old in element.findall("link"):
        element.remove(old)
    next_element = element.find(before)
    for link in links:
        new = etree.Element("link", link.attributes())
        if next_element is None:
            element.append(new)
        else:
            next_element.addprevious(new)


def _set_text(parent: etree._Element, name: str, text: str) -> None:
    element = parent.find(name)
    if element is not None:
        element.text = text
