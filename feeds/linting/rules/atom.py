"""The rules of Atom."""

from __future__ import annotations

from feeds.linting.rules.making import ATOM, MEASURED, error, warning

# Each row: id, formats, source, what it says, remedy.
TABLE = (
    error(
        "atom-date", ATOM, "RFC 3339; RFC 4287, section 3.3", "Dates have a time, seconds and a zone.",
        "write it like 2026-01-05T09:00:00Z", w3c="InvalidRFC3339Date",
    ),
    warning(
        "atom-offset", ATOM, MEASURED, "Dates are in UTC, with Z.", "write it like 2026-01-05T09:00:00Z",
        readers="elfeed and libmrss ignore the offset, and show the wrong hour",
    ),
    error(
        "blanks", ATOM, "RFC 4287", "Ids, dates and addresses have no blanks around them.", "remove the blanks",
        w3c="UnexpectedWhitespace",
    ),
    warning(
        "empty-attribute", ATOM, "W3C feed validator", "Attributes have a value.", "write it, or remove the attribute",
        w3c="AttrNotBlank",
    ),
    warning(
        "prefix", ATOM, MEASURED, "Atom is the default namespace.", "remove the prefix",
        readers="7 of 24 cannot read the feed",
    ),
    error(
        "alternates", ATOM, "RFC 4287, section 4.1.1", "No two alternate links have one type and language.",
        "remove one, or give it another rel", w3c="DuplicateAtomLink",
    ),
    error(
        "content-or-link", ATOM, "RFC 4287, section 4.1.2", "An entry has content or an alternate link.",
        "add one of them", w3c="MissingContentOrAlternate",
    ),
    error(
        "summary-needed", ATOM, "RFC 4287, section 4.1.2",
        "An entry whose content is elsewhere or binary has a summary.",
        "add summary", w3c="MissingSummary",
    ),
    error(
        "text-type", ATOM, "RFC 4287, section 3.1.1", "The type of a text is text, html or xhtml.",
        "use one of the three", w3c="InvalidTextType",
    ),
    error(
        "xhtml-div", ATOM, "RFC 4287, section 3.1.1.3", "An xhtml text is one div in the namespace of XHTML.",
        'put it into <div xmlns="http://www.w3.org/1999/xhtml">', w3c="MissingXhtmlDiv",
    ),
    error(
        "base64", ATOM, "RFC 4287, section 4.1.3.3", "Content of a binary type is written in Base64.", "encode it",
        w3c="NotBase64",
    ),
    warning(
        "relation", ATOM, "IANA link relations", "A link relation is registered, or an address.",
        "use a registered one", w3c="UnregisteredAtomLinkRel",
    ),
    warning("link-content", ATOM, "RFC 4287, section 4.2.7", "A link is empty.", "remove the text",
             w3c="AtomLinkNotEmpty"),
    error(
        "head-first", ATOM, "W3C feed validator", "Elements that describe the feed come before its entries.",
        "move it", w3c="MisplacedMetadata",
    ),
    warning(
        "link-order", ATOM, MEASURED, 'The first link of a feed or entry is its alternate, with rel="alternate".',
        "put it first, and write its rel",
        readers="elfeed, fastfeedparser, rss-parser and extractus open the first link, newsboat needs its rel",
    ),
    warning(
        "entry-source", ATOM, MEASURED, "Entries have no source.", "name the origin in the content or the author",
        readers="sfeed loses all entries, RSS Guard takes title, id or link from it",
    ),
    warning(
        "xhtml", ATOM, MEASURED, "Content is of the type html.", 'escape it, with type="html"',
        readers="atoma and extractus show nothing",
    ),
    warning(
        "html-title", ATOM, MEASURED, "Titles with < or & are of the type text.", 'write it as text, escaped once',
        readers="6 to 8 of 24 show it as meant; as text 18 to 24 do",
    ),
)  # fmt: skip
