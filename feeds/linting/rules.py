"""The table of rules: the text of each, its source, the behaviour of readers where it is broken, and the remedy.

The behaviour of readers was measured with 28 of them (docs/feeds.md); what is not known of any is
left out. `docs/check.md` is made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping

from feeds.linting.findings import Finding, Rule, Severity

_ALL, _XML, _FEEDS = "all", "RSS, Atom, OPML", "RSS, Atom, JSON Feed"
_ATOM, _RSS, _JSON, _OPML, _HTTP = "Atom", "RSS", "JSON Feed", "OPML", "HTTP"
_RFC4287, _RSS2, _PROFILE = "RFC 4287", "RSS 2.0", "RSS Best Practices Profile"
_JSONFEED, _OPML2, _MEASURED = "JSON Feed 1.1", "OPML 2.0", "measured with 28 readers"


def _rule(
    severity: Severity, id: str, formats: str, source: str, says: str, remedy: str, *, readers: str = "", w3c: str = ""
) -> Rule:
    return Rule(
        id=id,
        severity=severity,
        formats=formats,
        source=source,
        says=says,
        remedy=remedy,
        readers=readers,
        w3c=tuple(w3c.split()),
    )


def _error(id: str, *values: str, readers: str = "", w3c: str = "") -> Rule:
    return _rule("error", id, *values, readers=readers, w3c=w3c)


def _warning(id: str, *values: str, readers: str = "", w3c: str = "") -> Rule:
    return _rule("warning", id, *values, readers=readers, w3c=w3c)


# Each row: id, formats, source, what it says, remedy.
_TABLE = (
    # -- every document
    _error(
        "well-formed", _ALL, "XML 1.0, RFC 8259", "The document is well-formed XML or valid JSON.",
        "escape & as &amp; and < as &lt;, remove control characters, and save it as UTF-8",
        readers="one bare & loses 11 of 24 readers, a control character 11, a wrong byte 7",
        w3c="SAXError UnicodeError UnknownEncoding UndefinedNamedEntity BadXmlVersion",
    ),
    _error(
        "kind", _ALL, "RFC 4287, RSS 2.0, JSON Feed 1.1, OPML 2.0", "The document is RSS, Atom, JSON Feed or OPML.",
        "name the feed that people subscribe to",
    ),
    _error(
        "namespace", _XML, "RFC 4287, section 2", "The root element is in the namespace of its format.",
        'write <feed xmlns="http://www.w3.org/2005/Atom">, or <rss version="2.0"> without a namespace',
        w3c="InvalidNamespace ObsoleteNamespace MissingNamespace",
    ),
    _warning(
        "size", _FEEDS, "W3C feed validator", "A feed has at most 5,000,000 bytes.",
        "carry fewer entries, and link to an archive",
    ),
    _warning(
        "entries", "RSS, Atom", _MEASURED, "A feed has at most 100 entries, unless it is an archive.",
        "carry fewer entries, and link to an archive",
        readers="Liferea keeps 100",
    ),
    _warning(
        "replaced-characters", _XML, "W3C feed validator",
        "Texts have no replacement characters (U+FFFD) and no C1 controls.",
        "decode the text with the encoding that it was written in", w3c="BadCharacters",
    ),
    _error(
        "unknown-element", _XML, "RFC 4287, RSS 2.0, OPML 2.0", "Elements of the format are where it has them.",
        "correct its name or its place, or put it into a namespace", w3c="UndefinedElement NoBlink",
    ),
    _error(
        "unknown-attribute", _XML, "RFC 4287, RSS 2.0, OPML 2.0", "Attributes are those that the format defines.",
        "remove it, or put it into a namespace", w3c="UnexpectedAttribute",
    ),
    _error(
        "twice", _XML, "RFC 4287, RSS 2.0", "Elements that may be given once are given once.", "remove one of them",
        w3c="DuplicateElement",
    ),
    _error(
        "missing-element", _XML, "RFC 4287, RSS 2.0, OPML 2.0", "Required elements are there.", "add it",
        w3c="MissingElement MissingTitle MissingLink MissingDescription",
    ),
    _error(
        "missing-attribute", _XML, "RFC 4287, RSS 2.0, OPML 2.0", "Required attributes are there.", "add it",
        w3c="MissingAttribute MissingHref",
    ),
    _error(
        "stray-text", _XML, "RFC 4287, RSS 2.0", "There is no text between elements.", "remove it",
        w3c="UnexpectedText",
    ),
    _warning(
        "empty", _XML, "W3C feed validator", "Elements that hold a text hold one.", "write the text, or remove it",
        w3c="NotBlank",
    ),
    _error(
        "address", _ALL, "RFC 3986", "Addresses are valid URIs, and in full where the format wants it.",
        "write it in full, and percent-encode blanks and other characters",
        readers="9 of 24 give a relative address back as it is",
        w3c="InvalidLink InvalidFullLink InvalidUriChar UriNotIri InvalidIRI InvalidURLAttribute InvalidURIAttribute",
    ),
    _error(
        "tag-uri", _ALL, "RFC 4151", "A tag: URI has an authority, a date and a name.",
        "write it like tag:example.org,2026-01-05:name", w3c="InvalidTAG",
    ),
    _error(
        "urn", _ALL, "RFC 8141, RFC 9562", "A urn: URI has a namespace and a name; a UUID has 36 characters.",
        "write it like urn:uuid:4ab5e78c-0b0c-4c52-9f53-1a9b2f6e2d11", w3c="InvalidURN InvalidUUID",
    ),
    _error(
        "language", _ALL, "RFC 5646", "A language is a tag such as en or pt-BR.", "use such a tag",
        w3c="InvalidLanguage",
    ),
    _error(
        "media-type", _ALL, "RFC 6838", "A media type has the form type/subtype.", "write it like audio/mpeg",
        w3c="InvalidMIMEType InvalidMIMEAttribute",
    ),
    _error(
        "number", _ALL, "RSS 2.0, RFC 4287", "Sizes and times are whole numbers.", "write it in digits",
        w3c="InvalidInteger InvalidNonNegativeInteger InvalidPositiveInteger InvalidIntegerAttribute UseZeroForUnknown",
    ),
    _error(
        "boolean", _XML, "RSS 2.0, OPML 2.0", "A yes-or-no attribute is true or false.", "write true or false",
        w3c="InvalidBooleanAttribute InvalidTrueFalse",
    ),
    _error(
        "duration", _RSS, "podcasts of Apple", "A recording is as long as its element says.",
        "write seconds, such as 1830, or 30:30, or 1:02:03", w3c="InvalidDuration",
    ),
    _error(
        "email", _XML, "RFC 5322", "An e-mail address is one.", "write it like mira@example.org",
        w3c="InvalidContact InvalidAddrSpec",
    ),
    _error(
        "duplicate-id", _FEEDS, "RSS 2.0, RFC 4287, section 4.2.6", "No two entries have one id.",
        "give each entry an id of its own",
        readers="newsboat, elfeed, Liferea, rss2email and reader lose one, RSS Guard swaps the two at each poll",
        w3c="DuplicateValue DuplicateEntries DuplicateIds",
    ),
    _warning(
        "unsafe-html", _FEEDS, "W3C feed validator", "Content has no scripts, frames, plug-ins or style sheets.",
        "remove it; readers do, some together with what is in it", w3c="SecurityRisk SecurityRiskAttr",
    ),
    _warning(
        "relative-link", _FEEDS, _MEASURED, "Links and images in content have addresses in full.",
        "write the address in full", readers="9 of 24 readers leave a relative link as it is, the others guess",
        w3c="ContainsRelRef",
    ),
    _warning(
        "markup-in-text", "RSS, Atom", _MEASURED, "Titles and names are plain text.",
        "remove the tags, and escape & and < once", readers="at most 8 of 24 show it as meant",
        w3c="ContainsHTML ContainsUndeclaredHTML",
    ),
    _warning(
        "future-date", _FEEDS, "W3C feed validator", "No date is more than a day ahead.", "correct the date",
    ),
    _warning(
        "self-link", _FEEDS, "RFC 4287, section 4.1.1; RSS Best Practices Profile", "A feed names its own address.",
        'add a link with rel="self", or feed_url in JSON Feed', w3c="MissingSelf MissingAtomSelfLink",
    ),
    _warning(
        "self-differs", _FEEDS, "RFC 4287, section 4.2.7.2", "The address that a feed names is the one it is at.",
        "correct the link, or move the feed there with a permanent redirect",
    ),
    _warning(
        "relative-self", _FEEDS, "RFC 4287, section 4.2.7.2", "A feed names its own address in full.",
        "write the address in full", w3c="RelativeSelf",
    ),
    _warning(
        "history-in-entry", "RSS, Atom", "RFC 5005", "Links to other documents of a feed are in its head.",
        "move the link to the head of the feed", w3c="FeedHistoryRelInEntry",
    ),
    _error(
        "complete-history", "RSS, Atom", "RFC 5005, section 2", "A complete feed links to no other part of itself.",
        "remove the link, or fh:complete", w3c="FeedRelInCompleteFeed CurrentNotSelfInCompleteFeed",
    ),
    _warning(
        "archive-links", "RSS, Atom", "RFC 5005, section 4",
        "An archive document links to the current feed and to its neighbours.",
        'add links with rel="current" and rel="prev-archive"', w3c="ArchiveIncomplete MissingCurrentInArchive",
    ),
    # -- RSS
    _error(
        "rss-version", _RSS, _RSS2, "The version is 2.0, 0.92 or 0.91.", 'write <rss version="2.0">',
        w3c="InvalidRSSVersion",
    ),
    _error(
        "rss-date", _RSS, "RFC 822, RFC 5322", "Dates have the form of e-mail, and the right day of the week.",
        "write it like Mon, 05 Jan 2026 09:00:00 GMT",
        readers="6 of 24 show another date or none, Ruby's rss refuses the feed, RSS Guard shows the time of its poll",
        w3c="InvalidRFC2822Date IncorrectDOW",
    ),
    _warning(
        "rss-odd-date", _RSS, "RFC 5322", "Dates have four digits for the year, and a zone such as GMT or +0100.",
        "write it like Mon, 05 Jan 2026 09:00:00 GMT", w3c="ProblematicalRFC822Date",
    ),
    _error(
        "dc-date", _RSS, "W3C Date and Time Formats", "dc:date has the form of ISO 8601.",
        "write it like 2026-01-05T09:00:00Z", w3c="InvalidW3CDTFDate",
    ),
    _warning(
        "dc-date-only", _RSS, _MEASURED, "An item with a date has it in pubDate.", "add pubDate",
        readers="3 of 24 show no date",
    ),
    _warning(
        "no-date", _FEEDS, _MEASURED, "Each entry has a date.", "add it",
    ),
    _warning(
        "no-link", _FEEDS, _MEASURED, "Each entry has a link.", "add it", readers="6 of 24 have none or a wrong one",
    ),
    _error(
        "guid", _RSS, _RSS2, "A guid is an address, unless isPermaLink is false.", 'add isPermaLink="false"',
        readers="tt-rss and extractus open it as a page", w3c="InvalidHttpGUID InvalidPermalink",
    ),
    _warning(
        "guid-differs", _RSS, _MEASURED, "A guid that is a permalink is the link of its item.",
        'make them equal, or add isPermaLink="false"',
        readers="tt-rss and extractus open the guid, the others the link",
    ),
    _warning(
        "no-guid", _RSS, _PROFILE, "Each item has a guid.", "add one that never changes", w3c="MissingGuid",
    ),
    _warning(
        "weak-guid", _RSS, "W3C feed validator", "A guid is unique in the world.", "use a tag URI or the permalink",
        readers="newsboat knows entries by the guid alone", w3c="NotSufficientlyUnique",
    ),
    _error(
        "item-text", _RSS, _RSS2, "Each item has a title or a description.", "add one",
        w3c="ItemMustContainTitleOrDescription",
    ),
    _warning(
        "contact", _RSS, _PROFILE, "author, managingEditor and webMaster have the form mira@example.org (Mira).",
        "write it so, or use dc:creator for a name without address", w3c="EmailFormat MissingRealName",
    ),
    _error(
        "skip", _RSS, _RSS2, "skipHours has hours from 0 to 23, skipDays English days, each once.", "correct it",
        w3c="DuplicateValue InvalidHour InvalidDay NotEnoughHoursInTheDay EightDaysAWeek UseZeroForMidnight",
    ),
    _error(
        "image-size", _RSS, _RSS2, "An image is at most 144 wide and 400 high.", "give the real size, or none",
        w3c="InvalidWidth InvalidHeight",
    ),
    _warning(
        "image-format", _RSS, _RSS2, "An image is GIF, JPEG or PNG.", "use another format", w3c="ImageUrlFormat",
    ),
    _warning(
        "image-differs", _RSS, _PROFILE, "An image has the title and the link of its channel.", "make them equal",
        w3c="ImageTitleDoesntMatch ImageLinkDoesntMatch",
    ),
    _warning(
        "description-first", _RSS, _PROFILE, "description comes before content:encoded.", "move it",
        w3c="NeedDescriptionBeforeContent",
    ),
    _warning(
        "items-last", _RSS, _PROFILE, "Items come after all else in the channel.", "move them", w3c="MisplacedItem",
    ),
    _warning("text-input", _RSS, _PROFILE, "There is no textInput.", "remove it", w3c="AvoidTextInput"),
    _warning(
        "enclosures", _RSS, _PROFILE, "An item has one enclosure.", "keep the first one", w3c="DuplicateEnclosure",
    ),
    _warning(
        "said-twice", _RSS, _PROFILE, "Nothing is said by an element of RSS and of an extension.",
        "remove one of them", w3c="DuplicateSemantics DuplicateItemSemantics",
    ),
    # -- Atom
    _error(
        "atom-date", _ATOM, "RFC 3339; RFC 4287, section 3.3", "Dates have a time, seconds and a zone.",
        "write it like 2026-01-05T09:00:00Z", w3c="InvalidRFC3339Date",
    ),
    _warning(
        "atom-offset", _ATOM, _MEASURED, "Dates are in UTC, with Z.", "write it like 2026-01-05T09:00:00Z",
        readers="elfeed and libmrss ignore the offset, and show the wrong hour",
    ),
    _error(
        "blanks", _ATOM, "RFC 4287", "Ids, dates and addresses have no blanks around them.", "remove the blanks",
        w3c="UnexpectedWhitespace",
    ),
    _warning(
        "empty-attribute", _ATOM, "W3C feed validator", "Attributes have a value.", "write it, or remove the attribute",
        w3c="AttrNotBlank",
    ),
    _warning(
        "prefix", _ATOM, _MEASURED, "Atom is the default namespace.", "remove the prefix",
        readers="7 of 24 cannot read the feed",
    ),
    _error(
        "alternates", _ATOM, "RFC 4287, section 4.1.1", "No two alternate links have one type and language.",
        "remove one, or give it another rel", w3c="DuplicateAtomLink",
    ),
    _error(
        "content-or-link", _ATOM, "RFC 4287, section 4.1.2", "An entry has content or an alternate link.",
        "add one of them", w3c="MissingContentOrAlternate",
    ),
    _error(
        "summary-needed", _ATOM, "RFC 4287, section 4.1.2",
        "An entry whose content is elsewhere or binary has a summary.",
        "add summary", w3c="MissingSummary",
    ),
    _error(
        "text-type", _ATOM, "RFC 4287, section 3.1.1", "The type of a text is text, html or xhtml.",
        "use one of the three", w3c="InvalidTextType",
    ),
    _error(
        "xhtml-div", _ATOM, "RFC 4287, section 3.1.1.3", "An xhtml text is one div in the namespace of XHTML.",
        'put it into <div xmlns="http://www.w3.org/1999/xhtml">', w3c="MissingXhtmlDiv",
    ),
    _error(
        "base64", _ATOM, "RFC 4287, section 4.1.3.3", "Content of a binary type is written in Base64.", "encode it",
        w3c="NotBase64",
    ),
    _warning(
        "relation", _ATOM, "IANA link relations", "A link relation is registered, or an address.",
        "use a registered one", w3c="UnregisteredAtomLinkRel",
    ),
    _warning("link-content", _ATOM, "RFC 4287, section 4.2.7", "A link is empty.", "remove the text",
             w3c="AtomLinkNotEmpty"),
    _error(
        "head-first", _ATOM, "W3C feed validator", "Elements that describe the feed come before its entries.",
        "move it", w3c="MisplacedMetadata",
    ),
    _warning(
        "link-order", _ATOM, _MEASURED, 'The first link of a feed or entry is its alternate, with rel="alternate".',
        "put it first, and write its rel",
        readers="elfeed, fastfeedparser, rss-parser and extractus open the first link, newsboat needs its rel",
    ),
    _warning(
        "entry-source", _ATOM, _MEASURED, "Entries have no source.", "name the origin in the content or the author",
        readers="sfeed loses all entries, RSS Guard takes title, id or link from it",
    ),
    _warning(
        "xhtml", _ATOM, _MEASURED, "Content is of the type html.", 'escape it, with type="html"',
        readers="atoma and extractus show nothing",
    ),
    _warning(
        "html-title", _ATOM, _MEASURED, "Titles with < or & are of the type text.", 'write it as text, escaped once',
        readers="6 to 8 of 24 show it as meant; as text 18 to 24 do",
    ),
    # -- JSON Feed
    _error(
        "json-version", _JSON, _JSONFEED, "version is the address of JSON Feed 1 or 1.1.",
        "write https://jsonfeed.org/version/1.1",
    ),
    _error("json-missing", _JSON, _JSONFEED, "Required members are there.", "add it"),
    _error("json-type", _JSON, _JSONFEED, "Members have the type that the format asks for.", "correct it"),
    _error(
        "json-id", _JSON, _JSONFEED, "An id is a string.", "put it between quotation marks",
        readers="gofeed and atoma cannot read the feed",
    ),
    _error("json-content", _JSON, _JSONFEED, "An item has content_html or content_text.", "add one of them"),
    _error(
        "json-date", _JSON, "RFC 3339", "Dates have a time, seconds and a zone.", "write it like 2026-01-05T09:00:00Z",
    ),
    _warning("json-author", _JSON, _JSONFEED, "Authors are in the list authors.", "replace author by authors"),
    # -- OPML
    _error(
        "opml-version", _OPML, _OPML2, "The version is 1.0, 1.1 or 2.0.", 'write <opml version="2.0">',
        w3c="InvalidOPMLVersion",
    ),
    _warning(
        "outline-type", _OPML, _OPML2, "The type of an outline is rss or link, and is given where it has an address.",
        'write type="rss", for Atom, too', w3c="InvalidOutlineType MissingOutlineType",
    ),
    _warning(
        "outline-version", _OPML, _OPML2, "The version of a feed is RSS, RSS1 or RSS2, or is not given.",
        "remove the attribute; there is none for Atom", w3c="InvalidOutlineVersion",
    ),
    _warning(
        "outline-address", _OPML, _OPML2, "An outline of type rss has xmlUrl, and one of type link has url.", "add it",
        w3c="MissingXmlURL MissingUrlAttr",
    ),
    _warning(
        "outline-title", _OPML, _OPML2, "An outline of type rss has a title.", "repeat text as title",
        w3c="MissingTitleAttr",
    ),
    # -- HTTP
    _warning(
        "http-type", _HTTP, "RFC 9110, section 8.3", "A feed is sent with a media type of feeds or of XML or JSON.",
        "configure the server to send application/atom+xml, application/rss+xml or application/feed+json",
    ),
    _warning(
        "http-validator", _HTTP, "RFC 9110, section 8.8", "A feed is sent with ETag or Last-Modified.",
        "configure the server to send one, and to answer 304",
        readers="rss2email, elfeed, reader, feedparser, SimplePie and newsboat ask for changes; without it each poll "
        "downloads the whole feed",
    ),
)  # fmt: skip

#: The rules by id, in the order of the documentation.
RULES: Mapping[str, Rule] = {rule.id: rule for rule in _TABLE}


def found_at(rule: str, line: int, fault: str) -> Finding:
    """Return the finding that the rule with this id is broken at *line* (1-based; 0: by the document as a whole)."""
    return Finding(rule=RULES[rule], line=line, fault=fault)
