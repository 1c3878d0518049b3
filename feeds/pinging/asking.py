"""Ask whether the public address serves what was written, and notify the hub."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from msgspec import Struct

from feeds.digests import digest_of
from feeds.errors import FeedsError
from feeds.model import Ping
from feeds.past import Fetcher
from feeds.web import ANYTHING, Client, Limits, WebError, seconds_to_wait

_SECONDS = 15.0  # for one request
_SHORT = Limits(most=2000)
_LONGEST = 86400  # seconds of a pause; pings are given up after about that time


class Attempt(Struct, frozen=True, kw_only=True):
    """The result of one attempt: the *fault* is "" if the hub has been notified."""

    fault: str = ""
    wait: timedelta = timedelta(0)  # the pause that the hub asks for, if it does


def notify(client: Client, ping: Ping, root: str, hub: str, now: datetime) -> Attempt:
    """Notify *hub* that the feed of *ping* changed, if its address below *root* serves the bytes that were written.

    A hub fetches the feed at once: notified too early, it would find the old one, and notify nobody.
    """
    topic = root + ping.path
    try:
        served = Fetcher(client, seconds=_SECONDS).get(topic)
    except FeedsError as error:
        return Attempt(fault=error.problem.message)
    if served is None:
        return Attempt(fault="is not there yet")
    if digest_of(served) != ping.digest:
        return Attempt(fault="does not serve what was written yet")
    return _publish(client, topic, hub, now)


def _publish(client: Client, topic: str, hub: str, now: datetime) -> Attempt:
    """Return what *hub* says to a notice of *topic*; hubs look for its address under either of two names."""
    form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
    try:
        response = client.ask(
            hub, method="POST", form=form, end=time.monotonic() + _SECONDS, limits=_SHORT, accept=ANYTHING
        )
    except WebError as error:
        return Attempt(fault=f"the hub {error}")
    if 200 <= response.status < 300:
        return Attempt()
    seconds = min(seconds_to_wait(response.headers.get("retry-after", ""), now, otherwise=0), _LONGEST)
    return Attempt(fault=f"the hub answers {response.status}", wait=timedelta(seconds=seconds))
