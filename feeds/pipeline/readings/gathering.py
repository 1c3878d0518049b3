"""Read every post that changed, and those that are cut differently because others changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.errors import PostError, Problem, UnreadPostError
from feeds.issues.bodies import Finder
from feeds.model import Post
from feeds.pipeline.decisions.applying import apply_readings, forget_post
from feeds.pipeline.decisions.exchanging import Claim, find_exchanged
from feeds.pipeline.decisions.identifying import Namer, claim_of, namer
from feeds.pipeline.posts.pending import Pending, authority_of
from feeds.pipeline.processes.workers import Workers
from feeds.pipeline.progress import Progress
from feeds.pipeline.readings.chunks import MOST_POSTS, Orders, Parcel, PostRequest
from feeds.pipeline.readings.queueing import ReadingQueue
from feeds.pipeline.readings.readers import Reader
from feeds.pipeline.readings.spooling import Spool
from feeds.sections import FEWEST_OF_A_HABIT, Habits
from feeds.site import Site
from feeds.store import Store


class _GatherInputs(Struct, frozen=True, kw_only=True):
    """The inputs of reading."""

    site: Site
    store: Store
    pending: Pending
    readings: Spool
    queue: ReadingQueue
    find_post: Finder
    name: Namer
    any_issue: bool  # whether the store has any
    linked_before: Mapping[str, tuple[str, ...]]  # by path, the files that its links may mean, as is remembered
    linked: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by path, the posts whose files it links to
    digests: dict[str, str] = field(default_factory=dict)  # by path, those of posts that say something else than before
    claims: dict[str, Claim] = field(default_factory=dict)  # by path


def finder(site: Site, found: Collection[str]) -> Finder:
    """Return what finds the post at a path among those that were *found*, or None."""

    def find_post(path: str) -> Post | None:
        try:
            return site.read_post(path) if path in found else None
        except PostError:  # reported when its turn comes
            return None

    return find_post


def gather_readings(
    site: Site,
    store: Store,
    pending: Pending,
    orders: Orders,
    reader: Reader,
    readings: Spool,
    workers: Workers,
    progress: Progress,
) -> tuple[list[Problem], Mapping[str, str]]:
    """Put a reading of each post that is *pending* into *readings*; remember what posts have in common.

    A post is cut by the habits that are known when it is read, which are mostly those that
    are known in the end; the others are cut again. Returns what went wrong with *workers*, and
    where the issues are now whose posts took each other's names, by key.
    """
    changed = pending.changed
    with workers.for_posts(len(changed)) as crew:
        if crew:
            import feeds.pipeline.readings.rare  # noqa: F401 - once, for all processes that will be forked
        find_post = finder(site, pending.found)
        queue = ReadingQueue(orders, store.habits, crew, reader)
        gathering = _GatherInputs(
            site=site,
            store=store,
            pending=pending,
            readings=readings,
            queue=queue,
            find_post=find_post,
            name=namer(authority_of(site.config, store), site.config.identity.date),
            any_issue=store.issues.any(),
            linked_before=store.posts.linked(),
        )
        traits = _read_changed(gathering, changed, progress)
        exchanged = find_exchanged(store, gathering.digests, pending.gone, gathering.claims)
        for path in pending.gone:
            traits |= forget_post(store, path)
        traits |= _take_up(gathering, _parcels(gathering, _led_elsewhere(gathering)))
        again = [*_wrongly_cut(store, readings), *_outdated(gathering, traits)]
        for parcel in _parcels(gathering, again):  # their traits are known
            readings.add(parcel)
    return queue.problems(), exchanged


def gather_released(site: Site, reader: Reader, readings: Spool, released: Iterable[str]) -> None:
    """Put a reading of each post at *released*, which was held back before, into *readings*."""
    for path in released:
        if path not in readings:
            (parcel,) = reader.read((request_for(site, path, {}),))
            readings.add(parcel)


def _read_changed(gathering: _GatherInputs, paths: Sequence[str], progress: Progress) -> set[str]:
    """Read the posts at *paths* unless their bytes are what they were, and return the traits that are new or gone."""
    pending, store, traits = gathering.pending, gathering.store, set[str]()
    for number, path in enumerate(paths):
        progress("Reading posts", number, len(paths), path)
        request, past = _request(gathering, path), None if pending.is_first else store.posts.get(path)
        if (
            past
            and request.post
            and past.digest == request.post.digest
            and not (pending.fresh or path in pending.resized)
        ):
            store.posts.save({path: replace(past, fingerprint=pending.found[path])})
        else:
            if request.post and not pending.is_first and (past is None or past.digest != request.post.digest):
                gathering.digests[path] = request.post.digest
            traits |= _take_up(gathering, gathering.queue.put(request, len(paths) - number))
    traits |= _take_up(gathering, gathering.queue.rest())
    return traits | _take_up(gathering, _parcels(gathering, list(gathering.linked)))


def _request(gathering: _GatherInputs, path: str) -> PostRequest:
    key = gathering.store.issues.key_of_path(path) if gathering.any_issue else None
    request = request_for(gathering.site, path, gathering.store.habits.answers_for(key or ""))
    linked = {one: other for one in gathering.linked.get(path, ()) if (other := gathering.find_post(one))}
    return replace(request, is_new=key is None, linked=linked) if request.post else request


def request_for(site: Site, path: str, answers: Mapping[str, bool]) -> PostRequest:
    """Return a request to read the post at *path*, cut by *answers*; a file that cannot be read is a problem of it."""
    try:
        return PostRequest(path=path, post=site.read_post(path), answers=answers)
    except PostError as error:
        return PostRequest(path=path, post=None, problem=error.problem, unread=isinstance(error, UnreadPostError))


def _take_up(gathering: _GatherInputs, parcels: Iterable[Parcel]) -> set[str]:
    """Keep *parcels*, and return the traits that are new or gone."""
    traits, rest = set[str](), iter(parcels)
    while some := tuple(islice(rest, MOST_POSTS)):
        traits |= apply_readings(gathering.store, [parcel.reading for parcel in some])
        for parcel in some:
            _keep(gathering, parcel)
    return traits


def _keep(gathering: _GatherInputs, parcel: Parcel) -> None:
    path, linked = parcel.reading.path, parcel.reading.linked
    if linked != gathering.linked_before.get(path, ()):
        gathering.store.posts.save_linked(path, linked)
    if gathering.any_issue and (issue := parcel.reading.issue):
        gathering.claims[path] = Claim(claim_of(issue, gathering.name), issue.title)
    gathering.readings.add(parcel)
    _note_linked(gathering, parcel)


def _note_linked(gathering: _GatherInputs, parcel: Parcel) -> bool:
    """Note the posts that a worker missed when it read the post in *parcel*; return whether there are any."""
    linked = tuple(path for path in parcel.missed if path in gathering.pending.found)
    if linked:
        gathering.linked[parcel.reading.path] = linked
    return bool(linked)


def _wrongly_cut(store: Store, readings: Spool) -> list[str]:
    """Return the posts for which other answers were guessed than follow from all posts."""
    today = Habits(store.habits.counter(FEWEST_OF_A_HABIT, len(readings.asked)))
    doubtful = [path for path, asked in readings.asked.items() if not today.agree(asked)]
    return [path for path in doubtful if not _habits_for(store, path).agree(readings.asked[path])]


def _led_elsewhere(gathering: _GatherInputs) -> list[str]:
    """Return the posts that did not change, but link to the file of one that is new, changed or gone."""
    pending, readings = gathering.pending, gathering.readings
    return [
        path
        for path, targets in gathering.linked_before.items()
        if path in pending.found and path not in readings
        if any(target in readings or target in pending.gone for target in targets)
    ]


def _outdated(gathering: _GatherInputs, traits: set[str]) -> list[str]:
    """Return the posts that did not change, but are cut by an answer about one of *traits* that is another now.

    An issue that is in feeds stays as it is cut, or it would be shown again.
    """
    store, found, readings = gathering.store, gathering.pending.found, gathering.readings
    outdated = [path for path in store.habits.cut_by_outdated(traits) if path in found and path not in readings]
    return [path for path in outdated if not store.issues.is_out(store.issues.key_of_path(path) or "")]


def _parcels(gathering: _GatherInputs, paths: Sequence[str]) -> Iterator[Parcel]:
    """Yield readings of the posts at *paths*; those whose links need other posts are read with these once more."""
    linking: list[str] = []
    for parcel in _read_each(gathering, paths):
        if _note_linked(gathering, parcel):
            linking.append(parcel.reading.path)
        else:
            yield parcel
    if linking:
        yield from _read_each(gathering, linking)


def _read_each(gathering: _GatherInputs, paths: Sequence[str]) -> Iterator[Parcel]:
    for number, path in enumerate(paths):
        yield from gathering.queue.put(_request(gathering, path), len(paths) - number)
    yield from gathering.queue.rest()


def _habits_for(store: Store, path: str) -> Habits:
    """Return the habits by which the issue at *path* is to be cut."""
    return Habits(store.habits.issues_with, store.habits.answers_for(store.issues.key_of_path(path) or ""))
