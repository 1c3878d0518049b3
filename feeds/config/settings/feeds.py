"""`feeds`, `edits` and `withdrawals`: which feeds there are, and which changes they announce."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import Host, Line, Period, Size, Slug, Text

#: The keys of `FORMATS` in feeds/render/formats.py, which config may not import; a test compares the two.
FeedFormat = Literal["rss", "atom", "json"]


class ExtraFeed(Settings):
    """A feed of your own: several topics, all but some topics, one author, one site."""

    slug: Slug = Field(description="Its name in addresses, below `feeds/`.")
    title: Line = Field("", description="Its name; default: made from the slug.")
    description: Line = Field("", description="One sentence about the feed.")
    grain: Literal["section", "issue", "item"] = Field(
        "section",
        description="What an entry is. `issue`: one entry for each issue with a matching section. `item`: one entry "
        "for each thing that a section lists (a link, a bullet, a numbered piece); sections without a list are "
        "included whole.",
    )
    once: bool = Field(
        False,
        description="With `grain: item`, leave out items whose first link was already an item of an earlier issue.",
    )
    topics: tuple[str, ...] = Field((), strict=False, description="Only entries with one of these topics.")
    exclude: tuple[str, ...] = Field((), strict=False, description="No entries with one of these topics.")
    abridged: bool = Field(
        False,
        description="With `grain: issue`, show only the matching sections of an issue.",
    )
    authors: tuple[str, ...] = Field((), strict=False, description="Only entries by one of these authors.")
    links: tuple[Host, ...] = Field(
        (), strict=False, description="Only entries that link to one of these hosts (`arxiv.org`, `*.arxiv.org`)."
    )

    @property
    def name(self) -> str:
        """The title, or a name made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()


ArchivePeriod = Literal["year", "quarter", "month", "none"]


class EditSettings(Settings):
    """Which edits of published issues are announced by a new `updated` date. Other edits are published without it."""

    most: int = Field(
        10,
        ge=0,
        description="The most issues edited between two builds whose edits are announced; more count as a clean-up of "
        "the archive.",
    )
    max_age: Period = Field(
        timedelta(0),
        ge=timedelta(0),
        description="The age up to which edits of an issue are announced, such as `180d`; `0d` means any age.",
    )


class WithdrawalSettings(Settings):
    """What happens to an entry whose post is deleted or made a draft, or whose section is removed from its issue."""

    notice: Period = Field(
        timedelta(days=14),
        ge=timedelta(0),
        description="How long it stays in its feeds with a notice in place of its text, so that readers replace their "
        "copy; `0d` removes it at once.",
    )
    keep_title: bool = Field(
        True,
        description="Whether it keeps its title and address. Without them one reader of 28 (sfeed) lists it as new, "
        "and notices cannot be told apart.",
    )
    text: Text = Field(
        "Withdrawn by its author on {date}.",
        description="The notice; `{date}` is the day of the withdrawal, such as `2026-04-20`.",
    )


class FeedSettings(Settings):
    """The feeds, their formats and their size."""

    formats: tuple[FeedFormat, ...] = Field(
        ("rss", "atom", "json"), strict=False, min_length=1, description="The formats of every feed."
    )
    limit: int = Field(
        50,
        ge=1,
        le=1000,
        description="How many of the newest entries a feed carries; an entry that was dropped never returns.",
    )
    days: int = Field(
        45,
        ge=0,
        le=366,
        description="A feed carries more than `limit` entries if they are less than this number of days older than its "
        "newest, so that monthly readers miss nothing.",
    )
    max_bytes: Size = Field(
        512 * 1024,
        ge=16 * 1024,
        description="The most content in a feed, and in each volume of its archive, whatever the number of entries; "
        "some readers refuse large feeds. The newest entry is always included.",
    )
    archive: ArchivePeriod = Field(
        "year",
        description="The period of each volume of the archive, which holds older entries. A volume is not changed once "
        "written. `none` makes no archive.",
    )
    link: Literal["original", "page"] = Field(
        "original",
        description="Where the link of an entry leads: to the section in the original issue, or to a page that this "
        "program writes with the text of the issue (`issues/<name>/`).",
    )
    attribution: Line = Field(
        "From {issue}.",
        description="The line at the end of a section that names its issue, and with `link: page` at the end of an "
        "issue that names the original; empty for none.",
    )
    empty_topics: bool = Field(
        False, description="Whether a topic has a feed before its first entry; otherwise the index lists it as quiet."
    )
    extra: tuple[ExtraFeed, ...] = Field(
        (), strict=False, description="Feeds in addition to those of issues, sections and topics."
    )
