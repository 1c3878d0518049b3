"""Where a section leads: hosts, domains, parts of addresses and labels of references, each looked up at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from ahocorasick_rs import AhoCorasick

from feeds.model import Entry
from feeds.topics.words import fold
from feeds.urls import host

_HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
_LABEL = re.compile(r'data-label="([^"]*)"')


class Targets:
    """What links may lead to, by number; each is told once for an entry, with the first address that fits."""

    def __init__(self, links: Sequence[str], domains: Sequence[str]) -> None:
        self._hosts: dict[str, list[int]] = {}
        self._domains: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        self._parts: list[tuple[int, str]] = []
        self._patterns: list[tuple[int, re.Pattern[str], bool]] = []  # whether it is for labels
        for number, written in enumerate(links):
            self._add(number, written)
        for number, written in enumerate(domains, start=len(links)):
            self._domains.setdefault(_plain_host(written), []).append(number)
        self._automaton = AhoCorasick([part for _, part in self._parts]) if self._parts else None

    def find(self, entry: Entry) -> dict[int, str]:
        """Return what the links of *entry* fit: the number of what was written, and the first address or label."""
        found: dict[int, str] = {}
        for number, address in (*self._by_host(entry), *self._by_address(entry), *self._by_label(entry)):
            found.setdefault(number, address)
        return found

    def _add(self, number: int, written: str) -> None:
        label = written[1:-1] if written.startswith("[") and written.endswith("]") else ""
        name = _plain_host(written)
        if label and "*" in label:
            self._patterns.append((number, _wild(fold(label.replace("*", "ꙮ")).replace("ꙮ", "*").strip()), True))
        elif label:
            self._labels.setdefault(fold(label), []).append(number)
        elif "/" in written and "*" in written:
            self._patterns.append((number, _wild(written), False))
        elif "/" in written:
            self._parts.append((number, written))
        elif name.startswith("*.") and "*" not in name[2:]:
            self._domains.setdefault(name[2:], []).append(number)
        elif "*" in name:
            self._patterns.append(
                (number, re.compile(rf"https?://(?:www\.)?{_wild(name).pattern}(?=[/?#:]|\Z)"), False)
            )
        else:
            self._hosts.setdefault(name, []).append(number)

    def _by_host(self, entry: Entry) -> Iterator[tuple[int, str]]:
        if not (self._hosts or self._domains):
            return
        for link in entry.links:
            name = host(link.leads_to)
            yield from ((number, link.leads_to) for number in self._hosts.get(name, ()))
            while name and self._domains:
                yield from ((number, link.leads_to) for number in self._domains.get(name, ()))
                name = name.partition(".")[2]

    def _by_address(self, entry: Entry) -> Iterator[tuple[int, str]]:
        """Yield what addresses fit; those that lead to the newsletter's own pages count, too."""
        patterns = [(number, pattern) for number, pattern, of_label in self._patterns if not of_label]
        if not (self._automaton or patterns):
            return
        for href in _unique((*(link.leads_to for link in entry.links), *_hrefs(entry))):
            if self._automaton:
                for part, _, _ in self._automaton.find_matches_as_indexes(href, overlapping=True):
                    yield self._parts[part][0], href
            yield from ((number, href) for number, pattern in patterns if pattern.search(href))

    def _by_label(self, entry: Entry) -> Iterator[tuple[int, str]]:
        for label in _unique(labels_of(entry)):
            folded = fold(label)
            yield from ((number, f"[{label}]") for number in self._labels.get(folded, ()))
            for number, pattern, of_label in self._patterns:
                if of_label and pattern.fullmatch(folded.strip()):
                    yield number, f"[{label}]"


def labels_of(entry: Entry) -> list[str]:
    """Return the labels of those references in *entry* whose address its post does not have, in order."""
    html = f"{entry.heading}\n{entry.content}"
    return [unescape(label) for label in _LABEL.findall(html)] if "data-label" in html else []


def _hrefs(entry: Entry) -> list[str]:
    return [unescape(href) for href in _HREF.findall(f"{entry.heading}\n{entry.content}")]


def _plain_host(written: str) -> str:
    return written.casefold().removeprefix("www.")


def _wild(written: str) -> re.Pattern[str]:
    return re.compile(re.escape(written).replace(r"\*", ".*?"), re.IGNORECASE)


def _unique(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(texts)
