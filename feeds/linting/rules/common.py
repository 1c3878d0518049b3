"""The rules of every document."""

from __future__ import annotations

from feeds.linting.rules.making import ALL, FEEDS, MEASURED, RSS, XML, error, warning

# Each row: id, formats, source, what it says, remedy.
TABLE = (
    error(
        "well-formed", ALL, "XML 1.0, RFC 8259", "The document is well-formed XML or valid JSON.",
        "escape & as &amp; and < as &lt;, remove control characters, and save it as UTF-8",
        readers="one bare & loses 11 of 24 readers, a control character 11, a wrong byte 7",
        w3c="SAXError UnicodeError UnknownEncoding UndefinedNamedEntity BadXmlVersion",
    ),
    error(
        "kind", ALL, "RFC 4287, RSS 2.0, JSON Feed 1.1, OPML 2.0", "The document is RSS, Atom, JSON Feed or OPML.",
        "name the feed that people subscribe to",
    ),
    error(
        "namespace", XML, "RFC 4287, section 2", "The root element is in the namespace of its format.",
        'write <feed xmlns="http://www.w3.org/2005/Atom">, or <rss version="2.0"> without a namespace',
        w3c="InvalidNamespace ObsoleteNamespace MissingNamespace",
    ),
    warning(
        "size", FEEDS, "W3C feed validator", "A feed has at most 5,000,000 bytes.",
        "carry fewer entries, and link to an archive",
    ),
    warning(
        "many", ALL, "this program", "The first 5,000 findings in a document are listed.",
        "fix these, and check it again",
    ),
    warning(
        "entries", "RSS, Atom", MEASURED, "A feed has at most 100 entries, unless it is an archive.",
        "carry fewer entries, and link to an archive",
        readers="Liferea keeps 100",
    ),
    warning(
        "replaced-characters", XML, "W3C feed validator",
        "Texts have no replacement characters (U+FFFD) and no C1 controls.",
        "decode the text with the encoding that it was written in", w3c="BadCharacters",
    ),
    error(
        "unknown-element", XML, "RFC 4287, RSS 2.0, OPML 2.0", "Elements of the format are where it has them.",
        "correct its name or its place, or put it into a namespace", w3c="UndefinedElement NoBlink",
    ),
    error(
        "unknown-attribute", XML, "RFC 4287, RSS 2.0, OPML 2.0", "Attributes are those that the format defines.",
        "remove it, or put it into a namespace", w3c="UnexpectedAttribute",
    ),
    error(
        "twice", XML, "RFC 4287, RSS 2.0", "Elements that may be given once are given once.", "remove one of them",
        w3c="DuplicateElement",
    ),
    error(
        "missing-element", XML, "RFC 4287, RSS 2.0, OPML 2.0", "Required elements are there.", "add it",
        w3c="MissingElement MissingTitle MissingLink MissingDescription",
    ),
    error(
        "missing-attribute", XML, "RFC 4287, RSS 2.0, OPML 2.0", "Required attributes are there.", "add it",
        w3c="MissingAttribute MissingHref",
    ),
    error(
        "stray-text", XML, "RFC 4287, RSS 2.0", "There is no text between elements.", "remove it",
        w3c="UnexpectedText",
    ),
    warning(
        "empty", XML, "W3C feed validator", "Elements that hold a text hold one.", "write the text, or remove it",
        w3c="NotBlank",
    ),
    error(
        "address", ALL, "RFC 3986", "Addresses are valid URIs, and in full where the format wants it.",
        "write it in full, and percent-encode blanks and other characters",
        readers="9 of 24 give a relative address back as it is",
        w3c="InvalidLink InvalidFullLink InvalidUriChar UriNotIri InvalidIRI InvalidURLAttribute InvalidURIAttribute",
    ),
    error(
        "tag-uri", ALL, "RFC 4151", "A tag: URI has an authority, a date and a name.",
        "write it like tag:example.org,2026-01-05:name", w3c="InvalidTAG",
    ),
    error(
        "urn", ALL, "RFC 8141, RFC 9562", "A urn: URI has a namespace and a name; a UUID has 36 characters.",
        "write it like urn:uuid:4ab5e78c-0b0c-4c52-9f53-1a9b2f6e2d11", w3c="InvalidURN InvalidUUID",
    ),
    error(
        "language", ALL, "RFC 5646", "A language is a tag such as en or pt-BR.", "use such a tag",
        w3c="InvalidLanguage",
    ),
    error(
        "media-type", ALL, "RFC 6838", "A media type has the form type/subtype.", "write it like audio/mpeg",
        w3c="InvalidMIMEType InvalidMIMEAttribute",
    ),
    error(
        "number", ALL, "RSS 2.0, RFC 4287", "Sizes, counts and times are numbers.", "write it in digits",
        w3c="InvalidInteger InvalidNonNegativeInteger InvalidPositiveInteger InvalidIntegerAttribute UseZeroForUnknown "
        "InvalidFloat",
    ),
    error(
        "boolean", XML, "RSS 2.0, OPML 2.0", "A yes-or-no attribute is true or false.", "write true or false",
        w3c="InvalidBooleanAttribute InvalidTrueFalse",
    ),
    error(
        "duration", RSS, "podcasts of Apple", "A recording is as long as its element says.",
        "write seconds, such as 1830, or 30:30, or 1:02:03", w3c="InvalidDuration",
    ),
    error(
        "email", XML, "RFC 5322", "An e-mail address is one.", "write it like mira@example.org",
        w3c="InvalidContact InvalidAddrSpec",
    ),
    error(
        "duplicate-id", FEEDS, "RSS 2.0, RFC 4287, section 4.2.6", "No two entries have one id.",
        "give each entry an id of its own",
        readers="newsboat, elfeed, Liferea, rss2email and reader lose one, RSS Guard swaps the two at each poll",
        w3c="DuplicateValue DuplicateEntries DuplicateIds",
    ),
    warning(
        "unsafe-html", FEEDS, "W3C feed validator", "Content has no scripts, frames, plug-ins or style sheets.",
        "remove it; readers do, some together with what is in it", w3c="SecurityRisk SecurityRiskAttr",
    ),
    warning(
        "relative-link", FEEDS, MEASURED, "Links and images in content have addresses in full.",
        "write the address in full", readers="9 of 24 readers leave a relative link as it is, the others guess",
        w3c="ContainsRelRef",
    ),
    warning(
        "markup-in-text", "RSS, Atom", MEASURED, "Titles and names are plain text.",
        "remove the tags, and escape & and < once", readers="at most 8 of 24 show it as meant",
        w3c="ContainsHTML ContainsUndeclaredHTML",
    ),
    warning(
        "future-date", FEEDS, "W3C feed validator", "No date is more than a day ahead.", "correct the date",
    ),
    warning(
        "self-link", FEEDS, "RFC 4287, section 4.1.1; RSS Best Practices Profile", "A feed names its own address.",
        'add a link with rel="self", or feed_url in JSON Feed', w3c="MissingSelf MissingAtomSelfLink",
    ),
    warning(
        "self-differs", FEEDS, "RFC 4287, section 4.2.7.2", "The address that a feed names is the one it is at.",
        "correct the link, or move the feed there with a permanent redirect",
    ),
    warning(
        "relative-self", FEEDS, "RFC 4287, section 4.2.7.2", "A feed names its own address in full.",
        "write the address in full", w3c="RelativeSelf",
    ),
    warning(
        "history-in-entry", "RSS, Atom", "RFC 5005", "Links to other documents of a feed are in its head.",
        "move the link to the head of the feed", w3c="FeedHistoryRelInEntry",
    ),
    error(
        "complete-history", "RSS, Atom", "RFC 5005, section 2", "A complete feed links to no other part of itself.",
        "remove the link, or fh:complete", w3c="FeedRelInCompleteFeed CurrentNotSelfInCompleteFeed",
    ),
    warning(
        "archive-links", "RSS, Atom", "RFC 5005, section 4",
        "An archive document links to the current feed.",
        'add a link with rel="current"', w3c="MissingCurrentInArchive",
    ),
)  # fmt: skip
