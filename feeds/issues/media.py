"""Find the files that belong to an issue: recordings to play, and its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from feeds.issues.values import Values, web_address
from feeds.markup import folded
from feeds.model import Enclosure
from feeds.regex import regex

# The names of podcast plugins and themes (Jekyll, Octopod, Hugo, Castanet, Eleventy, Pelican, Nikola, Hexo) and of
# JSON Feed, as `folded` returns them: of files whatever they are called, and of files that are known by their ending.
_FILES = ("enclosure", "enclosures", "mp3enclosure", "oggenclosure", "attachments", "mp3", "mp3url", "podcastmp3")
_NAMES = (
    *_FILES,
    *("podcast", "podcasturl", "podcastlink", "podcastfile", "podcastaudio", "episode", "episodeurl", "episodefile"),
    *("audio", "audiourl", "audiofile", "audiolink", "audiosrc", "audios", "recording", "voiceover", "media"),
    *("mediaurl", "mediafile", "m4a", "ogg", "opus", "file", "fileurl", "video", "videourl", "videofile", "videos"),
)
_ALL_NAMES = frozenset(_NAMES)
_ADDRESSES = ("url", "src", "href", "link", "uri", "file", "filename", "fileurl", "path", "audio", "audiofile", "media")
_LENGTHS = ("length", "bytes", "sizeinbytes", "size", "filesize", "filelength", "contentlength")
_TYPES = ("type", "mimetype", "mime", "mediatype", "contenttype")
_DURATIONS = ("duration", "durationinseconds", "seconds", "playtime")
_STEM = regex(r"(?:url|link|file|src|s)\Z")

#: The types of media files by their endings, as podcast directories ask for them.
TYPES = dict(
    pair.split("=")
    for pair in (
        "mp3=audio/mpeg m4a=audio/x-m4a m4b=audio/x-m4b aac=audio/aac flac=audio/flac ogg=audio/ogg oga=audio/ogg "
        "opus=audio/opus wav=audio/x-wav weba=audio/webm mp4=video/mp4 m4v=video/x-m4v mov=video/quicktime "
        "webm=video/webm ogv=video/ogg pdf=application/pdf epub=application/epub+zip"
    ).split()
)
_TYPE = regex(r"[a-z]+/[a-z0-9][a-z0-9.+-]*\Z")
_DURATION = regex(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:\.\d+)?\Z")
_LEAST_BYTES = 10_000  # of a recording; a smaller "length" is its duration
_MOST_BYTES = 10**15
_MOST_FILES = 20

_PICTURES = (
    *("image", "img", "cover", "coverimage", "heroimage", "hero", "featuredimage", "featureimage", "featured"),
    *("ogimage", "socialimage", "shareimage", "sharingimage", "previewimage", "thumbnail", "thumbnailimage", "banner"),
    *("bannerimage", "headerimage", "leadimage", "postimage", "teaserimage", "episodeimage", "coverphoto", "photo"),
    *("picture", "poster", "teaser", "preview", "splash", "images", "header", "opengraph", "og", "social", "seo"),
)
_ALL_PICTURES = frozenset(_PICTURES)
_PARTS = (
    *("path", "src", "url", "image", "feature", "file", "filename", "href", "source", "og", "ogimage", "teaser"),
    *("thumbnail", "cover", "overlayimage", "large", "facebook", "twitter"),
)
_PICTURE_FILE = regex(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic)\Z", re.IGNORECASE)
_ADDRESS = regex(r"(?:https?:)?//\S+\Z|/[^\s/]\S*\Z|\.{1,2}/\S+\Z", re.IGNORECASE)
_DEEPEST = 3  # a block in a list in a block


def enclosures_of(values: Values, page: str) -> tuple[Enclosure, ...]:
    """Return the files that the front matter names for playing or saving; their addresses are relative to *page*.

    >>> enclosures_of({"podcastfile": "https://a.example/1.mp3", "podcastbytes": "51200"}, "")[0].length
    51200
    """
    if _ALL_NAMES.isdisjoint(values):
        return ()
    found: dict[str, Enclosure] = {}
    for name in _NAMES:
        if name in values:
            for one in _enclosures(name, values[name], _around(name, values), page):
                found.setdefault(one.url, one)
    return tuple(found.values())[:_MOST_FILES]


def _around(name: str, values: Values) -> Mapping[str, Any]:
    """Return the value beside *name* about the same file: `audio_length`, else `length`."""
    stem = _STEM.sub("", name)
    facts = (*_LENGTHS, *_TYPES, *_DURATIONS)
    plain = {fact: values[fact] for fact in (*_LENGTHS, *_DURATIONS) if fact in values}
    own = {fact: values[stem + fact] for fact in facts if stem + fact in values}
    return {**plain, **own, **{fact: values[name + fact] for fact in facts if name + fact in values}}


def _enclosures(name: str, value: Any, around: Mapping[str, Any], page: str, depth: int = 0) -> Iterator[Enclosure]:
    if isinstance(value, str):
        yield from _enclosure(name, _of_text(value, around), page)
    elif isinstance(value, list) and depth < _DEEPEST:
        for one in value[:_MOST_FILES]:
            yield from _enclosures(name, one, around, page, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        inner = {folded(str(key)): one for key, one in list(value.items())[:100]}
        if any(isinstance(inner.get(key), str) for key in _ADDRESSES):
            yield from _enclosure(name, {**around, **inner}, page)
        else:
            for key in (key for key in TYPES if key in inner):  # Octopod has a file for each format
                yield from _enclosures(key, inner[key], {}, page, depth + 1)


def _of_text(text: str, around: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts in *text*: an address, or as WordPress exports it, an address, a length and a type by line."""
    address, *more = [line.strip() for line in text.strip().split("\n")] or [""]
    return {**around, **dict(zip(("length", "type"), more, strict=False)), "url": address}


def _enclosure(name: str, facts: Mapping[str, Any], page: str) -> Iterator[Enclosure]:
    written = next((facts[key] for key in _ADDRESSES if isinstance(facts.get(key), str) and facts[key].strip()), "")
    url = web_address(written.strip(), page)
    by_name = type_by_name(url)
    given = _given_type(facts)
    known = given or by_name or (_default_type(name) if name in _FILES else "")
    if url and known and (name in _FILES or given or by_name):
        yield Enclosure(url=url, type=known, length=_length(name, facts), duration=_duration(facts))


def type_by_name(url: str) -> str:
    """Return the media type of the file at *url* by its ending, or "".

    >>> type_by_name("https://a.example/1.MP3?x=1.pdf"), type_by_name("https://a.example/mp3")
    ('audio/mpeg', '')
    """
    name = urlsplit(url).path.rpartition("/")[2]
    return TYPES.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def _default_type(name: str) -> str:
    return "audio/mpeg" if "mp3" in name else "audio/ogg" if "ogg" in name else "application/octet-stream"


def _given_type(facts: Mapping[str, Any]) -> str:
    written = (str(facts[key]).strip().lower() for key in _TYPES if isinstance(facts.get(key), str))
    return next((one for one in written if _TYPE.match(one)), "")


def _length(name: str, facts: Mapping[str, Any]) -> int:
    """Return the length in bytes, or 0 if it is not given; "13.7 MB" is not one."""
    for key in _LENGTHS:
        digits = str(facts.get(key, ""))[:30].strip().replace(",", "").replace("_", "")
        if digits.isascii() and digits.isdigit() and 0 < int(digits) < _MOST_BYTES:
            in_bytes = key != "length" or name in (*_FILES, "podcast") or int(digits) >= _LEAST_BYTES
            if in_bytes:
                return int(digits)
    return 0


def _duration(facts: Mapping[str, Any]) -> int:
    """Return the duration in seconds, or 0: of "1:02:03", "62:03" or "3723"."""
    for key in _DURATIONS:
        if found := _DURATION.match(str(facts.get(key, ""))[:30].strip()):
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return hours * 3600 + minutes * 60 + seconds
    return 0


def picture_of(values: Values, page: str) -> str:
    """Return the address of the picture that the front matter gives the issue, relative to *page*, or "".

    >>> picture_of({"cover": {"title": "A quay", "image": "quay 1.jpg"}}, "https://a.example/1/")
    'https://a.example/1/quay%201.jpg'
    """
    if _ALL_PICTURES.isdisjoint(values):
        return ""
    found = (_picture(values[name]) for name in _PICTURES if name in values)
    return next((address for one in found if one and (address := web_address(one, page))), "")


def _picture(value: Any, depth: int = 0) -> str:
    """Return the address in *value*, of a list the first one, or ""; other words are not an address."""
    if isinstance(value, str):
        text = value.strip()
        name = text.partition("?")[0].partition("#")[0]
        return text if _PICTURE_FILE.search(name) or _ADDRESS.match(text) else ""
    if depth >= _DEEPEST:
        return ""
    if isinstance(value, list):
        return next((found for one in value[:_MOST_FILES] if (found := _picture(one, depth + 1))), "")
    if isinstance(value, dict):
        inner = {folded(str(key)): one for key, one in list(value.items())[:100]}
        return next((found for key in _PARTS if key in inner and (found := _picture(inner[key], depth + 1))), "")
    return ""
