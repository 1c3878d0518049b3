"""Topics to begin with: the headings that recur from issue to issue, else the tags of posts, else some subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import TopicRule
from feeds.curation import Suggestion, Suggestions, sections_of, suggest
from feeds.model import StoredIssue
from feeds.pipeline.looking import look
from feeds.pipeline.progress import Progress
from feeds.site import Site
from feeds.urls import slugify

_LEAST, _SHARE = 3, 0.02  # issues, and their share, that a heading or a tag needs
_ENOUGH = 3  # headings or tags; fewer are not enough for a list of topics
_MOST_SUBJECTS, _SHARE_OF_SUBJECT = 8, 0.08
_USUAL = 0.6  # the share of issues beyond which a tag does not distinguish any


class TopicIdea(Struct, frozen=True, kw_only=True):
    """A topic worth having."""

    rule: TopicRule
    issues: int
    first: datetime
    last: datetime


class Topics(Struct, frozen=True, kw_only=True):
    """The topics that an archive suggests."""

    ideas: tuple[TopicIdea, ...] = ()
    tags: tuple[str, ...] = ()  # instead of ideas: the tags that many issues have, the most frequent first
    least: int = 0  # issues that a tag needs
    unhelpful: tuple[str, ...] = ()  # tags that nearly every issue has
    covered: float = 0.0  # the share of sections that the ideas get
    issues: int = 0
    sections: int = 0


def find_topics(site: Site, now: datetime, progress: Progress) -> Topics:
    """Return the topics that the posts of *site* suggest; every post is read, and nothing is written."""
    with look(site, now, progress=progress) as seen:
        issues = list(seen.store.entries.all(seen.now))
    sections = sections_of(issues)
    progress("Looking for topics")
    ideas, covered = _of_headings(suggest(sections, ()), issues, site)
    tags = Topics() if len(ideas) >= _ENOUGH else _of_tags(issues)
    if len(tags.tags) >= _ENOUGH:
        return replace(tags, issues=len(issues), sections=len(sections))
    share = covered / len(sections) if sections else 0.0
    return Topics(ideas=ideas, covered=share, issues=len(issues), sections=len(sections))


def _of_headings(found: Suggestions, issues: Sequence[StoredIssue], site: Site) -> tuple[tuple[TopicIdea, ...], int]:
    """Return recurring headings as topics, and how many sections they get.

    Subjects, which are words, are noise beside them, and only serve where headings do not recur.
    """
    often = max(_LEAST, _SHARE * len(issues))
    own_name = slugify(site.config.site.title)  # as the heading of an issue, it says nothing of a subject
    chosen = [one for one in found.headings if one.issues >= often and slugify(one.rule.title) != own_name]
    if len(chosen) < _ENOUGH:
        often = max(_LEAST, _SHARE_OF_SUBJECT * len(issues))
        chosen += [one for one in found.subjects if one.issues >= often][:_MOST_SUBJECTS]
    own = {section.id for one in chosen for section in one.sections}
    return tuple(_idea(one, site) for one in chosen), len(own)


def _idea(one: Suggestion, site: Site) -> TopicIdea:
    days = [section.published for section in one.sections]
    rule = replace(one.rule, description=_description(one.rule, site))
    return TopicIdea(rule=rule, issues=one.issues, first=min(days), last=max(days))


def _description(rule: TopicRule, site: Site) -> str:
    """Return a sentence about a topic, for a newsletter in English; in other languages it is better to have none."""
    if not site.config.site.language.startswith("en"):
        return ""
    title = site.config.site.title
    return f"Sections headed “{rule.title}” in {title}." if not rule.words else f"{rule.title}, as {title} covers it."


def _of_tags(issues: Sequence[StoredIssue]) -> Topics:
    counts = Counter(tag for issue in issues for tag in dict.fromkeys(issue.whole.origin.tags))
    least = max(_LEAST, round(_SHARE * len(issues)))
    usual = [tag for tag, count in counts.items() if count > _USUAL * len(issues)]
    tags = [tag for tag, count in counts.most_common() if count >= least and tag not in usual]
    return Topics(tags=tuple(tags), least=least, unhelpful=tuple(usual))
