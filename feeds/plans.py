"""Plan the feeds that config.yaml asks for: where each is, what it is called, and what may be in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config, ExtraFeed
from feeds.languages import Phrases, phrases_for
from feeds.model import Author, Candidate, Ending, Farewell, Feed, Grain
from feeds.text.patterns import host_test
from feeds.urls import tag_uri


class Plan(Struct, frozen=True, kw_only=True):
    """A feed before it is filled: where it is, what it is called, what may be in it."""

    feed: Feed
    name: str  # without the newsletter's, for the index
    rules: str = ""  # all that decides what may be in it, as text
    grain: Grain
    once: bool = False  # no item whose link an earlier issue had
    topics: frozenset[str] = frozenset()  # one of these; empty for any
    exclude: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()  # case-folded
    hosts: tuple[Callable[[str], bool], ...] = ()
    language: str = ""  # the tag of a language; "" for any
    summarised: bool = False  # its entries have a summary in place of their content
    by_topic: bool = False  # it is that of a topic, made with its first entry
    listed: bool = True  # on the index and in the subscription list
    repeats: bool = False  # each of its entries is in the feed of whole issues, or of all sections, too
    abridged: bool = False  # its issues show only the sections that belong
    moved_to: str = ""  # the path of the feed of its topic, which has another slug now
    ended: datetime | None = None  # when config.yaml stopped asking for it

    def wants(self, candidate: Candidate) -> bool:
        """Return whether *candidate* belongs in this feed."""
        return (
            (not (self.topics or self.exclude) or any(map(self.fits, candidate.sections or (candidate.topics,))))
            and (not self.authors or any(name.casefold() in self.authors for name in candidate.authors))
            and (not self.hosts or any(fits(name) for fits in self.hosts for name in candidate.hosts))
            and (not self.language or _is_in(self.language, candidate.language))
        )

    def takes_all(self, topic: str) -> bool:
        """Return whether everything of its grain belongs in this feed, or with *topic* everything that has it."""
        asks_more = self.exclude or self.authors or self.hosts or self.language
        return not asks_more and self.topics == frozenset({topic} if topic else ())

    def fits(self, topics: frozenset[str]) -> bool:
        """Return whether a section with *topics* belongs; an issue does if one of its sections does."""
        return (not self.topics or bool(self.topics & topics)) and not self.exclude & topics


def _is_in(wanted: str, language: str) -> bool:
    """Return whether a *language* tag is the one *wanted*, or begins with it (RFC 4647, 3.3.1).

    >>> _is_in("pt", "pt-BR"), _is_in("pt-BR", "pt")
    (True, False)
    """
    return f"{language}-".casefold().startswith(f"{wanted}-".casefold())


def plan_feeds(config: Config, authority: str) -> tuple[Plan, ...]:
    """Return the plans of all feeds that *config* asks for, in the order of the index.

    The feed of whole issues is at the top of the output directory, the others in folders of
    their own. *authority* is the domain in ids.
    """
    publisher = _Publisher(config, authority, phrases_for(config.site.language))
    extras = (_plan_extra(extra, publisher) for extra in config.feeds.extra)
    return (_plan_issues(publisher), _plan_sections(publisher), *_plan_topics(publisher), *extras)


def plan_ended(ending: Ending, config: Config, authority: str) -> Plan:
    """Return the plan of a feed that config.yaml no longer asks for."""
    publisher = _Publisher(config, authority, phrases_for(config.site.language))
    subtitle = publisher.say("This feed ended on {date}.", date=f"{ending.moment:%Y-%m-%d}")
    feed = publisher.feed(ending.feed, ending.name, subtitle, publisher.say("Ended"))
    return Plan(
        feed=replace(feed, home_url=config.root), name=ending.name, grain="section", listed=False, ended=ending.moment
    )


class _Publisher(Struct, frozen=True):
    """The facts that all feeds of a site have in common."""

    config: Config
    authority: str
    phrases: Phrases

    def say(self, text: str, **values: str) -> str:
        """Return *text* in the language of the site."""
        return self.phrases.say(text, **values)

    def feed(self, path: str, name: str, subtitle: str, group: str, *, topic: str = "") -> Feed:
        """Return the feed at *path*, whose title is that of the site and its *name*."""
        site, root = self.config.site, self.config.root
        return Feed(
            id=tag_uri(self.authority, self.config.identity.date, "feed", path.strip("/")),
            path=path,
            page_path=path + "index.html",
            title=f"{site.title}: {name}",
            subtitle=subtitle,
            home_url=root + path,
            language=site.language,
            authors=tuple(author.as_author() for author in site.authors) or (Author(name=site.title),),
            group=group,
            logo=site.logo_url,
            icon=site.icon_url,
            topic=topic,
        )


def _plan_issues(publisher: _Publisher) -> Plan:
    site = publisher.config.site
    subtitle = site.description or publisher.say("Every issue of {title}.", title=site.title)
    like = publisher.feed("issues/", "", subtitle, publisher.say("The newsletter"))
    feed = replace(like, path="", title=site.title, home_url=site.url)
    return Plan(feed=feed, name=publisher.say("Whole issues"), grain="issue")


def _plan_sections(publisher: _Publisher) -> Plan:
    subtitle = publisher.say("Every section of every issue of {title}.", title=publisher.config.site.title)
    feed = publisher.feed("sections/", publisher.say("all sections"), subtitle, publisher.say("The newsletter"))
    return Plan(feed=feed, name=publisher.say("All sections"), grain="section")


def _plan_topics(publisher: _Publisher) -> Iterator[Plan]:
    """Yield a plan for each topic, and for each slug that it once had: the same entries at the old address."""
    for rule in publisher.config.topics:
        about = rule.description or publisher.say(
            "Sections of {title} about {topic}.", title=publisher.config.site.title, topic=rule.name
        )
        feed = publisher.feed(f"topics/{rule.slug}/", rule.name, about, publisher.say("Topics"), topic=rule.slug)
        topic = Plan(
            feed=feed, name=rule.name, grain="section", topics=frozenset({rule.slug}), by_topic=True, repeats=True
        )
        yield topic
        for alias in rule.aliases:
            old = publisher.feed(f"topics/{alias}/", rule.name, about, publisher.say("Topics"))
            yield replace(topic, feed=old, listed=False, moved_to=feed.path)


def _plan_extra(extra: ExtraFeed, publisher: _Publisher) -> Plan:
    """Return the plan of a feed that config.yaml defines; it may name topics by slugs that they once had."""
    config = publisher.config
    renamed = {alias: rule.slug for rule in config.topics for alias in rule.aliases}
    about = extra.description or publisher.say("A selection of {title}.", title=config.site.title)
    feed = publisher.feed(f"feeds/{extra.slug}/", extra.name, about, publisher.say("Selections"))
    return Plan(
        feed=replace(feed, language=extra.language or feed.language),
        name=extra.name,
        rules=repr(extra),
        grain=extra.grain,
        once=extra.once,
        repeats=extra.grain != "item",
        abridged=extra.abridged and extra.grain == "issue",
        topics=frozenset(renamed.get(slug, slug) for slug in extra.topics),
        exclude=frozenset(renamed.get(slug, slug) for slug in extra.exclude),
        authors=frozenset(name.casefold() for name in extra.authors),
        hosts=tuple(host_test(name) for name in extra.links),
        language=extra.language,
        summarised=extra.content == "summary",
    )


def make_farewell(plan: Plan, ended: datetime) -> Farewell:
    """Return the last entry of the feed of *plan*, which has *ended*."""
    return Farewell(id=farewell_id(plan, f"{ended:%Y-%m-%d}"), published=ended, updated=ended, revision="ended")


def farewell_id(plan: Plan, day: str) -> str:
    """Return the id of the last entry of the feed of *plan*, which ended on *day*."""
    return f"{plan.feed.id}/ended-{day}"
