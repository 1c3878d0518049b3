"""Every setting, its default and its meaning; docs/config.md and the JSON Schema are made from here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as calendar_day
from datetime import timedelta
from fnmatch import fnmatchcase
from ipaddress import ip_network
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    WithJsonSchema,
)

from feeds.config.clues import POINTS, Clue, WrittenClue
from feeds.markup.characters import one_line
from feeds.model import Author
from feeds.urls import absolute, directory_of, host

FeedFormat = Literal["rss", "atom", "json"]
LayoutName = Literal["auto", "jekyll", "hugo", "pelican", "zola", "eleventy", "plain"]

_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z")
_SIZE = re.compile(r"(\d+)\s*(B|KB|MB)?\Z", re.IGNORECASE)
_PERIOD = re.compile(r"(\d+)\s*(s|m|h|d)\Z")
_MOST = 10**8  # of any unit: more than anybody waits, and no more than a period can hold
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _check_slug(slug: str) -> str:
    if len(slug) > 60 or not _SLUG.match(slug):
        raise ValueError(
            f"{slug!r} cannot be part of an address; "
            "use lower-case letters, digits and single hyphens, such as 'ai-safety'"
        )
    return slug


def _check_url(url: str) -> str:
    if not re.match(r"https?://", url) or absolute(url, "") == "":
        raise ValueError(f"{url!r} is no web address; write it whole, such as 'https://news.example/'")
    return directory_of(absolute(url, ""))


def _check_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; use a name such as 'Europe/Berlin' or 'Etc/GMT'") from None
    return name


def _check_language(tag: str) -> str:
    tag = tag.replace("_", "-")
    if not re.match(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", tag):
        raise ValueError(f"{tag!r} is no language; use a tag such as 'en' or 'pt-BR'")
    return tag


def _parse_size(value: object) -> object:
    if isinstance(value, str):
        found = _SIZE.match(value.strip())
        if not found:
            raise ValueError(f"{value!r} is no size; write it such as '512KB' or '1MB'")
        return int(found[1]) * {"B": 1, "KB": 1024, "MB": 1024**2}[(found[2] or "B").upper()]
    return value


def _parse_period(value: object) -> object:
    if isinstance(value, str):
        found = _PERIOD.match(value.strip())
        if not found:
            raise ValueError(f"{value!r} is no period; write it such as '30s', '5m', '2h' or '1d'")
        return timedelta(**{_UNITS[found[2]]: min(int(found[1]), _MOST)})
    raise ValueError("write a period such as '30s', '5m', '2h' or '1d'")


def _write_period(period: timedelta) -> str:
    seconds = int(period.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"{pattern!r} is no regular expression ({error})") from None
    return pattern


def _check_path(path: str) -> str:
    if "\0" in path:
        raise ValueError("a path cannot hold U+0000; write it without")
    return path


def _check_host(name: str) -> str:
    if not re.match(r"(?:\*\.)?[\w.-]+\Z", name):
        raise ValueError(f"{name!r} is no host; write it such as 'arxiv.org' or '*.arxiv.org'")
    return name


def _check_authority(name: str) -> str:
    if not re.match(r"[a-z0-9.-]*\Z", name):
        raise ValueError(f"{name!r} is no domain; write it in lower case, such as 'news.example'")
    return name


def _check_short_host(name: str) -> str:
    if not re.match(r"(?:\*\.)?[\w.-]+(?::\d{1,5})?\Z", name):
        raise ValueError(f"{name!r} is no host; write it such as 'sho.rt' or '*.sho.rt'")
    return name.lower()


def _check_wrapper(row: str) -> str:
    if not re.match(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)+/[^\s?]*(?:/|\?[\w.-]+=)\Z", row):
        raise ValueError(
            f"{row!r} does not say where the target stands; end it with the parameter that has it, such as "
            "'go.news.example/out?u=', or with '/' where the rest of the address is it"
        )
    return row


def _check_allowed(name: str) -> str:
    if re.match(r"[\d.]+(?:/\d+)?\Z|\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\]?(?:/\d+)?\Z", name):
        try:
            ip_network(name.strip("[]"), strict=False)
        except ValueError as error:
            raise ValueError(f"{name!r} is no network ({error}); write it such as '10.0.0.0/8'") from None
        return name
    return _check_host(name)


def _check_proxy(url: str) -> str:
    if url and not re.match(r"https?://[^\s/]+/?\Z", url):
        raise ValueError(f"{url!r} is no proxy; write it such as 'http://proxy.example:3128'")
    return url


Allowed = Annotated[str, AfterValidator(_check_allowed)]
ShortHost = Annotated[str, AfterValidator(_check_short_host)]
Wrapper = Annotated[str, AfterValidator(_check_wrapper)]
Proxy = Annotated[str, AfterValidator(_check_proxy)]
Port = Annotated[int, Field(ge=1, le=65535)]
Authority = Annotated[str, AfterValidator(_check_authority)]
Host = Annotated[str, AfterValidator(_check_host)]
Line = Annotated[str, AfterValidator(one_line)]
Text = Annotated[str, Field(min_length=1), AfterValidator(one_line)]
FolderPath = Annotated[str, Field(min_length=1), AfterValidator(_check_path)]
Slug = Annotated[str, AfterValidator(_check_slug)]
Url = Annotated[str, AfterValidator(_check_url)]
OptionalUrl = Annotated[str, AfterValidator(lambda url: _check_url(url) if url else "")]
Size = Annotated[
    int,
    BeforeValidator(_parse_size),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\s*\d+\s*([Bb]|[Kk][Bb]|[Mm][Bb])?\s*$"}),
]
Period = Annotated[
    timedelta,
    BeforeValidator(_parse_period),
    PlainSerializer(lambda period: _write_period(period), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\s*\d+\s*[smhd]\s*$"}),
]
Pattern = Annotated[str, AfterValidator(_check_pattern)]
Clues = tuple[WrittenClue, ...]

#: The kinds of clues that a topic may have.
CLUE_KINDS = ("headings", "words", "names", "links", "domains", "tags", "categories", "authors")


class Settings(BaseModel):
    """The base of every block: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AuthorSettings(Settings):
    """Somebody who writes the newsletter."""

    name: Text = Field(description="The name as readers show it.")
    email: Line = Field("", description="An address, only if it may be published.")
    uri: Line = Field("", description="A page about this person.")

    def as_author(self) -> Author:
        """Return this person as entries and feeds name them."""
        return Author(name=self.name, email=self.email, uri=self.uri)


class SiteSettings(Settings):
    """The newsletter itself."""

    title: Text = Field(description="Its name.")
    url: Url = Field(description="Where it lives; relative links and issue addresses are below it.")
    description: Line = Field("", description="One sentence for people who do not know it.")
    language: Annotated[str, AfterValidator(_check_language)] = Field(
        "en", description="BCP 47 tag of the language it is written in."
    )
    timezone: Annotated[str, AfterValidator(_check_timezone)] = Field(
        "Etc/GMT", description="The zone of dates that name none. The machine's zone is never used."
    )
    authors: tuple[AuthorSettings, ...] = Field((), strict=False, description="Who writes issues that name no author.")


class IdentitySettings(Settings):
    """What entry ids are made of (RFC 4151 tag URIs). Never change it once people subscribe."""

    authority: Authority = Field(
        "", description="A domain you own; default: the host of `site.url` at the first build, remembered."
    )
    date: calendar_day = Field(
        calendar_day(2026, 1, 1), strict=False, description="A day on which you owned it. It need not be today's."
    )


class PostDefaults(Settings):
    """Front matter of posts that say nothing themselves."""

    paths: Text = Field("*", description="The posts below the directory that this is for, as a pattern.")
    values: dict[str, Any] = Field(strict=False, description="Front matter as a post would have it.")

    def fits(self, path: str) -> bool:
        """Return whether it is for the post at *path* below the post directory."""
        return fnmatchcase(path, self.paths)


class PostSettings(Settings):
    """Where the issues are."""

    directory: FolderPath = Field(
        "posts",
        description="The post directory, relative to config.yaml; default: `posts`, or where the layout has it, "
        "such as `_posts` or `content`.",
    )
    layout: LayoutName = Field(
        "auto",
        description="Whose folder of posts this is: how files are named, texts of several tags divided and "
        "addresses made. `auto` finds it from the files around.",
    )
    ignore: tuple[str, ...] = Field(
        (), strict=False, description="Files below it that are no issues, as patterns such as `drafts/*`."
    )
    permalink: str = Field(
        "/:year/:month/:day/:slug/",
        description="The address of an issue below `site.url`, for posts that name none; default: that of the layout. "
        "`:year :month :day :slug :name :folder :path :categories` and what else Jekyll knows are filled in, "
        "and so are Jekyll's styles `date`, `pretty`, `ordinal` and `none`.",
    )
    defaults: tuple[PostDefaults, ...] = Field(
        (), strict=False, description="Front matter of posts that say nothing themselves; a later block outweighs."
    )


SplitRule = Literal["auto", "none", "bold", "rules", 1, 2, 3, 4, 5, 6]


class SectionRules(Settings):
    """How an issue is cut."""

    split: SplitRule = Field(
        "auto",
        description="`auto` finds what divides an issue (headings, runs of `#`, rules, lines in bold or in capitals); "
        "`none` leaves issues whole; a number cuts at headings of that level, `bold` at lines in bold, `rules` at "
        "rules.",
    )
    pattern: Pattern = Field(
        "",
        description="Cut at headings of any level, and lines in bold, whose text matches this regular expression.",
    )
    drop: tuple[str, ...] = Field(
        ("intro", "outro", "sponsor", "archive", "contents", "empty"),
        strict=False,
        description="Sections that get no entry of their own: `intro` (what leads in), `outro` (what takes leave), "
        "`sponsor`, `jobs`, `archive` (a list of earlier issues), `contents`, `empty` (a heading with nothing below), "
        "or the title of a section, with `*` as wildcard. They stay part of the whole issue.",
    )


class PathRules(SectionRules):
    """Other rules for some posts."""

    paths: Text = Field(description="The posts below the directory that this is for, as a pattern such as `2013/*`.")


class SectionSettings(SectionRules):
    """How issues are cut into sections."""

    overrides: tuple[PathRules, ...] = Field(
        (), strict=False, description="Other rules for some posts; the first that fits counts."
    )

    def rules_for(self, path: str) -> SectionRules:
        """Return the rules for the post at *path* below the post directory."""
        return next((rules for rules in self.overrides if fnmatchcase(path, rules.paths)), self)


class LinkSettings(Settings):
    """How links are brought to what they mean. What is asked of the web, and when: [links.md](links.md)."""

    resolve: bool = Field(True, description="Ask short links where they lead (`feeds links`, `feeds watch`).")
    shorteners: tuple[ShortHost, ...] = Field(
        (), strict=False, description="Hosts that do nothing but lead elsewhere, besides those that are known."
    )
    unwrap: tuple[Wrapper, ...] = Field(
        (),
        strict=False,
        description="Links that carry their target, besides those that are known: an address up to where the target "
        "stands, such as `go.news.example/out?u=` or `go.news.example/to/`.",
    )
    keep_tracking: bool = Field(False, description="Keep the parameters that tell by which mail a reader came.")
    recover: bool = Field(
        True, description="Fetch the page of an issue that has lost links, once, and give them back from there."
    )
    complete: bool = Field(
        False, description='Complete a section whose text was cut off ("…") from the page of its issue.'
    )
    fragments: bool = Field(
        True,
        description="Lead to the section on a page without an anchor for it, by its first words (`#:~:text=`).",
    )
    dead: Literal["keep", "archive"] = Field(
        "keep", description="Where links lead that `feeds links --check` found dead: `archive` is web.archive.org."
    )
    every: Period = Field(
        timedelta(hours=1),
        ge=timedelta(seconds=1),
        le=timedelta(days=366),
        description="The time between two look-ups of `feeds watch`; what a saved post links to is asked for at once.",
    )
    lookups: int = Field(200, ge=0, le=1_000_000, description="Links and pages asked for in one go, at most.")
    seconds: Period = Field(
        timedelta(seconds=60), ge=timedelta(seconds=1), description="The time for one go; the rest waits for the next."
    )
    pause: Period = Field(
        timedelta(seconds=1), ge=timedelta(0), description="The time between two requests to one host."
    )
    allow: tuple[Allowed, ...] = Field(
        (),
        strict=False,
        description="Hosts (`*.intra.net`) and networks (`10.0.0.0/8`) that may be asked though they are not public, "
        "at any port.",
    )
    ports: tuple[Port, ...] = Field((80, 443), strict=False, description="The ports that may be asked elsewhere.")
    proxy: Proxy = Field(
        "",
        description="Ask through this proxy; it alone then decides which addresses are asked. None is taken from "
        "the environment.",
    )
    agent: Line = Field("", description="How the program calls itself; default: its name and `site.url`.")


class TopicRule(Settings):
    """A subject people can follow, and how its sections are known."""

    slug: Slug = Field(description="Its place in addresses. To change it, put the old one under `aliases`.")
    title: Line = Field("", description="Its name; default: the slug.")
    description: Line = Field("", description="One sentence for people.")
    aliases: tuple[Slug, ...] = Field(
        (), strict=False, description="Slugs that it once had: their addresses go on, with the same entries."
    )
    headings: Clues = Field(
        (), strict=False, description="Section titles, with `*` as wildcard; what is no letter or digit may differ."
    )
    words: Clues = Field(
        (),
        strict=False,
        description="Words and phrases, whole, any case, `*` at the end of a word for its inflections. "
        "Worth their points in the title or where they come up twice, and half of them where they are said once.",
    )
    names: Clues = Field(
        (), strict=False, description="Words and phrases as in `words`, but in this case: `Go` and not `go`."
    )
    links: Clues = Field(
        (),
        strict=False,
        description="Where it links to: a host (`ros.org`, `*.ros.org`), part of an address (`/topics/ros/`), or the "
        "label of a reference (`[topic ros]`), each with `*` as wildcard.",
    )
    domains: Clues = Field(
        (), strict=False, description="Domains it links to, with all hosts below them; `ros.org` is also wiki.ros.org."
    )
    tags: Clues = Field(
        (), strict=False, description="Tags in the front matter of the issue, with `*` as wildcard; categories too."
    )
    categories: Clues = Field((), strict=False, description="The same as `tags`, for those who keep them apart.")
    authors: Clues = Field((), strict=False, description="Who wrote it, with `*` as wildcard.")
    exclude: tuple[Text, ...] = Field(
        (), strict=False, alias="not", description="Words and phrases that speak against it, wherever they stand."
    )
    needs: float = Field(
        POINTS,
        gt=0,
        le=100,
        strict=False,
        description="The points that make the topic. A clue is worth 2 unless it "
        "says otherwise, as in `robot*: 1.5`; less than nothing speaks against the topic.",
    )
    implies: tuple[Slug, ...] = Field(
        (), strict=False, description="Topics that its sections have, too: those that it is a part of."
    )

    @property
    def name(self) -> str:
        """The title, or the slug made presentable."""
        return self.title or self.slug.replace("-", " ").capitalize()

    @property
    def clues(self) -> dict[str, tuple[Clue, ...]]:
        """All that speaks for it, by kind."""
        return {kind: getattr(self, kind) for kind in CLUE_KINDS}


class TagTopicSettings(Settings):
    """Topics that the tags of posts make by themselves."""

    enabled: bool = Field(
        False,
        description="Whether each tag and category is a topic. `topics: from-tags`, or `- from-tags` among the topics, "
        "says the same.",
    )
    least: int = Field(1, ge=1, le=1000, description="The issues that must have a tag before it is a topic.")
    ignore: tuple[Text, ...] = Field(
        (), strict=False, description="Tags that are no topics, with `*` as wildcard, such as `newsletter`."
    )


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


class ScheduleSettings(Settings):
    """When `feeds watch` looks, besides when a file is saved."""

    every: Period = Field(
        timedelta(minutes=5), ge=timedelta(seconds=1), le=timedelta(days=366), description="The time between two looks."
    )
    cron: str = Field("", description="A crontab line instead, such as `0 7 * * 1-5`, in the time zone of the site.")


class PublishSettings(Settings):
    """Where the feeds go."""

    directory: FolderPath = Field(
        "public", description="The output directory, relative to config.yaml; nothing is written outside."
    )
    url: OptionalUrl = Field("", description="The public address of that directory; default: `site.url`.")
    recover: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Whether a build that finds neither memory nor feeds reads ids and dates back from the public "
        "address; `auto`: unless that address cannot be public, such as `localhost` or `news.example`.",
    )


class Config(Settings):
    """The whole of config.yaml."""

    site: SiteSettings
    identity: IdentitySettings = IdentitySettings()
    posts: PostSettings = PostSettings()
    sections: SectionSettings = SectionSettings()
    links: LinkSettings = LinkSettings()
    topics: tuple[TopicRule, ...] = Field((), strict=False, description="The topics, each with a feed of its own.")
    from_tags: TagTopicSettings = TagTopicSettings()
    feeds: FeedSettings = FeedSettings()
    edits: EditSettings = EditSettings()
    withdrawals: WithdrawalSettings = WithdrawalSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    publish: PublishSettings = PublishSettings()

    _included: tuple[str, ...] = PrivateAttr(())

    def note_included(self, names: Iterable[str]) -> None:
        """Note the files, relative to config.yaml, that some of the topics are from."""
        self._included = tuple(names)

    @property
    def included(self) -> tuple[str, ...]:
        """The files, relative to config.yaml, that some of the topics are from."""
        return self._included

    @property
    def wants_items(self) -> bool:
        """Whether any feed carries items."""
        return any(extra.grain == "item" for extra in self.feeds.extra)

    @property
    def root(self) -> str:
        """The public address of the output directory, ending in "/"."""
        return directory_of(self.publish.url or self.site.url)

    @property
    def authority(self) -> str:
        """The domain in ids, unless an earlier build has fixed another."""
        return self.identity.authority or host(self.site.url)
