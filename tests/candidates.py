"""Plans of feeds, and candidates for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feeds.model import Candidate
from feeds.plans import Plan, plan_feeds
from tests.settings import read_config

CONFIG = read_config(
    {
        "site": {"title": "The Weekly", "url": "https://weekly.example/"},
        "topics": [{"slug": "chips", "words": ["chip"]}, {"slug": "jobs", "words": ["job"]}],
        "publish": {"url": "https://feeds.example/weekly"},
        "feeds": {
            "extra": [
                {"slug": "no-jobs", "exclude": ["jobs"]},
                {"slug": "by-ada", "authors": ["ADA"], "grain": "issue"},
                {"slug": "arxiv", "links": ["*.arxiv.org"]},
            ]
        },
    }
)


def candidate(number: int, *topics: str, size: int = 100, author: str = "Ada", host: str = "") -> Candidate:
    """Return a candidate, the older the higher its *number*."""
    when = datetime(2026, 5, 1, tzinfo=UTC) - timedelta(days=number)
    return Candidate(
        id=str(number), issue_key="i", section_key=str(number), published=when, updated=when, revision="",
        size=size, language="en", topic_names=" ".join(topics), author_names=author, host_names=host,
    )  # fmt: skip


def plan(slug: str) -> Plan:
    """Return the plan of the feed of the topic, or of the extra feed, *slug*."""
    return next(plan for plan in plan_feeds(CONFIG, "weekly.example") if plan.feed.id.endswith("feed/" + slug))
