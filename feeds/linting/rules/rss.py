"""The rules of RSS."""

from __future__ import annotations

from feeds.linting.rules.making import FEEDS, MEASURED, PROFILE, RSS, RSS2, error, warning

# Each row: id, formats, source, what it says, remedy.
TABLE = (
    error(
        "rss-version", RSS, RSS2, "The version is 2.0, 0.92 or 0.91.", 'write <rss version="2.0">',
        w3c="InvalidRSSVersion",
    ),
    error(
        "rss-date", RSS, "RFC 822, RFC 5322", "Dates have the form of e-mail, and the right day of the week.",
        "write it like Mon, 05 Jan 2026 09:00:00 GMT",
        readers="6 of 24 show another date or none, Ruby's rss refuses the feed, RSS Guard shows the time of its poll",
        w3c="InvalidRFC2822Date IncorrectDOW",
    ),
    warning(
        "rss-odd-date", RSS, "RFC 5322", "Dates have four digits for the year, and a zone such as GMT or +0100.",
        "write it like Mon, 05 Jan 2026 09:00:00 GMT", w3c="ProblematicalRFC822Date",
    ),
    error(
        "dc-date", RSS, "W3C Date and Time Formats", "dc:date has the form of ISO 8601.",
        "write it like 2026-01-05T09:00:00Z", w3c="InvalidW3CDTFDate",
    ),
    warning(
        "dc-date-only", RSS, MEASURED, "An item with a date has it in pubDate.", "add pubDate",
        readers="3 of 24 show no date",
    ),
    warning(
        "no-date", FEEDS, MEASURED, "Each entry has a date.", "add it",
    ),
    warning(
        "no-link", FEEDS, MEASURED, "Each entry has a link.", "add it", readers="6 of 24 have none or a wrong one",
    ),
    error(
        "guid", RSS, RSS2, "A guid is an address, unless isPermaLink is false.", 'add isPermaLink="false"',
        readers="tt-rss and extractus open it as a page", w3c="InvalidHttpGUID InvalidPermalink",
    ),
    warning(
        "guid-differs", RSS, MEASURED, "A guid that is a permalink is the link of its item.",
        'make them equal, or add isPermaLink="false"',
        readers="tt-rss and extractus open the guid, the others the link",
    ),
    warning(
        "no-guid", RSS, PROFILE, "Each item has a guid.", "add one that never changes", w3c="MissingGuid",
    ),
    warning(
        "weak-guid", RSS, "W3C feed validator", "A guid is unique in the world.", "use a tag URI or the permalink",
        readers="newsboat knows entries by the guid alone", w3c="NotSufficientlyUnique",
    ),
    error(
        "item-text", RSS, RSS2, "Each item has a title or a description.", "add one",
        w3c="ItemMustContainTitleOrDescription",
    ),
    warning(
        "contact", RSS, PROFILE, "author, managingEditor and webMaster have the form mira@example.org (Mira).",
        "write it so, or use dc:creator for a name without address", w3c="EmailFormat MissingRealName",
    ),
    error(
        "skip", RSS, RSS2, "skipHours has hours from 0 to 23, skipDays English days, each once.", "correct it",
        w3c="DuplicateValue InvalidHour InvalidDay NotEnoughHoursInTheDay EightDaysAWeek UseZeroForMidnight",
    ),
    error(
        "image-size", RSS, RSS2, "An image is at most 144 wide and 400 high.", "give the real size, or none",
        w3c="InvalidWidth InvalidHeight",
    ),
    warning(
        "image-format", RSS, RSS2, "An image is GIF, JPEG or PNG.", "use another format", w3c="ImageUrlFormat",
    ),
    warning(
        "image-differs", RSS, PROFILE, "An image has the title and the link of its channel.", "make them equal",
        w3c="ImageTitleDoesntMatch ImageLinkDoesntMatch",
    ),
    warning(
        "description-first", RSS, PROFILE, "description comes before content:encoded.", "move it",
        w3c="NeedDescriptionBeforeContent",
    ),
    warning(
        "items-last", RSS, PROFILE, "Items come after all else in the channel.", "move them", w3c="MisplacedItem",
    ),
    warning("text-input", RSS, PROFILE, "There is no textInput.", "remove it", w3c="AvoidTextInput"),
    warning(
        "enclosures", RSS, PROFILE, "An item has one enclosure.", "keep the first one", w3c="DuplicateEnclosure",
    ),
    warning(
        "said-twice", RSS, PROFILE, "No fact is in an element of RSS and in one of an extension.",
        "remove one of them", w3c="DuplicateSemantics DuplicateItemSemantics",
    ),
)  # fmt: skip
