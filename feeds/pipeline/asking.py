"""Who goes to the web for a site: as what, and to whom."""

from __future__ import annotations

from collections.abc import Collection

from feeds import __version__
from feeds.config import Config
from feeds.web import Client, Guard


def make_client(config: Config, *, trusted: Collection[str] = ()) -> Client:
    """Return the client that *config* asks for; hosts that are *trusted* may be asked wherever they are."""
    settings = config.links
    agent = settings.agent or f"feed-republisher/{__version__} (+{config.site.url})"
    guard = Guard(allow=(*settings.allow, *trusted), ports=settings.ports)
    return Client(guard, agent=agent, proxy=settings.proxy)
