"""Select what each feed carries, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.config import Config, ExtraFeed
from feeds.model import Author, Candidate, Feed, Grain, Withdrawal
from feeds.patterns import host_test
from feeds.urls import tag_uri

#: What a feed says of its last change while it has no entry: the same in every run.
UNCHANGED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A feed before it is filled: where it is, what it is called, what may be in it."""

    feed: Feed
    name: str  # without the newsletter's, for the index
    grain: Grain
    once: bool = False  # no item whose link an earlier issue had
    topics: frozenset[str] = frozenset()  # one of these; empty for any
    exclude: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()  # case-folded
    hosts: tuple[Callable[[str], bool], ...] = ()

    def wants(self, candidate: Candidate) -> bool:
        """Return whether *candidate* belongs in this feed."""
        return (
            (not self.topics or bool(self.topics & candidate.topics))
            and not self.exclude & candidate.topics
            and (not self.authors or any(name.casefold() in self.authors for name in candidate.authors))
            and (not self.hosts or any(fits(name) for fits in self.hosts for name in candidate.hosts))
        )


def plan_feeds(config: Config, authority: str) -> tuple[Plan, ...]:
    """Return the plans of all feeds that *config* asks for, in the order of the index.

    Whole issues stand at the top of the output directory, sections and the rest in
    folders of their own.
    """
    site, root = config.site, config.root

    def make(
        path: str, slug: str, title: str, subtitle: str, group: str, *, home: str = "", page: str = "", topic: str = ""
    ) -> Feed:
        return Feed(
            id=tag_uri(authority, config.identity.date, "feed", slug),
            path=path,
            page_path=page or path + "index.html",
            title=title,
            subtitle=subtitle,
            home_url=home or root + path,
            language=site.language,
            authors=tuple(author.as_author() for author in site.authors) or (Author(name=site.title),),
            group=group,
            topic=topic,
            updated=UNCHANGED,
        )

    news = "The newsletter"
    issues = make(
        "",
        "issues",
        site.title,
        site.description or f"Every issue of {site.title}.",
        news,
        home=site.url,
        page="issues/index.html",
    )
    sections = make(
        "sections/", "sections", f"{site.title}: all sections", f"Every section of every issue of {site.title}.", news
    )
    plans = [
        Plan(feed=issues, name="Whole issues", grain="issue"),
        Plan(feed=sections, name="All sections", grain="section"),
    ]
    for rule in config.topics:
        about = rule.description or f"Sections of {site.title} about {rule.name}."
        feed = make(
            f"topics/{rule.slug}/",
            f"topics/{rule.slug}",
            f"{site.title}: {rule.name}",
            about,
            "Topics",
            topic=rule.slug,
        )
        plans.append(Plan(feed=feed, name=rule.name, grain="section", topics=frozenset({rule.slug})))
    for extra in config.feeds.extra:
        about = extra.description or f"A selection of {site.title}."
        feed = make(f"feeds/{extra.slug}/", f"feeds/{extra.slug}", f"{site.title}: {extra.name}", about, "Selections")
        plans.append(_plan_extra(extra, feed))
    return tuple(plans)


def _plan_extra(extra: ExtraFeed, feed: Feed) -> Plan:
    return Plan(
        feed=feed,
        name=extra.name,
        grain=extra.grain,
        once=extra.once,
        topics=frozenset(extra.topics),
        exclude=frozenset(extra.exclude),
        authors=frozenset(name.casefold() for name in extra.authors),
        hosts=tuple(host_test(name) for name in extra.links),
    )


def select(plan: Plan, newest_first: Iterable[Candidate], *, limit: int, max_bytes: int) -> tuple[Candidate, ...]:
    """Return what the feed of *plan* carries of the candidates, newest first.

    At most *limit* entries and *max_bytes* of content, but always the newest one. Reads
    no further than it must.
    """
    chosen: list[Candidate] = []
    size = 0
    for candidate in newest_first:
        if not plan.wants(candidate):
            continue
        size += candidate.size
        if chosen and size > max_bytes:
            break
        chosen.append(candidate)
        if len(chosen) == limit:
            break
    return tuple(chosen)


def as_notice(withdrawal: Withdrawal) -> Candidate:
    """Return what stands in a feed for an entry that was withdrawn."""
    return Candidate(
        id=withdrawal.id,
        issue_key=withdrawal.issue_key,
        section_key=withdrawal.section_key,
        published=withdrawal.published,
        updated=withdrawal.moment,
        revision=f"{int(withdrawal.moment.timestamp())} withdrawn",
        size=0,
        topics=frozenset(),
        authors=frozenset(),
        hosts=frozenset(),
        withdrawn=withdrawal.moment,
    )
