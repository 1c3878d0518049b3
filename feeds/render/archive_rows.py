"""The rows of archive pages: there are tens of thousands, and Jinja takes up to 1.7 times as long for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from markupsafe import Markup, escape
from msgspec import Struct

from feeds.model import ListedIssue, ListedSection
from feeds.regex import regex

_SIGNS = regex(r"[\W_]++")


class RowParts(Struct, frozen=True, kw_only=True):
    """The parts that many rows of a page have in common, as HTML."""

    language: str  # of the page
    days: Mapping[datetime, Markup]  # by the moment of publication
    chips: Mapping[tuple[str, ...], Markup]  # links to topics, by their slugs
    named: Mapping[str, str]  # slugs of topics, by the letters of their names


def rows_of_topic(sections: Iterable[ListedSection], parts: RowParts) -> Markup:
    """Return a list of *sections* of a topic, each with its issue."""
    rows = "".join([_section_alone(one, parts) for one in sections])
    return Markup(f'<ul class="list">\n{rows}</ul>\n')  # noqa: S704 - escaped


def rows_of_issues(
    issues: Iterable[ListedIssue], sections: Mapping[str, Sequence[ListedSection]], parts: RowParts
) -> Markup:
    """Return *issues*, each with a list of its *sections*, which are given by the key of the issue."""
    return Markup("".join([_issue(one, sections.get(one.key, ()), parts) for one in issues]))  # noqa: S704 - escaped


def _section_alone(one: ListedSection, parts: RowParts) -> str:
    tongue = _tongue(one.issue.language, parts)
    origin = f" · <span{tongue}>{escape(one.issue.title)}</span>" if one.issue.title != one.title else ""
    link = f'<a href="{escape(one.permalink)}"{tongue}>{escape(one.title)}</a>{_chips(one, parts)}'
    return f'<li class="listed">{link} <small>{parts.days[one.published]}{origin}</small></li>\n'


def _issue(issue: ListedIssue, sections: Sequence[ListedSection], parts: RowParts) -> str:
    tongue = _tongue(issue.language, parts)
    rows = "".join([_section(one, parts) for one in sections])
    own = f'<ul class="list"{tongue}>\n{rows}</ul>\n' if rows else ""
    return (
        f'<article class="listed">\n<h3><a href="{escape(issue.permalink)}"{tongue}>{escape(issue.title)}</a></h3>\n'
        f'<p class="when">{parts.days[issue.published]}</p>\n{own}</article>\n'
    )


def _section(one: ListedSection, parts: RowParts) -> str:
    return f'<li><a href="{escape(one.permalink)}">{escape(one.title)}</a>{_chips(one, parts)}</li>\n'


def _chips(one: ListedSection, parts: RowParts) -> Markup:
    """Return the links to the topics of a section: "Jobs" is not followed by the topic of this name."""
    own = parts.named.get(letters_of(one.title)) if one.topics else None
    return parts.chips[tuple(slug for slug in one.topics if slug != own) if own else one.topics]


def letters_of(text: str) -> str:
    """Return the letters of *text*, for comparing titles that may have signs.

    >>> letters_of("Jobs 🔧") == letters_of("jobs")
    True
    """
    return _SIGNS.sub(" ", text).strip().casefold()


def _tongue(language: str, parts: RowParts) -> str:
    """Return the attribute that names the *language* of words, where the page is in another."""
    return f' lang="{escape(language)}"' if language and language != parts.language else ""
