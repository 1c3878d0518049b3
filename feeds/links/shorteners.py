"""Recognise short links, and links that must never be requested."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import unquote, urlsplit

from ahocorasick_rs import AhoCorasick

from feeds.links.tables import read_rows
from feeds.regex import regex
from feeds.urls import host

_NEVER = regex(
    r"un-?subscri|opt-?out|opt-?in|list-?unsub|subscription|preferences|manage[-_]?(?:sub|email|profile)|update[-_]profile|"
    r"one-?click|\bconfirm|\bverify|\bactivat|\bvote|\bpoll\b|\bsurvey|\brsvp|\breact(?:ion)?s?\b|\bupvote|\blogout|"
    r"\bsign-?out|\bdelete|abmelden|abbestellen|desinscri|d[ée]sabonn|desuscri|cancelar|disiscri|annulla|afmelden|退订",
    re.IGNORECASE,
)
#: One of these is in all that the pattern matches, in lower case and without a sign between its parts.
_STEMS = (
    "subscri suscri opt unsub preferences manage update click confirm verify activat vote poll survey rsvp react "
    "logout sign delete abmelden abbestellen inscri sabonn cancelar disiscri annulla afmelden"
).split()


class Shorteners:
    """The test for short links; *extra* are hosts of config.yaml, each with an optional port."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self._hosts: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] = {}
        for row in (*read_rows("shorteners.txt"), *extra):
            name, slash, path = row.lower().removeprefix("www.").partition("/")
            table = self._below if name.startswith("*.") else self._hosts
            table.setdefault(name.removeprefix("*."), []).append(slash + path)
        self._names = {name.partition(":")[0] for name in self._hosts}

    def __call__(self, url: str) -> bool:
        """Return whether *url* is a short link, so that its host must be asked for the target.

        >>> short = Shorteners(["sho.example"])
        >>> short("https://bit.ly/3x"), short("https://sho.example/1"), short("https://tide.example/bit.ly")
        (True, True, False)
        """
        if not self.lists(host(url)):
            return False  # nearly every link; to take its address apart costs ten times as much
        try:
            parts = urlsplit(url)
            name, port = (parts.hostname or "").removeprefix("www."), parts.port
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or parts.path in ("", "/"):
            return False
        paths = [*self._hosts.get(name, ()), *(self._hosts.get(f"{name}:{port}", ()) if port else ())]
        while name and not paths:
            paths = self._below.get(name, [])
            name = name.partition(".")[2]
        return any(parts.path.startswith(path) for path in paths)

    def lists(self, name: str) -> bool:
        """Return whether the table has the host *name*, or one that it is below."""
        if name in self._names:
            return True
        while name and name not in self._below:
            name = name.partition(".")[2]
        return bool(name)


IsShort = Callable[[str], bool]


def must_not_be_asked(url: str, words: str = "") -> bool:
    """Return whether a request for *url*, linked as *words*, may have an effect: unsubscribe, confirm, vote.

    >>> must_not_be_asked("https://bit.ly/x", "Unsubscribe here"), must_not_be_asked("https://bit.ly/tides", "Tides")
    (True, False)
    """
    path = unquote(url.partition("//")[2].partition("/")[2])
    said = words if len(words) <= 60 else ""
    if path.isascii() and said.isascii() and not _stems().find_matches_as_indexes(f"{path}\n{said}".lower()):
        return False  # nearly every link; the pattern takes ten times as long
    return bool(_NEVER.search(path.replace("_", "-")) or _NEVER.search(said))


@cache
def _stems() -> AhoCorasick:
    return AhoCorasick(_STEMS)
