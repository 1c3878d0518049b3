"""`feeds`, `edits` and `withdrawals`: which feeds there are, and which changes they announce."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from feeds.config.markers import Shortened
from feeds.config.settings.base import About, Settings
from feeds.config.values import Host, Language, Line, Period, Size, Slug, Text

#: The keys of `FORMATS` in feeds/render/formats.py, which config may not import; a test compares the two.
FeedFormat = Literal["rss", "atom", "json"]


class ExtraFeed(Settings, frozen=True, kw_only=True):
    """A feed of your own: several topics, all but some topics, one author, one site."""

    slug: Annotated[Slug, About("Its name in addresses, below `feeds/`.")]
    title: Annotated[Line, About("Its name; default: made from the slug.")] = ""
    description: Annotated[Line, About("One sentence about the feed.")] = ""
    grain: Annotated[
        Literal["section", "issue", "item"],
        About(
            "What an entry is. `issue`: one entry for each issue with a matching section. `item`: one entry "
            "for each thing that a section lists (a link, a bullet, a numbered piece); sections without a list are "
            "included whole."
        ),
    ] = "section"
    once: Annotated[
        bool, About("With `grain: item`, leave out items whose first link was already an item of an earlier issue.")
    ] = False
    topics: Annotated[tuple[str, ...], About("Only entries with one of these topics.", strict=False)] = ()
    exclude: Annotated[tuple[str, ...], About("No entries with one of these topics.", strict=False)] = ()
    abridged: Annotated[bool, About("With `grain: issue`, show only the matching sections of an issue.")] = False
    authors: Annotated[tuple[str, ...], About("Only entries by one of these authors.", strict=False)] = ()
    links: Annotated[
        tuple[Host, ...],
        About("Only entries that link to one of these hosts (`arxiv.org`, `*.arxiv.org`).", strict=False),
    ] = ()
    language: Annotated[
        Language | Literal[""],
        About(
            "Only entries of issues in this language, which is then that of the feed (`pt` includes `pt-BR`); "
            "default: any."
        ),
    ] = ""
    content: Annotated[
        Literal["full", "summary"], About("Whether entries have their content, or only their summary.")
    ] = "full"

    @property
    def name(self) -> str:
        """The title, or a name made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()


ArchivePeriod = Literal["year", "quarter", "month", "none"]


class ArchiveSettings(Settings, frozen=True, kw_only=True):
    """The archives, which hold older entries. `archive: month` is short for `archive: {period: month}`."""

    period: Annotated[
        ArchivePeriod,
        About("The period of each volume. A volume is not changed once written. `none` makes no archive."),
    ] = "year"
    formats: Annotated[
        tuple[FeedFormat, ...],
        About(
            "The formats of volumes, out of those of the feeds; default: `atom`, or else `rss`, or else `json`. "
            "Feeds in the other formats link to these.",
            strict=False,
        ),
    ] = ()
    content: Annotated[
        Literal["once", "always"],
        About(
            "`once`: an entry has its content in the archives of whole issues and of all sections; in those of "
            "topics and selections it has its title, summary and link. `always`: content in all archives."
        ),
    ] = "once"


class EditSettings(Settings, frozen=True, kw_only=True):
    """Which edits of published issues are announced by a new `updated` date. Other edits are published without it."""

    most: Annotated[
        int,
        About(
            "The most issues edited between two builds whose edits are announced; more count as a clean-up of "
            "the archive.",
            ge=0,
        ),
    ] = 10
    max_age: Annotated[
        Period,
        About(
            "The age up to which edits of an issue are announced, such as `180d`; `0d` means any age.", ge=timedelta(0)
        ),
    ] = timedelta(0)


class WithdrawalSettings(Settings, frozen=True, kw_only=True):
    """What happens to an entry whose post is deleted or made a draft, or whose section is removed from its issue."""

    notice: Annotated[
        Period,
        About(
            "How long it stays in its feeds with a notice in place of its text, so that readers replace their "
            "copy; `0d` removes it at once.",
            ge=timedelta(0),
        ),
    ] = timedelta(days=14)
    keep_title: Annotated[
        bool,
        About(
            "Whether it keeps its title and address. Without them one reader of 28 (sfeed) lists it as new, "
            "and notices cannot be distinguished."
        ),
    ] = True
    text: Annotated[Text, About("The notice; `{date}` is the day of the withdrawal, such as `2026-04-20`.")] = (
        "Withdrawn by its author on {date}."
    )


class FeedSettings(Settings, frozen=True, kw_only=True):
    """The feeds, their formats and their size."""

    formats: Annotated[tuple[FeedFormat, ...], About("The formats of every feed.", strict=False, min_length=1)] = (
        "rss",
        "atom",
        "json",
    )
    limit: Annotated[
        int,
        About("How many of the newest entries a feed carries; an entry that was dropped never returns.", ge=1, le=1000),
    ] = 50
    days: Annotated[
        int,
        About(
            "A feed carries more than `limit` entries if they are less than this number of days older than its "
            "newest, so that monthly readers miss nothing.",
            ge=0,
            le=366,
        ),
    ] = 45
    max_bytes: Annotated[
        Size,
        About(
            "The most content in a feed, and in each volume of its archive, whatever the number of entries; "
            "some readers refuse large feeds. The newest entry is always included.",
            ge=16 * 1024,
        ),
    ] = 512 * 1024
    archive: Annotated[
        ArchiveSettings,
        Shortened("period"),
        About("The archives, which hold older entries; the period alone will do (`archive: month`)."),
    ] = ArchiveSettings()
    link: Annotated[
        Literal["original", "page"],
        About(
            "Where the link of an entry leads: to the section in the original issue, or to a page that this "
            "program writes with the text of the issue (`issues/<name>/`)."
        ),
    ] = "original"
    attribution: Annotated[
        Line,
        About(
            "The line at the end of a section that names its issue, and with `link: page` at the end of an "
            "issue that names the original; empty for none."
        ),
    ] = "From {issue}."
    complete_titles: Annotated[
        bool,
        About(
            "Whether the title of a new section or item that an earlier issue has as well is completed by its issue, "
            "so that entries can be distinguished: `Jobs (Issue 42)`. Published entries keep their titles."
        ),
    ] = True
    empty_topics: Annotated[
        bool, About("Whether a topic has a feed before its first entry; otherwise the index lists it as quiet.")
    ] = False
    extra: Annotated[
        tuple[ExtraFeed, ...], About("Feeds in addition to those of issues, sections and topics.", strict=False)
    ] = ()
