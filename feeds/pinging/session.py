"""Work through the queue of documents that changed; the store is open for moments only, never for a request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct

from feeds.errors import FeedsError, Where
from feeds.model import Ping
from feeds.pinging.asking import notify
from feeds.pinging.policy import postpone
from feeds.pipeline.asking import make_client
from feeds.site import Site
from feeds.store import open_store, view_store
from feeds.urls import host

_PATIENCE = 60.0  # seconds to wait for a build that has the store
_BUDGET = 120.0  # seconds, after which the rest waits for the next call


class Failure(Struct, frozen=True, kw_only=True):
    """A feed of which the hub was not notified."""

    topic: str  # its address
    fault: str
    given_up: bool


class PingReport(Struct, frozen=True, kw_only=True):
    """The results for the feeds that were due."""

    notified: tuple[str, ...] = ()  # the addresses of feeds of which the hub was notified
    failures: tuple[Failure, ...] = ()
    next_due: datetime | None = None  # when the next try is due; None: nothing is queued


class _Try(Struct, frozen=True, kw_only=True):
    """A ping, and what became of it."""

    ping: Ping
    fault: str  # "": the hub was notified
    later: Ping | None  # None: it is not tried again
    pause: timedelta = timedelta(0)  # that the hub asked for


def ping(
    site: Site, clock: Callable[[], datetime], *, early: bool = False, stop: threading.Event | None = None
) -> PingReport:
    """Notify the hub of *site* of each feed that changed and is due by the *clock*; *early*, of all that are queued.

    Raises:
        FeedsError: the config names no hub, or the store cannot be used.
    """
    config = site.config
    if not config.publish.hub:
        hint = "add publish.hub, the address of a WebSub hub"
        raise FeedsError("names no hub", Where(str(site.config_path)), hint)
    now = clock()
    due = [one for one in _queued(site) if early or one.due <= now]
    pause = _pause_of(site, now)
    tries = _waiting(due, pause) if pause else list(_try(site, due, clock, stop))
    if tries and not pause:
        _save(site, tries, clock())
    return PingReport(
        notified=tuple(config.root + one.ping.path for one in tries if not one.fault),
        failures=tuple(
            Failure(topic=config.root + one.ping.path, fault=one.fault, given_up=one.later is None)
            for one in tries
            if one.fault
        ),
        next_due=_next_due(site, clock()),
    )


def _hub_of(site: Site) -> str:
    """Return the host of the hub of *site*, with its port."""
    return urlsplit(site.config.publish.hub).netloc


def _pause_of(site: Site, now: datetime) -> datetime | None:
    """Return until when the hub wants to be left alone, if it does."""
    with view_store(site.state) as store:
        return store.web.waits(now).get(_hub_of(site))


def _waiting(due: Iterable[Ping], until: datetime) -> list[_Try]:
    """Return what becomes of the pings that are *due* while the hub wants to be left alone: they stay queued."""
    fault = f"the hub has asked for a pause until {until:%Y-%m-%d %H:%M:%S} UTC"
    return [_Try(ping=one, fault=fault, later=one) for one in due]


def _next_due(site: Site, now: datetime) -> datetime | None:
    due = min((one.due for one in _queued(site)), default=None)
    pause = _pause_of(site, now)
    return max(due, pause) if due and pause else due


def queue_again(site: Site) -> None:
    """Queue every feed of *site* of which its hub was notified, or that was given up.

    Raises:
        FeedsError: the store cannot be used.
    """
    with open_store(site.state, patience=_PATIENCE) as store:
        store.pings.add_again()


def _queued(site: Site) -> tuple[Ping, ...]:
    with view_store(site.state) as store:
        return store.pings.all()


def _try(
    site: Site, due: Iterable[Ping], clock: Callable[[], datetime], stop: threading.Event | None
) -> Iterator[_Try]:
    """Yield what becomes of each of the pings that are *due*.

    It ends when *stop* is set, the hub asks for a pause, or the time is up.
    """
    root, hub, end = site.config.root, site.config.publish.hub, time.monotonic() + _BUDGET
    with closing(make_client(site.config, trusted=[host(root), host(hub)])) as client:
        for one in due:
            if time.monotonic() >= end or (stop and stop.is_set()):
                return
            attempt = notify(client, one, root, hub, clock())
            later = postpone(one, clock(), least=attempt.wait) if attempt.fault else None
            yield _Try(ping=one, fault=attempt.fault, later=later, pause=attempt.wait)
            if attempt.wait:
                return


def _save(site: Site, tries: Iterable[_Try], now: datetime) -> None:
    with open_store(site.state, patience=_PATIENCE) as store:
        for one in tries:
            if one.pause:
                store.web.save_wait(_hub_of(site), now + one.pause)
            if one.later:
                store.pings.postpone(one.later)
            else:
                store.pings.finish(one.ping)
