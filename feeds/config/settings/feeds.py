"""`feeds`, `edits` and `withdrawals`: which feeds there are, and which changes they announce."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal

from feeds.config.markers import Shortened
from feeds.config.settings.base import Settings, about
from feeds.config.values import Host, Language, Line, Period, Size, Slug, Text

#: The keys of `FORMATS` in feeds/render/formats.py, which config may not import; a test compares the two.
FeedFormat = Literal["rss", "atom", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraFeed(Settings):
    """A feed of your own: several topics, all but some topics, one author, one site."""

    slug: Slug = field(metadata=about("Its name in addresses, below `feeds/`."))
    title: Line = field(default="", metadata=about("Its name; default: made from the slug."))
    description: Line = field(default="", metadata=about("One sentence about the feed."))
    grain: Literal["section", "issue", "item"] = field(
        default="section",
        metadata=about(
            "What an entry is. `issue`: one entry for each issue with a matching section. `item`: one entry "
            "for each thing that a section lists (a link, a bullet, a numbered piece); sections without a list are "
            "included whole."
        ),
    )
    once: bool = field(
        default=False,
        metadata=about("With `grain: item`, leave out items whose first link was already an item of an earlier issue."),
    )
    topics: tuple[str, ...] = field(default=(), metadata=about("Only entries with one of these topics.", strict=False))
    exclude: tuple[str, ...] = field(default=(), metadata=about("No entries with one of these topics.", strict=False))
    abridged: bool = field(
        default=False, metadata=about("With `grain: issue`, show only the matching sections of an issue.")
    )
    authors: tuple[str, ...] = field(default=(), metadata=about("Only entries by one of these authors.", strict=False))
    links: tuple[Host, ...] = field(
        default=(),
        metadata=about("Only entries that link to one of these hosts (`arxiv.org`, `*.arxiv.org`).", strict=False),
    )
    language: Language | Literal[""] = field(
        default="",
        metadata=about(
            "Only entries of issues in this language, which is then that of the feed (`pt` includes `pt-BR`); "
            "default: any."
        ),
    )
    content: Literal["full", "summary"] = field(
        default="full", metadata=about("Whether entries have their content, or only their summary.")
    )

    @property
    def name(self) -> str:
        """The title, or a name made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()


ArchivePeriod = Literal["year", "quarter", "month", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings(Settings):
    """The archives, which hold older entries. `archive: month` is short for `archive: {period: month}`."""

    period: ArchivePeriod = field(
        default="year",
        metadata=about("The period of each volume. A volume is not changed once written. `none` makes no archive."),
    )
    formats: tuple[FeedFormat, ...] = field(
        default=(),
        metadata=about(
            "The formats of volumes, out of those of the feeds; default: `atom`, or else `rss`, or else `json`. "
            "Feeds in the other formats link to these.",
            strict=False,
        ),
    )
    content: Literal["once", "always"] = field(
        default="once",
        metadata=about(
            "`once`: an entry has its content in the archives of whole issues and of all sections; in those of "
            "topics and selections it has its title, summary and link. `always`: content in all archives."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSettings(Settings):
    """Which edits of published issues are announced by a new `updated` date. Other edits are published without it."""

    most: int = field(
        default=10,
        metadata=about(
            "The most issues edited between two builds whose edits are announced; more count as a clean-up of "
            "the archive.",
            ge=0,
        ),
    )
    max_age: Period = field(
        default=timedelta(0),
        metadata=about(
            "The age up to which edits of an issue are announced, such as `180d`; `0d` means any age.", ge=timedelta(0)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalSettings(Settings):
    """What happens to an entry whose post is deleted or made a draft, or whose section is removed from its issue."""

    notice: Period = field(
        default=timedelta(days=14),
        metadata=about(
            "How long it stays in its feeds with a notice in place of its text, so that readers replace their "
            "copy; `0d` removes it at once.",
            ge=timedelta(0),
        ),
    )
    keep_title: bool = field(
        default=True,
        metadata=about(
            "Whether it keeps its title and address. Without them one reader of 28 (sfeed) lists it as new, "
            "and notices cannot be distinguished."
        ),
    )
    text: Text = field(
        default="Withdrawn by its author on {date}.",
        metadata=about("The notice; `{date}` is the day of the withdrawal, such as `2026-04-20`."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings(Settings):
    """The feeds, their formats and their size."""

    formats: tuple[FeedFormat, ...] = field(
        default=("rss", "atom", "json"), metadata=about("The formats of every feed.", strict=False, min_length=1)
    )
    limit: int = field(
        default=50,
        metadata=about(
            "How many of the newest entries a feed carries; an entry that was dropped never returns.", ge=1, le=1000
        ),
    )
    days: int = field(
        default=45,
        metadata=about(
            "A feed carries more than `limit` entries if they are less than this number of days older than its "
            "newest, so that monthly readers miss nothing.",
            ge=0,
            le=366,
        ),
    )
    max_bytes: Size = field(
        default=512 * 1024,
        metadata=about(
            "The most content in a feed, and in each volume of its archive, whatever the number of entries; "
            "some readers refuse large feeds. The newest entry is always included.",
            ge=16 * 1024,
        ),
    )
    archive: Annotated[ArchiveSettings, Shortened("period")] = field(
        default=ArchiveSettings(),
        metadata=about("The archives, which hold older entries; the period alone will do (`archive: month`)."),
    )
    link: Literal["original", "page"] = field(
        default="original",
        metadata=about(
            "Where the link of an entry leads: to the section in the original issue, or to a page that this "
            "program writes with the text of the issue (`issues/<name>/`)."
        ),
    )
    attribution: Line = field(
        default="From {issue}.",
        metadata=about(
            "The line at the end of a section that names its issue, and with `link: page` at the end of an "
            "issue that names the original; empty for none."
        ),
    )
    complete_titles: bool = field(
        default=True,
        metadata=about(
            "Whether the title of a new section or item that an earlier issue has as well is completed by its issue, "
            "so that entries can be distinguished: `Jobs (Issue 42)`. Published entries keep their titles."
        ),
    )
    empty_topics: bool = field(
        default=False,
        metadata=about("Whether a topic has a feed before its first entry; otherwise the index lists it as quiet."),
    )
    extra: tuple[ExtraFeed, ...] = field(
        default=(), metadata=about("Feeds in addition to those of issues, sections and topics.", strict=False)
    )
