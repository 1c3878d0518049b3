"""The entries that each feed carries, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from feeds.model import Candidate
from feeds.plans import plan_feeds
from feeds.selection import Bounds, select
from tests.candidates import CONFIG, candidate, plan


def chosen(slug: str, *candidates: Candidate, limit: int = 50, max_bytes: int = 10_000) -> list[str]:
    return [one.id for one in select(plan(slug), candidates, Bounds(limit, timedelta(), max_bytes)).entries]


def test_every_feed_has_a_place_of_its_own() -> None:
    plans = plan_feeds(CONFIG, "weekly.example")
    assert [one.feed.path for one in plans] == [
        "", "sections/", "topics/chips/", "topics/jobs/", "feeds/no-jobs/", "feeds/by-ada/", "feeds/arxiv/",
    ]  # fmt: skip
    assert len({one.feed.id for one in plans}) == len(plans)
    assert plans[0].feed.home_url == "https://weekly.example/"
    assert plans[2].feed.home_url == "https://feeds.example/weekly/topics/chips/"


def test_topics_exclusions_authors_and_hosts_decide() -> None:
    one, two = candidate(1, "chips"), candidate(2, "chips", "jobs", author="Bo", host="export.arxiv.org")
    assert chosen("topics/chips", one, two) == ["1", "2"]
    assert chosen("feeds/no-jobs", one, two) == ["1"]
    assert chosen("feeds/by-ada", one, two) == ["1"]  # "ADA" in the config
    assert chosen("feeds/arxiv", one, two) == ["2"]


def test_a_feed_ends_at_its_limit_and_reads_no_further() -> None:
    def endless() -> Iterator[Candidate]:
        for number in range(1_000_000):
            assert number < 5
            yield candidate(number)

    assert len(select(plan("sections"), endless(), Bounds(3, timedelta(), 10**9)).entries) == 3


def test_a_feed_ends_before_it_is_too_big_but_has_the_newest_entry() -> None:
    assert chosen(
        "sections", candidate(1, size=400), candidate(2, size=400), candidate(3, size=400), max_bytes=1000
    ) == ["1", "2"]
    assert chosen("sections", candidate(1, size=4000), candidate(2, size=1), max_bytes=1000) == ["1"]
