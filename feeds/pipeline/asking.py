"""The client that makes the requests of a site: its name, and the hosts that it may ask."""

from __future__ import annotations

from collections.abc import Collection

from feeds import __version__
from feeds.config import Config
from feeds.web import Client, Guard


def make_guard(config: Config, *, trusted: Collection[str] = ()) -> Guard:
    """Return the guard that *config* asks for; hosts that are *trusted* may be asked wherever they are."""
    return Guard(allow=(*config.links.allow, *trusted), ports=config.links.ports)


def make_client(config: Config, *, trusted: Collection[str] = ()) -> Client:
    """Return the client that *config* asks for, behind its guard."""
    agent = config.links.agent or f"feed-republisher/{__version__} (+{config.site.url})"
    return Client(make_guard(config, trusted=trusted), agent=agent, proxy=config.links.proxy)


def make_plain_client(trusted: Collection[str]) -> Client:
    """Return a client where there is no config; hosts that are *trusted* may be asked wherever they are."""
    return Client(Guard(allow=trusted), agent=f"feed-republisher/{__version__}")
