"""The rows of archive pages: there are tens of thousands, and Jinja takes up to 1.7 times as long for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape
from msgspec import Struct

from feeds.model import ListedIssue, ListedSection
from feeds.regex import regex

_SIGNS = regex(r"[\W_]++")


class TopicName(Struct, frozen=True):
    """The name of a topic, to be compared with titles."""

    letters: str
    first: str  # its first word


class Day(Struct, frozen=True):
    """A day where the newsletter is, and how pages show it."""

    date: date
    html: Markup


class RowParts(Struct, frozen=True, kw_only=True):
    """The parts that many rows of a page have in common, as HTML."""

    language: str  # of the page
    shown: Mapping[str, str]  # titles and addresses, escaped
    chips: Mapping[tuple[str, ...], Markup]  # links to topics, by their slugs
    names: Mapping[str, TopicName]  # of topics, by slug


def escape_all(texts: Iterable[str]) -> dict[str, str]:
    """Return *texts*, none of which has a NUL, as HTML: to escape each by itself takes three times as long.

    >>> escape_all(["R&D", "1 < 2"])
    {'R&D': 'R&amp;D', '1 < 2': '1 &lt; 2'}
    """
    distinct = [*dict.fromkeys(texts)]
    return dict(zip(distinct, str(escape("\0".join(distinct))).split("\0"), strict=True)) if distinct else {}


def rows_of_topic(sections: Iterable[tuple[ListedSection, Day]], parts: RowParts) -> Markup:
    """Return a list of *sections* of a topic, each with its issue."""
    rows = "".join([_section_alone(one, day, parts) for one, day in sections])
    return Markup(f'<ul class="list">\n{rows}</ul>\n')  # noqa: S704 - escaped


def rows_of_issues(
    issues: Iterable[tuple[ListedIssue, Day]], sections: Mapping[str, Sequence[ListedSection]], parts: RowParts
) -> Markup:
    """Return *issues*, each with a list of its *sections*, which are given by the key of the issue."""
    rows = "".join([_issue(one, day, sections.get(one.key, ()), parts) for one, day in issues])
    return Markup(rows)  # noqa: S704 - escaped


def _section_alone(one: ListedSection, day: Day, parts: RowParts) -> str:
    tongue, shown = _tongue(one.issue.language, parts), parts.shown
    origin = f" · <span{tongue}>{shown[one.issue.title]}</span>" if one.issue.title != one.title else ""
    link = f'<a href="{shown[one.permalink]}"{tongue}>{shown[one.title]}</a>{_chips(one, parts)}'
    return f'<li class="listed">{link} <small>{day.html}{origin}</small></li>\n'


def _issue(issue: ListedIssue, day: Day, sections: Sequence[ListedSection], parts: RowParts) -> str:
    tongue, shown = _tongue(issue.language, parts), parts.shown
    rows = "".join([_section(one, parts) for one in sections])
    own = f'<ul class="list"{tongue}>\n{rows}</ul>\n' if rows else ""
    return (
        f'<article class="listed">\n<h3><a href="{shown[issue.permalink]}"{tongue}>{shown[issue.title]}</a></h3>\n'
        f'<p class="when">{day.html}</p>\n{own}</article>\n'
    )


def _section(one: ListedSection, parts: RowParts) -> str:
    return f'<li><a href="{parts.shown[one.permalink]}">{parts.shown[one.title]}</a>{_chips(one, parts)}</li>\n'


def _chips(one: ListedSection, parts: RowParts) -> Markup:
    """Return the links to the topics of a section: "Jobs" is not followed by the topic of this name."""
    own = _topic_named(one, parts) if one.topics else ""
    return parts.chips[tuple(slug for slug in one.topics if slug != own) if own else one.topics]


def _topic_named(one: ListedSection, parts: RowParts) -> str:
    """Return the topic of a section that its title is the name of, or ""; most titles have not even its first word."""
    folded = one.title.casefold()
    near = [(slug, name) for slug in one.topics if (name := parts.names.get(slug)) and name.first in folded]
    return next((slug for slug, name in near if name.letters == letters_of(one.title)), "")


def name_of_topic(name: str) -> TopicName:
    """Return the *name* of a topic as it is compared with titles."""
    letters = letters_of(name)
    return TopicName(letters, letters.partition(" ")[0])


def letters_of(text: str) -> str:
    """Return the letters of *text*, for comparing titles that may have signs.

    >>> letters_of("Jobs 🔧") == letters_of("jobs")
    True
    """
    return _SIGNS.sub(" ", text).strip().casefold()


def _tongue(language: str, parts: RowParts) -> str:
    """Return the attribute that names the *language* of words, where the page is in another."""
    return f' lang="{escape(language)}"' if language and language != parts.language else ""
