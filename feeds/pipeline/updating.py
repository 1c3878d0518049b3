"""From posts to entries in the store, step by step: read what changed, decide, apply.

Nothing is decided before all posts are read, because an issue may depend on the others:
on their habits for where to cut it, on their numbers for its date, and on their ids. So
the order of reading changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.config import Config, TopicRule, unknown_topics
from feeds.errors import Problem, Where
from feeds.pipeline.decisions.applying import Batch, apply_dates
from feeds.pipeline.decisions.assigning import assign_topics, known_rules
from feeds.pipeline.decisions.correcting import Copies
from feeds.pipeline.decisions.deciding import DecisionRules
from feeds.pipeline.decisions.foreseeing import Foresight
from feeds.pipeline.decisions.identifying import Identities, namer, same_id
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.memory.recalling import Recalled
from feeds.pipeline.posts.holding import find_held, note_held, report_held
from feeds.pipeline.posts.noticing import (
    note_chosen,
    note_emptied,
    note_estimates,
    report_shared_addresses,
    with_misnamed_together,
)
from feeds.pipeline.posts.pending import Pending, authority_of
from feeds.pipeline.posts.reading import ReadingSettings
from feeds.pipeline.processes.workers import Workers
from feeds.pipeline.progress import Progress
from feeds.pipeline.readings.chunks import Orders, Parcel
from feeds.pipeline.readings.gathering import finder, gather_readings, gather_released
from feeds.pipeline.readings.readers import Reader
from feeds.pipeline.readings.spooling import Spool
from feeds.pipeline.taking import Run, Taken, TakenIssue, take_up
from feeds.sections import FEWEST_OF_A_HABIT
from feeds.site import Site
from feeds.store import NO_EFFECT, Effect, Store, join_effects
from feeds.store.marks import budget_mark, cutting_mark, reading_mark
from feeds.topics import TopicRules

if TYPE_CHECKING:
    from feeds.issues.numbering import Estimate
    from feeds.issues.pages import Doubt


class Update(Struct, frozen=True, kw_only=True):
    """The posts as they are now, and the changes in the store that followed."""

    config: Config  # with the topics that tags make
    linking: LinkBook
    found: Mapping[str, str]  # the posts: path to fingerprint, or to "" if the file is to be read again
    read: int = 0  # posts that were read
    held: Mapping[str, Doubt] = field(default_factory=dict)  # posts that are probably not issues, and why
    live: int = 0  # issues there were before
    lost: tuple[str, ...] = ()  # the paths of those whose file is gone
    edited: frozenset[str] = frozenset()  # issues whose post says something else than before
    cut_anew: frozenset[str] = frozenset()  # published issues that are cut again though their post says the same
    effect: Effect = NO_EFFECT
    volumes: Mapping[str, bytes] = field(default_factory=dict)  # of archives that were recovered, by path
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


class _TakenUp(Struct, frozen=True, kw_only=True):
    """The results of taking up all posts that were read."""

    posts: tuple[Taken, ...]
    held: Mapping[str, Doubt]  # posts that are probably not issues, and why
    failures: tuple[Problem, ...]  # of workers
    moved: Effect  # of posts that took each other's names

    @property
    def issues(self) -> list[TakenIssue]:
        """The issues among them."""
        return [one.issue for one in self.posts if one.issue]


def nothing_new(site: Site, store: Store, pending: Pending) -> Update:
    """Return what the posts say where *pending* is nothing; nothing is written."""
    rules = known_rules(site.config, store)
    held = find_held(site.config, store, pending.found).held
    return Update(
        config=replace(site.config, topics=tuple(rules)),
        linking=LinkBook(site.config, store),
        found=pending.found,
        live=store.issues.count_live(),
        held=held,
        problems=tuple(_problems(site, store, pending.found, (), held, store.habits.shared_addresses())),
        notices=_unknown_topics(site, rules),
    )


def update_issues(
    site: Site,
    store: Store,
    now: datetime,
    pending: Pending,
    recalled: Recalled,
    *,
    workers: Workers,
    progress: Progress,
) -> Update:
    """Bring the issues in *store* up to date with the posts of *site*, and return what that changed.

    What is *pending* is read, by *workers* where it is much; *recalled* is what
    published feeds hold of the memory, where it was lost.
    """
    store.marks.save_authority(authority_of(site.config, store))
    live = store.issues.count_live()
    gone = pending.gone if pending.by_look else None
    identities = Identities(store, pending.found, recalled.issues, moved=_may_have_moved(store, pending), gone=gone)
    run = _prepare(site, store, now, pending, recovered=bool(recalled.issues), moved=identities.any_lost)
    taken = _take_up_all(run, identities, workers, progress)
    progress("Assigning topics")
    contested = _contested(run)
    lost = store.issues.without_post(gone)
    withdrawn = _withdraw(store, lost, now)
    edits = _settle_edits(run, taken.issues)
    assigned = assign_topics(site.config, store, run.rules.topics, run.linking, [one.needs for one in taken.issues])
    _save_marks(store, site.config, items=pending.items)
    shared = store.habits.keep_shared_addresses()
    return Update(
        config=replace(site.config, topics=tuple(assigned.rules)),
        linking=run.linking,
        found=_with_unread(pending.found, [one.path for one in taken.posts if one.unread]),
        read=len(pending.changed),
        live=live,
        held=taken.held,
        lost=tuple(lost),
        edited=frozenset(one.key for one in taken.issues if one.edited),
        cut_anew=frozenset(one.key for one in taken.issues if one.cut_anew),
        effect=join_effects([taken.moved, withdrawn, assigned.effect, *(one.effect for one in taken.posts)]),
        volumes=recalled.volumes,
        problems=(
            *recalled.problems,
            *_problems(site, store, pending.found, taken.posts, taken.held, shared, contested),
        ),
        notices=(
            *recalled.notices,
            *taken.failures,
            *_news_of_posts(run, taken),
            *note_emptied(site.config.posts.directory, lost, pending.found),
            *edits,
            *_unknown_topics(site, assigned.rules),
        ),
    )


def _save_marks(store: Store, config: Config, *, items: bool) -> None:
    """Remember the settings by which posts were read."""
    store.marks.save_budget(budget_mark(config))
    store.marks.save_reading(reading_mark(config, items=items))
    store.marks.save_cutting(cutting_mark(config, items=items))


def _may_have_moved(store: Store, pending: Pending) -> bool:
    """Return whether a post may be an issue whose file is gone: a new one, or a copy that was held back beside it."""
    return pending.has_new or (bool(pending.gone) and bool(store.posts.of_no_issue()))


def _take_up_all(run: Run, identities: Identities, workers: Workers, progress: Progress) -> _TakenUp:
    """Read what is pending, and take up one post after the other."""
    site, store, pending = run.site, run.store, run.pending
    with Spool() as readings, run.reader as reader, store.entries.filled(from_nothing=_knows_nothing(store, pending)):
        failures, exchanged = gather_readings(site, store, pending, run.orders, reader, readings, workers, progress)
        moved = store.issues.move(exchanged, run.rules.now)
        identities.place(exchanged)
        holding = find_held(site.config, store, pending.found)
        counter = store.habits.counter(FEWEST_OF_A_HABIT, len(readings.asked))
        run = replace(run, held=holding.held, issues_with=counter)
        gather_released(site, reader, readings, holding.released)
        estimates = _estimates(store, readings, run.rules.now)
        taken = [take_up(run, parcel, identities, estimates) for parcel in _shown(readings, pending, progress)]
        run.batch.apply()
    # those that have an issue were moved
    held = {path: doubt for path, doubt in run.held.items() if store.issues.key_of_path(path) is None}
    return _TakenUp(posts=tuple(taken), held=held, failures=tuple(failures), moved=moved)


def _knows_nothing(store: Store, pending: Pending) -> bool:
    """Return whether no post was read and no issue recovered; nor was there a build, which counts even what is not."""
    return pending.is_first and store.marks.moment() is None and not store.issues.any()


def _news_of_posts(run: Run, taken: _TakenUp) -> Iterator[Problem]:
    """Yield what an owner should know of the choice and the dates of posts: of new ones, or of all at first."""
    site, is_first, found = run.site, run.pending.is_first, len(run.pending.found)
    yield from note_held(
        site.config, {one.path: taken.held[one.path] for one in taken.posts if one.path in taken.held}, found
    )
    if run.pending.fresh or is_first:
        yield from note_chosen(site, len(taken.issues), found)
    if is_first:
        yield from note_estimates(site, len(taken.issues), [one.dated_by for one in taken.posts if one.dated_by])


def _shown(readings: Spool, pending: Pending, progress: Progress) -> Iterator[Parcel]:
    """Yield *readings*, and show how far the run is."""
    for number, parcel in enumerate(readings):
        progress("Storing issues", number, len(pending.changed), parcel.reading.path)
        yield parcel


def _prepare(site: Site, store: Store, now: datetime, pending: Pending, *, recovered: bool, moved: bool) -> Run:
    linking = LinkBook(site.config, store)
    name = namer(authority_of(site.config, store), site.config.identity.date)
    rules = TopicRules(known_rules(site.config, store))
    settings = ReadingSettings(
        config=site.config,
        items=pending.items,
        unwrap=linking.unwrap,
        both_ways=recovered,
        with_words=moved,
    )
    decision_rules = DecisionRules(config=site.config, name=name, topics=rules, now=now)
    # workers decide about new posts, too, unless one may have moved, or a link be dead: then the store is asked
    copies = Copies(store, pending.found)
    foresight = (
        None
        if moved or linking.any_dead
        else Foresight(rules=decision_rules, survey=linking.survey, with_marks=copies.any_published)
    )
    orders = Orders(settings=settings, foresight=foresight)
    return Run(
        site=site,
        store=store,
        pending=pending,
        orders=orders,
        reader=Reader(orders, store.habits, finder(site, pending.found)),
        rules=decision_rules,
        linking=linking,
        held={},
        copies=copies,
        issues_with=store.habits.issues_with,
        batch=Batch(store),
    )


def _estimates(store: Store, readings: Spool, now: datetime) -> Mapping[str, Estimate]:
    """Return dates for issues that name none, by path, now that the numbers of all are known."""
    if not readings.any_undated:
        return {}
    from feeds.issues.numbering import estimate_dates  # most posts have a date

    return estimate_dates(list(store.posts.calendar()), now)


def _withdraw(store: Store, paths: Iterable[str], now: datetime) -> Effect:
    """Withdraw the issues at *paths*, whose files are gone."""
    keys = [store.issues.key_of_path(path) for path in paths]
    return join_effects(store.issues.withdraw(key, now) for key in keys if key is not None)


def _contested(run: Run) -> list[Problem]:
    """Return a problem for each post that claims an id which another one has.

    They are read again as soon as anything changes, because the other one may give way.
    Until then their last good entries stay.
    """
    found, directory = run.pending.found, run.site.config.posts.directory
    claims = [one for one in run.store.posts.contested() if one.path in found and one.holder in found]
    for one in claims:
        run.store.posts.distrust(one.path)
    return [same_id(directory, one.path, one.id, one.holder).problem for one in claims]


def _settle_edits(run: Run, issues: Iterable[TakenIssue]) -> list[Problem]:
    """Announce no edit where more issues were edited than is news; return a notice of it."""
    most = run.site.config.edits.most
    silent = {one.key: one.unannounced for one in issues if one.unannounced}
    if len(silent) <= most:
        return []
    apply_dates(run.store, silent)
    return [
        Problem(
            Where(run.site.config.posts.directory),
            f"{len(silent)} issues were edited since the last build: the edited text is in the feeds, "
            "and announced for none of them",
            f"edits.most is {most}",
        )
    ]


def _with_unread(found: Mapping[str, str], unread: Sequence[str]) -> Mapping[str, str]:
    """Return the posts that were *found*, of which the next run is to read again those that were *unread*."""
    return {**found, **dict.fromkeys(unread, "")} if unread else found


def _problems(
    site: Site,
    store: Store,
    found: Collection[str],
    taken: Iterable[Taken],
    held: Mapping[str, Doubt],
    shared: Mapping[str, Sequence[str]],
    contested: Iterable[Problem] = (),
) -> Iterator[Problem]:
    """Yield what is wrong with the posts that were *found*: with single ones, their ids, and their addresses."""
    yield from with_misnamed_together(site.config.posts.directory, _problems_of_single(store, found, taken))
    yield from contested
    yield from report_shared_addresses(site, shared, held)
    yield from report_held(site.config, held, len(found))


def _problems_of_single(store: Store, found: Collection[str], taken: Iterable[Taken]) -> list[Problem]:
    """Return what is wrong with single posts among those *found*, in the order of their paths."""
    now = store.posts.problems() | {one.path: one.problems for one in taken}
    return [problem for path in sorted(now) if path in found for problem in now[path]]


def _unknown_topics(site: Site, rules: Sequence[TopicRule]) -> tuple[Problem, ...]:
    """Return a notice for each topic that a setting names and neither config.yaml nor a tag makes."""
    return tuple(unknown_topics(site.mentions, [slug for rule in rules for slug in (rule.slug, *rule.aliases)]))
