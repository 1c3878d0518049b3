"""The rules of extensions: Media RSS, places, podcasts, and small ones."""

from __future__ import annotations

from feeds.linting.rules.making import RSS, XML, error, warning

_BOTH, _APPLE = "RSS, Atom", "Apple Podcasts"

# Each row: id, formats, source, what it says, remedy.
TABLE = (
    warning(
        "extension-namespace", XML, "the specification of the extension",
        "An extension has the namespace of its specification, letter for letter.",
        "write the namespace as it is there; readers do not know the elements otherwise", w3c="MediaRssNamespace",
    ),
    error(
        "media-value", _BOTH, "Media RSS 1.5.1", "Values that Media RSS lists are among those that it lists.",
        "use one that the specification of Media RSS has",
        w3c="InvalidMediaTextType InvalidMediaExpression InvalidMediaMedium InvalidMediaRating InvalidMediaHash "
        "InvalidMediaRestriction InvalidMediaRestrictionRel InvalidMediaRestrictionType InvalidCountryCode "
        "InvalidNPTTime InvalidCreditRole",
    ),
    warning(
        "media-adult", _BOTH, "Media RSS 1.5.1", "media:adult has been replaced by media:rating.",
        "write <media:rating>adult</media:rating>", w3c="DeprecatedMediaAdult",
    ),
    error(
        "place", _BOTH, "GeoRSS Simple", "A place is latitude and longitude in degrees, in this order.",
        "write it like <georss:point>53.55 9.99</georss:point>",
        w3c="InvalidCoord InvalidCoordList InvalidLatitude InvalidLongitude",
    ),
    warning(
        "place-comma", _BOTH, "GeoRSS Simple", "There is a blank, and no comma, between latitude and longitude.",
        "replace the comma by a blank", w3c="CoordComma",
    ),
    error(
        "podcast-value", RSS, _APPLE, "Values that Apple lists are among those that it lists.",
        "use one that Apple has", w3c="InvalidYesNoClean InvalidItunesChannelType InvalidItunesEpisodeType",
    ),
    warning(
        "podcast-explicit", RSS, _APPLE, "itunes:explicit is true or false; yes, no and clean are from before.",
        "write true or false", w3c="InvalidTrueFalse",
    ),
    warning(
        "podcast-category", RSS, _APPLE, "A category is one of Apple's, and a second one is within its first.",
        "choose one of the list of Apple Podcasts categories, in English",
        w3c="InvalidItunesCategory ObsoleteItunesCategory",
    ),
    warning(
        "podcast-lacks", RSS, _APPLE, "A podcast has language, itunes:category, itunes:explicit and itunes:owner.",
        "add it to the channel", w3c="MissingItunesElement MissingItunesEmail",
    ),
    warning(
        "podcast-length", RSS, _APPLE, "Texts have at most 255 characters, a summary 4000.", "shorten it",
        w3c="TooLong",
    ),
    warning(
        "podcast-format", RSS, _APPLE, "An episode is M4A, MP3, MOV, MP4, M4V, PDF or EPUB.", "convert the file",
        w3c="UnsupportedItunesFormat",
    ),
    error(
        "update-period", _BOTH, "RSS 1.0 module Syndication", "A period is hourly, daily, weekly, monthly or yearly.",
        "use one of them", w3c="InvalidUpdatePeriod",
    ),
)  # fmt: skip
