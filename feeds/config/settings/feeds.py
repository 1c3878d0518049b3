"""`feeds`, `edits` and `withdrawals`: what comes out, and what subscribers are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import Host, Line, Period, Size, Slug, Text

#: The keys of `FORMATS` in feeds/render/formats.py, which config may not import; a test compares the two.
FeedFormat = Literal["rss", "atom", "json"]


class ExtraFeed(Settings):
    """A feed of your own: a union of topics, an exclusion, one author, one site."""

    slug: Slug = Field(description="Its place in addresses, below `feeds/`.")
    title: Line = Field("", description="Its name; default: the slug.")
    description: Line = Field("", description="One sentence for people.")
    grain: Literal["section", "issue", "item"] = Field(
        "section",
        description="What an entry is. With `issue` there is one entry an issue that has a section that belongs; an "
        "`item` is one thing that a section lists (a link, a bullet, a numbered "
        "piece), and sections that list nothing come whole.",
    )
    once: bool = Field(
        False, description="With `grain: item`, leave out items whose first link an earlier issue has had as an item."
    )
    topics: tuple[str, ...] = Field((), strict=False, description="Only entries with one of these topics.")
    exclude: tuple[str, ...] = Field((), strict=False, description="No entries with one of these topics.")
    abridged: bool = Field(
        False,
        description="With `grain: issue`, show only those sections of an issue that belong in the feed.",
    )
    authors: tuple[str, ...] = Field((), strict=False, description="Only entries by one of these authors.")
    links: tuple[Host, ...] = Field(
        (), strict=False, description="Only entries that link to one of these hosts (`arxiv.org`, `*.arxiv.org`)."
    )

    @property
    def name(self) -> str:
        """The title, or the slug made presentable."""
        return self.title or self.slug.replace("-", " ").capitalize()


ArchivePeriod = Literal["year", "quarter", "month", "none"]


class EditSettings(Settings):
    """Which edits of issues that are out are announced, by moving `updated`. Unannounced ones show just as well."""

    most: int = Field(
        10,
        ge=0,
        description="Issues edited between two builds, at most, to be announced; more are one sweep through the "
        "archive, which is news to nobody.",
    )
    max_age: Period = Field(
        timedelta(0),
        ge=timedelta(0),
        description="The age of an issue up to which its edits are announced, such as `180d`; `0d`: any age.",
    )


class WithdrawalSettings(Settings):
    """What becomes of an entry whose post is deleted or made a draft, or whose section is cut from its issue."""

    notice: Period = Field(
        timedelta(days=14),
        ge=timedelta(0),
        description="How long it stays in its feeds with a notice in place of its words, so that readers that have "
        "them fetch it; `0d`: it leaves at once.",
    )
    keep_title: bool = Field(
        True,
        description="Whether it keeps its title and address; without them one reader of 28 (sfeed) lists it as new, "
        "and nobody can tell one notice from another.",
    )
    text: Text = Field(
        "Withdrawn by its author on {date}.", description="The notice; `{date}` is the day, such as `2026-04-20`."
    )


class FeedSettings(Settings):
    """What is written."""

    formats: tuple[FeedFormat, ...] = Field(
        ("rss", "atom", "json"), strict=False, min_length=1, description="The formats of every feed."
    )
    limit: int = Field(
        50, ge=1, le=1000, description="The newest entries that a feed carries; what has left it never returns."
    )
    days: int = Field(
        45,
        ge=0,
        le=366,
        description="A feed carries more than `limit` entries where they are less than so many days older than its "
        "newest, so that whoever looks once a month misses nothing.",
    )
    max_bytes: Size = Field(
        512 * 1024,
        ge=16 * 1024,
        description="The most content in a feed, and in each part of its archive, whatever the number of entries; "
        "some readers refuse big ones. The newest entry always stays.",
    )
    archive: ArchivePeriod = Field(
        "year",
        description="Older entries go into an archive, by this period. What was written into it stays as it is. "
        "With `none` they are just gone.",
    )
    link: Literal["original", "page"] = Field(
        "original",
        description="Where the link of an entry leads: to the original issue at that section, or to a page of our own "
        "with the words of the issue (`issues/<name>/`).",
    )
    attribution: Line = Field(
        "From {issue}.",
        description="What a section says at its end about the issue it comes from, and with `link: page` a whole issue "
        "about its original; empty for nothing.",
    )
    empty_topics: bool = Field(
        False, description="Whether a topic has its feed before its first entry; else the index lists it as quiet."
    )
    extra: tuple[ExtraFeed, ...] = Field(
        (), strict=False, description="Feeds besides those of issues, sections and topics."
    )
