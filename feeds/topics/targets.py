"""The targets of a section: hosts, domains, parts of addresses and labels of references, all found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from urllib.parse import quote

from ahocorasick_rs import AhoCorasick

from feeds.model import Passage
from feeds.regex import regex
from feeds.text.patterns import in_order
from feeds.topics.words import fold
from feeds.urls import host

_HREF = regex(r'<a [^<>]*?href="([^"]*)"')
_PART = regex(r"[/?#=&%]")  # a part of an address has one of these, a host none
_START = regex(r"((?:https?://)?)((?:[\w*-]+(?:\.[\w*-]+)+(?=[/:?#]|\Z))?)(.*)", re.IGNORECASE | re.DOTALL)
_LABEL = regex(r'data-label="([^"]*)"')


class Targets:
    """Targets of links, by number; each is found once in a passage, with the first address that matches."""

    def __init__(self, links: Sequence[str], domains: Sequence[str]) -> None:
        self._hosts: dict[str, list[int]] = {}
        self._domains: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        self._parts: list[tuple[int, str]] = []
        self._patterns: list[tuple[int, re.Pattern[str], bool]] = []  # whether it is for labels
        for number, written in enumerate(links):
            self._add(number, written)
        for number, written in enumerate(domains, start=len(links)):
            self._domains.setdefault(_plain_domain(written), []).append(number)
        self._automaton = AhoCorasick([part for _, part in self._parts]) if self._parts else None

    def find(self, passage: Passage) -> dict[int, str]:
        """Return the targets that links of *passage* match: their numbers, and the first address or label of each."""
        found: dict[int, str] = {}
        for number, address in (*self._by_host(passage), *self._by_address(passage), *self._by_label(passage)):
            found.setdefault(number, address)
        return found

    def _add(self, number: int, written: str) -> None:
        label = written[1:-1] if written.startswith("[") and written.endswith("]") else ""
        name = _plain_host(written)
        if label and "*" in label:
            folded = fold(label.replace("*", "ꙮ")).replace("ꙮ", "*").strip()
            self._patterns.append((number, re.compile(in_order(_literal_parts(folded))), True))
        elif label:
            self._labels.setdefault(fold(label), []).append(number)
        elif _PART.search(written):
            for part in _parts_of(written):
                if "*" in part:
                    self._patterns.append((number, _anywhere(_literal_parts(part)), False))
                else:
                    self._parts.append((number, part))
        elif name.startswith("*.") and _is_host(name[2:]):
            self._domains.setdefault(name[2:], []).append(number)
        elif not _is_host(name):
            parts = ["//", *_literal_parts(name)]
            parts[0:2] = [parts[0] + parts[1]]
            parts[-1] += r"(?=[/?#:]|\Z)"
            self._patterns.append((number, _anywhere(parts), False))
        else:
            self._hosts.setdefault(name, []).append(number)

    def _by_host(self, passage: Passage) -> Iterator[tuple[int, str]]:
        if not (self._hosts or self._domains):
            return
        for link in passage.links:
            name = host(link.leads_to)
            yield from ((number, link.leads_to) for number in self._hosts.get(name, ()))
            while name and self._domains:
                yield from ((number, link.leads_to) for number in self._domains.get(name, ()))
                name = name.partition(".")[2]

    def _by_address(self, passage: Passage) -> Iterator[tuple[int, str]]:
        """Yield the targets that addresses match; links to the newsletter's own pages count, too."""
        patterns = [(number, pattern) for number, pattern, of_label in self._patterns if not of_label]
        if not (self._automaton or patterns):
            return
        for href in _unique((*(link.leads_to for link in passage.links), *_hrefs(passage))):
            address = _comparable(href)
            if self._automaton:
                for part, _, _ in self._automaton.find_matches_as_indexes(address, overlapping=True):
                    yield self._parts[part][0], href
            yield from ((number, href) for number, pattern in patterns if pattern.search(address))

    def _by_label(self, passage: Passage) -> Iterator[tuple[int, str]]:
        for label in _unique(labels_of(passage)):
            folded = fold(label)
            yield from ((number, f"[{label}]") for number in self._labels.get(folded, ()))
            for number, pattern, of_label in self._patterns:
                if of_label and pattern.fullmatch(folded.strip()):
                    yield number, f"[{label}]"


def labels_of(passage: Passage) -> list[str]:
    """Return the labels of the references in *passage*, in order; a link that has several has "][" between them."""
    html = passage.html
    found = _LABEL.findall(html) if "data-label" in html else []
    return [unescape(label) for labels in found for label in labels.split("][")]


def _hrefs(passage: Passage) -> list[str]:
    return [unescape(href) for href in _HREF.findall(passage.html)]


def _plain_host(written: str) -> str:
    """Return a host as links have it; `*.` or a single dot before it includes the hosts below it.

    >>> _plain_host("www.Büro.example"), _plain_host(".edu")
    ('xn--bro-hoa.example', '*.edu')
    """
    name = written.casefold().removeprefix("www.")
    name = f"*{name}" if name.startswith(".") else name
    return ".".join(map(_plain_label, name.split(".")))


def _plain_label(label: str) -> str:
    try:
        return label if label.isascii() else label.encode("idna").decode("ascii")
    except UnicodeError:
        return label


def _plain_domain(written: str) -> str:
    """Return the host of a domain in any notation.

    >>> {_plain_domain(one) for one in ("ros.org", "*.ros.org", ".ros.org", "https://www.ros.org/")}
    {'ros.org'}
    """
    return _plain_host(host(written) if "://" in written else written.rstrip("/")).removeprefix("*.")


def _is_host(name: str) -> bool:
    return "*" not in name and ":" not in name


def _parts_of(written: str) -> tuple[str, ...]:
    """Return the texts to find in an address in the form of `_comparable`; a host matches only at its beginning.

    >>> _parts_of("Ros.org/Wiki"), _parts_of("https://www.büro.example/"), _parts_of("/Über/")
    (('/ros.org/wiki', '.ros.org/wiki'), ('//xn--bro-hoa.example/',), ('/%c3%9cber/',))
    """
    found = _START.match(written)
    scheme, name, rest = found.groups() if found else ("", "", written)
    part = _plain_host(name).removeprefix("*.") + quote(rest, safe="/:?#[]@!$&'()*+,;=%-._~").lower()
    if scheme and not name.startswith("*."):
        return ("//" + part,)
    return ("/" + part, "." + part) if name else (part,)


def _comparable(href: str) -> str:
    """Return the address of a link, a URI, without its scheme and in lower case.

    >>> _comparable("https://www.Ros.org/Wiki")
    '//ros.org/wiki'
    """
    return "//" + href.lower().partition("//")[2].removeprefix("www.")


def _literal_parts(written: str) -> list[str]:
    return [re.escape(part) for part in written.split("*")]


def _anywhere(parts: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of texts that have *parts* in this order."""
    return re.compile(r"\A" + in_order(["", *parts]))


def _unique(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(texts)
