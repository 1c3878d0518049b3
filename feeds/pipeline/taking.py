"""Take up one post that was read: decide what becomes of its issue, and apply it.

If one post has a fault, its last good entries stay, and the others are published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feeds.errors import PostError, Problem, Where
from feeds.model import Dates, Issue, Memory, ReadPost, StampedIssue
from feeds.pipeline.decisions.applying import Batch, apply_decision, make_new
from feeds.pipeline.decisions.correcting import (
    Copies,
    CopyError,
    correct_date,
    marks_of,
    other_date,
    refused_id,
    take_later_id,
)
from feeds.pipeline.decisions.deciding import Decision, DecisionRules, cuts_otherwise, decide_issue
from feeds.pipeline.decisions.foreseeing import Foreseen
from feeds.pipeline.decisions.identifying import ContestedIdError, Identities, Identity, claim_of, same_id
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.posts.budget import budget_of, over_budget
from feeds.pipeline.posts.measuring import measure
from feeds.pipeline.posts.pending import Pending
from feeds.pipeline.posts.reading import CutIssue, PostReading, problem_of
from feeds.pipeline.processes.meter import Meter, OverBudgetError
from feeds.pipeline.readings.chunks import Orders, Parcel
from feeds.pipeline.readings.gathering import request_for
from feeds.pipeline.readings.readers import Reader
from feeds.pipeline.surveying import LinkNeeds
from feeds.sections import Habits
from feeds.site import Site
from feeds.store import NO_EFFECT, DatabaseError, Effect, Store

if TYPE_CHECKING:
    from feeds.issues.numbering import Estimate
    from feeds.issues.pages import Doubt


class Run(Struct, frozen=True, kw_only=True):
    """The inputs of every step of an update."""

    site: Site
    store: Store
    pending: Pending
    orders: Orders
    reader: Reader
    rules: DecisionRules
    linking: LinkBook
    held: Mapping[str, Doubt]
    copies: Copies
    issues_with: Callable[[str], int]  # how many issues have a trait, now that all posts are read
    batch: Batch  # what is not yet in the store


class TakenIssue(Struct, frozen=True, kw_only=True):
    """The part of a decision that is kept until all posts are taken up: without its text, to save memory."""

    key: str
    edited: bool
    cut_anew: bool
    unannounced: Mapping[str, Dates]
    needs: LinkNeeds


class Taken(Struct, frozen=True, kw_only=True):
    """The result of taking up a post that was read."""

    path: str
    problems: tuple[Problem, ...]
    issue: TakenIssue | None = None  # None: it is a draft, or its last good entries stay
    unread: bool = False  # whether its file could not be read, and is to be tried again
    dated_by: str = ""  # from what its date was estimated; "" if the post names it
    effect: Effect = NO_EFFECT


class _Post(Struct, frozen=True, kw_only=True):
    """A post that is an issue, before anything is decided about it."""

    reading: PostReading
    cut: CutIssue
    issue: Issue  # with a date, maybe an estimated one
    written: datetime | None  # the date that the post names
    claim: str  # the id that it claims, or ""

    @property
    def dated_by(self) -> str:
        """Return from what its date was estimated, or "" if the post names it."""
        return "" if self.written else self.issue.date_source


def take_up(run: Run, parcel: Parcel, identities: Identities, estimates: Mapping[str, Estimate]) -> Taken:
    """Decide what becomes of the post in *parcel*, and apply it; if that fails, its last good entries stay."""
    reading = parcel.reading
    path, digest, claim, problems = reading.path, "", "", reading.problems
    fingerprint = "" if reading.unread else run.pending.found[path]
    where = Where(run.site.shown(path))
    taken = Taken(path=path, problems=problems, unread=reading.unread)
    try:
        if reading.issue is not None:
            claim = claim_of(reading.issue, run.rules.name)
            taken = _take_up_issue(run, parcel, claim, identities, estimates)
            digest = reading.digest
    except ContestedIdError:
        fingerprint = ""  # reported by `_contested`; the remedy may be in the other file
    except CopyError as error:
        fingerprint, taken = "", replace(taken, problems=(*problems, error.problem))
    except OverBudgetError as error:
        taken = replace(taken, problems=(*problems, over_budget(run.site.config, error.limit, where)))
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one post holds, the others go out
        taken = replace(taken, problems=(*problems, problem_of(error, where)))
    run.batch.add_post(path, ReadPost(fingerprint=fingerprint, digest=digest, claim=claim, problems=taken.problems))
    return taken


def _take_up_issue(
    run: Run, parcel: Parcel, claim: str, identities: Identities, estimates: Mapping[str, Estimate]
) -> Taken:
    """Decide what becomes of the issue in *parcel*, and apply it.

    Raises:
        ContestedIdError: another post has the id that this one claims.
        CopyError: it is a copy of another issue.
        PostError: an entry would have an id that another issue has.
    """
    reading, content = parcel.reading, parcel.unpack()
    assert reading.issue is not None
    issue, taken = _dated(run.store, reading.issue, estimates), Taken(path=reading.path, problems=reading.problems)
    words = content.words if isinstance(content, CutIssue) else frozenset()
    identity = _identify(run, reading, issue, words, claim, identities)
    if identity is None:
        return taken
    if isinstance(content, Foreseen):
        if _is_right(run, content, identity):
            run.copies.check(issue, reading.digest, partial(_marks, content))
            return _take_up_foreseen(run, content, identity, taken)
        content = _cut_again(run, issue.path, {})
    if content is None:
        return replace(taken, effect=run.store.issues.withdraw(identity.key, run.rules.now))
    post = _Post(reading=reading, cut=content, issue=issue, written=reading.issue.published, claim=claim)
    return _take_up_new(run, post, identity, taken) if identity.is_new else _take_up_known(run, post, identity, taken)


def _identify(
    run: Run, reading: PostReading, issue: Issue, words: frozenset[str], claim: str, identities: Identities
) -> Identity | None:
    """Return which issue it is, or None if the post is no issue; what may concern it is in the store by then."""
    if claim:
        run.batch.apply_issues()  # one of them may have that id
    identity = identities.identify(issue, claim, reading.digest, words, held=reading.path in run.held)
    if identity and not identity.is_new:
        run.batch.apply_issues()  # what changes in one issue may concern those before it
    return identity


def _take_up_new(run: Run, post: _Post, identity: Identity, taken: Taken) -> Taken:
    """Decide about an issue that no run has seen before; it is put into the store with others."""
    run.copies.check(post.issue, post.reading.digest, partial(marks_of, post.cut.parts))
    decision, needs = _decide(run, post, identity, None)
    effect = run.batch.add_issue(make_new(decision, needs))
    return replace(taken, issue=_outcome(decision, needs), effect=effect, dated_by=post.dated_by)


def _take_up_known(run: Run, post: _Post, identity: Identity, taken: Taken) -> Taken:
    """Decide about an issue that is in the store, and apply it."""
    store, now = run.store, run.rules.now
    take_later_id(store, identity, post.claim)
    before = store.issues.own_date(identity.key)
    correct_date(store, identity.key, post.written, before, now)
    memory = store.issues.memory_of(identity.key)
    decision, needs = _decide(run, post, identity, memory)
    if memory and decision.cut_anew and not run.pending.recut and cuts_otherwise(decision, memory):
        effect = store.issues.move({identity.key: post.issue.path}, now)  # else it stays as it was published
        return replace(taken, issue=replace(_outcome(decision, needs), cut_anew=False), effect=effect)
    effect = apply_decision(store, decision, needs, now)
    problems = (*taken.problems, *_refused(run, post, decision, memory, before))
    issue = _outcome(decision, needs)
    return replace(taken, problems=problems, issue=issue, effect=effect, dated_by=post.dated_by)


def _decide(run: Run, post: _Post, identity: Identity, memory: Memory | None) -> tuple[Decision, LinkNeeds]:
    """Return what becomes of the issue of *post*, and the links to look up for it.

    Raises:
        PostError: an entry would have an id that another issue has.
    """
    cut = _measured(run, replace(_rightly_cut(run, post.reading.path, post.cut, memory), issue=post.issue))
    meter = Meter(budget_of(run.site.config))
    decision = meter.run(partial(decide_issue, cut, identity, memory, post.reading.digest, run.rules))
    if not identity.has_own_ids:
        _check_ids(run, decision.issue.key, post.reading.path, _ids_of(decision.issue))
    return decision, run.linking.needs_of(decision.issue, decision.texts)


def _is_right(run: Run, foreseen: Foreseen, identity: Identity) -> bool:
    """Return whether what was *foreseen* of an issue is what it is, now that its *identity* and all posts are known."""
    new = foreseen.new
    is_it = identity.is_new and identity.key == new.rows.key and new.path not in run.pending.files
    return is_it and Habits(run.issues_with).agree(new.asked)


def _marks(foreseen: Foreseen) -> tuple[str, ...]:
    return foreseen.marks


def _take_up_foreseen(run: Run, foreseen: Foreseen, identity: Identity, taken: Taken) -> Taken:
    """Apply what was *foreseen* of an issue.

    Raises:
        PostError: an entry would have an id that another issue has.
    """
    new = foreseen.new
    if not identity.has_own_ids:
        _check_ids(run, new.rows.key, new.path, new.rows.ids)
    effect = run.batch.add_issue(new)
    issue = TakenIssue(key=new.rows.key, edited=True, cut_anew=False, unannounced={}, needs=new.needs)
    return replace(taken, issue=issue, effect=effect)


def _refused(
    run: Run, post: _Post, decision: Decision, memory: Memory | None, before: datetime | None
) -> tuple[Problem, ...]:
    """Return a problem if the author of a published issue changed its id or its date, which stay."""
    if memory is None or memory.whole is None or not memory.whole.out:
        return ()
    past, where = run.store.posts.get(post.reading.path), post.issue.where
    published, changed_from = decision.issue.whole.published, before if decision.edited else None
    return (
        *refused_id(memory, post.claim, past.claim if past else post.claim, run.rules.name, where),
        *other_date(published, post.written, changed_from, where, past.problems if past else ()),
    )


def _measured(run: Run, cut: CutIssue) -> CutIssue:
    """Return *cut* with the lengths of recordings that are files of the site, which are remembered."""
    path = cut.issue.path
    if not cut.issue.enclosures and path not in run.pending.files:
        return cut
    cut, files = measure(run.site, cut)
    run.store.posts.save_files(path, files)
    return cut


def _ids_of(issue: StampedIssue) -> list[str]:
    return [entry.id for entry in (issue.whole, *issue.parts.values())]


def _check_ids(run: Run, key: str, path: str, ids: Collection[str]) -> None:
    """Raise PostError if another issue than that with *key*, whose post is at *path*, has one of *ids*."""
    if run.batch.has_any(ids):
        run.batch.apply_issues()
    if holder := run.store.issues.other_holder(ids, key):
        raise same_id(run.site.config.posts.directory, path, holder.id, holder.path)


def _outcome(decision: Decision, needs: LinkNeeds) -> TakenIssue:
    return TakenIssue(
        key=decision.issue.key,
        edited=decision.edited,
        cut_anew=decision.cut_anew,
        unannounced=decision.unannounced,
        needs=needs,
    )


def _dated(store: Store, issue: Issue, estimates: Mapping[str, Estimate]) -> Issue:
    """Return *issue* with an estimated date, if its post names none."""
    estimate = None if issue.published or issue.draft else estimates.get(issue.path)
    if estimate is None:
        return issue
    store.posts.save_dates([issue], estimate.source)
    return replace(issue, published=estimate.published, date_source=estimate.source, estimated=True)


def _rightly_cut(run: Run, path: str, cut: CutIssue, memory: Memory | None) -> CutIssue:
    """Return *cut*, or the issue cut again where other issues turned out to do something else than was thought.

    A published issue keeps the answers that it was cut by: cut differently, it would be
    shown again.
    """
    answers = run.store.habits.answers_for(memory.key) if memory else {}
    return cut if Habits(run.issues_with, answers).agree(cut.parts.asked) else _cut_again(run, path, answers) or cut


def _cut_again(run: Run, path: str, answers: Mapping[str, bool]) -> CutIssue | None:
    """Return the issue at *path*, read again and cut by *answers*; None if the file was removed or broken meanwhile.

    Raises:
        PostError: it takes too much.
    """
    (parcel,) = run.reader.read((request_for(run.site, path, answers),))
    if parcel.reading.over:
        (problem,) = parcel.reading.problems
        raise PostError(problem.message, problem.where, problem.hint)
    content = parcel.unpack()
    return content if isinstance(content, CutIssue) else None
