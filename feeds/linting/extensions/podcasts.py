"""Check podcasts: the elements of Apple (help.apple.com/itc/podcasts_connect) and of the Podcast Index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from feeds.linting import values
from feeds.linting.extensions.podcast_categories import CATEGORIES
from feeds.linting.findings import Finding, quoted
from feeds.linting.shapes import CheckContext, Element, Shape, children_of, found, label, text
from feeds.linting.texts import plain
from feeds.linting.values import Check, Fault, one_of, unless_empty

_FORMATS = frozenset(("m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"))
_OLD_EXPLICIT = frozenset(("yes", "explicit", "no", "clean"))
_WANTED = ("itunes:category", "itunes:explicit", "itunes:owner")


def _at_most(most: int) -> Check:
    """Return the check of a text of *most* characters at most."""

    def check(text: str) -> Iterator[Fault]:
        if len(text) > most:
            yield Fault("podcast-length", f"has {len(text):,} characters, and not {most:,} at most")

    return check


def _short(most: int) -> Shape:
    return Shape(text=True, checks=(plain, *text(_at_most(most)).checks))


def _choice(*choices: str) -> Check:
    return one_of("podcast-value", *choices)


def _explicit(text: str) -> Iterator[Fault]:
    if text.lower() in _OLD_EXPLICIT:
        yield Fault("podcast-explicit", f"has a value from before true and false: {quoted(text)}")
    else:
        yield from values.true_or_false_in_any_case(text)


def _category(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding if Apple has no such category, or not within the one around it."""
    name, parent = str(element.get("text", "")).strip(), element.getparent()
    around = "" if parent is None or parent.tag != element.tag else str(parent.get("text", "")).strip()
    known = CATEGORIES.get(around, ()) if around else CATEGORIES
    if name and name not in known and (not around or around in CATEGORIES):
        place = f" within {quoted(around)}" if around else ""
        yield found("podcast-category", element, f"{label(element)} is not known{place}: {quoted(name)}")


def _misplaced(element: Element, context: CheckContext) -> Iterator[Finding]:
    yield found("unknown-element", element, f"{label(element)} is an element of <item>")


def podcast_findings(channel: Element, items: Sequence[Element], own: str) -> Iterator[Finding]:
    """Yield what a podcast lacks: a *channel* whose *items* have recordings, and that has elements of Apple."""
    inside = [children_of(item, own) for item in items]
    there = children_of(channel, own)
    recordings = [one for item in inside for one in item.get("enclosure", ()) if _is_recording(one)]
    if not recordings or not any(key.startswith("itunes:") for keys in (there, *inside) for key in keys):
        return
    for name in _WANTED:
        if name not in there:
            yield found("podcast-lacks", channel, f"{label(channel)} has no <{name}>")
    if not ({"language", "dc:language"} & there.keys()):
        yield found("podcast-lacks", channel, f"{label(channel)} has no <language>")
    for recording in recordings:
        name = _path_of(str(recording.get("url", ""))).rpartition("/")[2]
        ending = name.rpartition(".")[2].lower()
        if "." in name and ending.isalnum() and ending not in _FORMATS:
            yield found("podcast-format", recording, f"<enclosure> ends in .{ending}")


def _is_recording(enclosure: Element) -> bool:
    type = str(enclosure.get("type", ""))
    return "audio/" in type or "video/" in type


def _path_of(url: str) -> str:
    try:
        return urlsplit(url.strip()).path
    except ValueError:
        return ""


_PICTURE = Shape(attributes={"href": values.web_address}, needs=("href",))
_COMMON = {
    "itunes:author": _short(255),
    "itunes:block": text(_choice("yes", "no", "clean")),
    "itunes:explicit": text(_explicit),
    "itunes:image": _PICTURE,
    "itunes:keywords": _short(255),
    "itunes:subtitle": _short(255),
    "itunes:summary": text(_at_most(4000)),
    "itunes:title": Shape(text=True, checks=(plain,)),
}
_FILE = Shape(
    text=True, attributes={"url": values.full_address, "type": values.media_type, "language": None, "rel": None},
    needs=("url", "type"),
)  # fmt: skip
_PERSON = Shape(
    text=True,
    attributes={
        "role": None, "group": None, "img": unless_empty(values.full_address),
        "href": unless_empty(values.full_address),
    },
)  # fmt: skip
_LINK = text(attributes={"url": values.full_address})
_NUMBERED = {"name": None, "display": None}
#: Elements of a channel.
OF_SHOW = {
    **_COMMON,
    "itunes:category": Shape(
        checks=(_category,), attributes={"text": None}, needs=("text",), itself=frozenset(("itunes:category",)),
        many=frozenset(("itunes:category",)),
    ),
    "itunes:complete": text(_choice("yes", "no")),
    "itunes:duration": Shape(anything=True, checks=(_misplaced,)),
    "itunes:new-feed-url": text(values.full_address),
    "itunes:owner": Shape(
        children={"itunes:name": _short(255), "itunes:email": text(values.mail_address)}, required=("itunes:email",)
    ),
    "itunes:type": text(_choice("episodic", "serial")),
    "podcast:funding": _LINK,
    "podcast:guid": text(values.uuid),
    "podcast:locked": Shape(
        text=True, checks=text(_choice("yes", "no")).checks, attributes={"owner": unless_empty(values.mail_address)}
    ),
    "podcast:person": _PERSON,
}  # fmt: skip
#: Elements of an item.
OF_EPISODE = {
    **_COMMON,
    "itunes:duration": text(values.duration),
    "itunes:episode": text(values.positive_number),
    "itunes:episodeType": text(_choice("full", "trailer", "bonus")),
    "itunes:season": text(values.positive_number),
    "podcast:chapters": _FILE,
    "podcast:episode": text(values.any_number, attributes=_NUMBERED),
    "podcast:person": _PERSON,
    "podcast:season": text(values.whole_number, attributes=_NUMBERED),
    "podcast:transcript": _FILE,
}
#: Those that are given once.
ONCE = frozenset(
    key for key in (*OF_SHOW, *OF_EPISODE) if key.startswith("itunes:") and key != "itunes:category"
) | {"podcast:guid", "podcast:locked"}  # fmt: skip
