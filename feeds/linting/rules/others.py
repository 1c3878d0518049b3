"""The rules of JSON Feed, of OPML, and of how feeds are sent."""

from __future__ import annotations

from feeds.linting.rules.making import HTTP, JSON, JSONFEED, OPML, OPML2, error, warning

# Each row: id, formats, source, what it says, remedy.
TABLE = (
    # -- JSON Feed
    error(
        "json-version", JSON, JSONFEED, "version is the address of JSON Feed 1 or 1.1.",
        "write https://jsonfeed.org/version/1.1",
    ),
    error("json-missing", JSON, JSONFEED, "Required members are there.", "add it"),
    error("json-type", JSON, JSONFEED, "Members have the type that the format asks for.", "correct it"),
    error(
        "json-id", JSON, JSONFEED, "An id is a string.", "put it between quotation marks",
        readers="gofeed and atoma cannot read the feed",
    ),
    error("json-content", JSON, JSONFEED, "An item has content_html or content_text.", "add one of them"),
    error(
        "json-date", JSON, "RFC 3339", "Dates have a time, seconds and a zone.", "write it like 2026-01-05T09:00:00Z",
    ),
    warning("json-author", JSON, JSONFEED, "Authors are in the list authors.", "replace author by authors"),
    # -- OPML
    error(
        "opml-version", OPML, OPML2, "The version is 1.0, 1.1 or 2.0.", 'write <opml version="2.0">',
        w3c="InvalidOPMLVersion",
    ),
    warning(
        "outline-type", OPML, OPML2, "The type of an outline is rss or link, and is given where it has an address.",
        'write type="rss", for Atom, too', w3c="InvalidOutlineType MissingOutlineType",
    ),
    warning(
        "outline-version", OPML, OPML2, "The version of a feed is RSS, RSS1 or RSS2, or is not given.",
        "remove the attribute; there is none for Atom", w3c="InvalidOutlineVersion",
    ),
    warning(
        "outline-address", OPML, OPML2, "An outline of type rss has xmlUrl, and one of type link has url.", "add it",
        w3c="MissingXmlURL MissingUrlAttr",
    ),
    warning(
        "outline-title", OPML, OPML2, "An outline of type rss has a title.", "repeat text as title",
        w3c="MissingTitleAttr",
    ),
    # -- HTTP
    warning(
        "http-type", HTTP, "RFC 9110, section 8.3", "A feed is sent with a media type of feeds or of XML or JSON.",
        "configure the server to send application/atom+xml, application/rss+xml or application/feed+json",
    ),
    warning(
        "http-validator", HTTP, "RFC 9110, section 8.8", "A feed is sent with ETag or Last-Modified.",
        "configure the server to send one, and to answer 304",
        readers="rss2email, elfeed, reader, feedparser, SimplePie and newsboat ask for changes; without it each poll "
        "downloads the whole feed",
    ),
)  # fmt: skip
