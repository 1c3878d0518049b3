"""Unwrap links that contain their target, without a request.

The table is data/wrappers.txt. A row is an address up to its target: the value of a
parameter (`l.facebook.com/l.php?u=`), the rest of the path (`gnusha.org/url/`), or, if the
row begins with `base64:`, some part of the path, encoded. config.yaml adds rows of the
first two forms (`links.unwrap`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from feeds.links.tables import read_rows
from feeds.regex import regex
from feeds.text.patterns import up_to_last
from feeds.urls import absolute, host

_ADDRESS = regex(r"https?:/{1,2}[^/\s]", re.IGNORECASE)
_ENCODED = regex(r"https?(?:%3A|:)(?:%2F|/){2}", re.IGNORECASE)
_QUOTED = regex(r'"(?:e|u|url|href|link|redirect|original_url)\\*+"\s*+:\s*+\\*+"(https?:.[^"\n]*+)"')
_SES = regex(r"/C?L0/(https?(?:%3A|:)%2F%2F[^/]+)/\d", re.IGNORECASE)
_GAP = regex(r"\*(?:\*(?P<run>[A-Za-z0-9_-]))?")
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"  # Proofpoint's digits
_MOST_LAYERS = 5


class _Row(Struct, frozen=True):
    """Where the links of a host contain their target."""

    path: re.Pattern[str]
    parameter: str  # "": the target is the rest of the path; "?": the whole query
    encoded: bool


class Wrappers:
    """The table of wrappers, with *extra* rows of config.yaml."""

    #: In the wrappers of Amazon's mail service, which any host may have.
    ANYWHERE = "L0/http"

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self._hosts: dict[str, list[_Row]] = {}
        self._patterns: list[tuple[re.Pattern[str], list[_Row]]] = []
        # How hosts begin or end that a pattern may match: few do, and patterns that none needs are not compiled.
        self._beginnings: tuple[str, ...] = ()
        self._ends: tuple[str, ...] = ()
        self._known: dict[str, list[_Row]] = {}
        for row in (*extra, *read_rows("wrappers.txt")):
            self._add(row)

    def _add(self, written: str) -> None:
        encoded = written.startswith("base64:")
        place, _, parameter = written.removeprefix("base64:").partition("?")
        name, slash, path = place.partition("/")
        row = _Row(up_to_last(slash + path or "/"), parameter.removesuffix("="), encoded)
        if "*" not in name:
            self._hosts.setdefault(name, []).append(row)
            return
        hosts = regex(re.escape(name).replace(r"\.\*", r"(?:\.[a-z]{2,3}){1,2}").replace(r"\*\.", r"(?:[\w-]+\.)+"))
        self._patterns.append((hosts, [row]))
        if beginning := name.partition("*")[0]:
            self._beginnings += (beginning,)
        else:
            self._ends += (name.rpartition("*")[2],)

    def unwrap(self, url: str) -> str:
        """Return the target that *url* contains, or *url*.

        >>> Wrappers().unwrap("https://www.google.com/url?sa=t&q=https://tide.example/%3Fa%3D1&usg=x")
        'https://tide.example/?a=1'
        """
        for _ in range(_MOST_LAYERS):
            if self.ANYWHERE not in url and not self._rows(host(url)):
                break  # nine of ten links; the rest of the loop costs ten times as much
            target = self._target(url)
            if not target or target == url:
                break
            url = target
        return url

    def wraps(self, name: str) -> bool:
        """Return whether the host *name* has links that contain their target."""
        return bool(self._rows(name))

    def _target(self, url: str) -> str:
        """Return *url* without its outermost wrapper, or ""."""
        try:
            parts = urlsplit(url)
            name = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        if parts.scheme not in ("http", "https"):
            return ""
        for found in self._candidates(name, url, parts.path or "/", parts.query):
            target = absolute(found, "") if _ADDRESS.match(found) else ""
            if target.startswith("http"):
                return target
        return ""

    def _candidates(self, name: str, url: str, path: str, query: str) -> Iterator[str]:
        for row in self._rows(name):
            found = row.path.match(path)
            if not found:
                continue
            if row.encoded:
                yield from _decoded(path, query)
            elif row.parameter == "?":
                yield _unquoted(query)
            elif row.parameter:
                if found.end() == len(path) or path[found.end() :] == "/":
                    yield _unquoted(_parameter(query, row.parameter))
            else:
                rest = url[url.index(path, url.index("//") + 2) + found.end() :]
                yield ("https://" if row.path.pattern.endswith("/amp/s/") else "") + _unquoted(rest)
        if self.ANYWHERE in path and (found := _SES.match(path)):
            yield _unquoted(found[1])
        if name.startswith("urldefense."):
            yield from _proofpoint(path, query, url)
        if name == "disq.us":
            yield re.sub(r":[\w-]+\Z", "", _unquoted(_parameter(query, "url")))

    def _rows(self, name: str) -> list[_Row]:
        """Return the rows for the host *name*."""
        rows = self._known.get(name)
        if rows is None:
            rows = self._hosts.get(name, [])
            if name.startswith(self._beginnings) or name.endswith(self._ends):
                rows = rows + [row for hosts, own in self._patterns if hosts.fullmatch(name) for row in own]
            self._known[name] = rows
        return rows


def _parameter(query: str, name: str) -> str:
    """Return the value of *name* in a raw *query*, still encoded."""
    return next((value for key, _, value in (part.partition("=") for part in query.split("&")) if key == name), "")


def _unquoted(text: str) -> str:
    """Return *text* without one layer of percent-encoding, if the whole address is encoded."""
    if _ENCODED.match(text) and not _ADDRESS.match(text):
        return unquote(text)
    if "%2F%2F" not in text[:12].upper() and "/" in text and "?" in text:
        return text  # encoded characters belong to the address itself
    return unquote(text)


def _decoded(path: str, query: str) -> Iterator[str]:
    """Yield the addresses that parts of *path* and *query* contain in base64, directly or within JSON."""
    values = [value for part in query.split("&") for value in (part.partition("=")[2],) if len(value) > 12]
    for text in (*reversed(path.split("/")), *values):
        for part in filter(lambda part: len(part) > 11, text.split(".")):  # in a JWT it is the second part
            plain = _from_base64(unquote(part).removeprefix("a1"))
            if _ADDRESS.match(plain):
                yield plain
            elif found := _QUOTED.search(plain):
                yield found[1].replace("\\/", "/").rstrip("\\")


def _from_base64(text: str) -> str:
    try:
        plain = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4))
        return plain.decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _proofpoint(path: str, query: str, url: str) -> Iterator[str]:
    """Yield the targets of Proofpoint's URL Defense, versions 2 and 3."""
    if path.startswith("/v2/"):
        yield unquote(_parameter(query, "u").translate(str.maketrans("-_", "%/")))
    _, mark, written = url.partition("/v3/__")
    target, end, rest = written.partition("__;")
    codes, bang, _ = rest.partition("!")
    if mark and target and end and bang:
        yield _filled(target, _from_base64(codes))


def _filled(url: str, characters: str) -> str:
    """Return *url* with *characters* in place of its asterisks; `**X` is a run of characters."""
    rest = iter(characters)

    def put_back(gap: re.Match[str]) -> str:
        count = _RUNS.index(gap["run"]) + 2 if gap["run"] else 1
        return "".join(next(rest, "") for _ in range(count))

    return _GAP.sub(put_back, unquote(url) if _ENCODED.match(url) else url)
