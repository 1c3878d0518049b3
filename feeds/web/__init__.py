"""Make requests to the web: guarded at every connection, and limited in time and size.

`Client.ask` makes one request and follows no redirect, so that every hop passes the guard.
`Turns` limits the requests to each host, `robots_of` reads robots.txt,
`seconds_to_wait` the pause that a host asks for.

Modules are imported when one of their names is asked for: whether an address is public can be checked
without Requests, whose import takes 40 ms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feeds.web.client import Client, Cookies
    from feeds.web.guard import Guard, RefusedError, is_public
    from feeds.web.pauses import seconds_to_wait
    from feeds.web.redirects import REDIRECTS, fetch, follow, target_of
    from feeds.web.reserved import is_reserved
    from feeds.web.robots import Robots, robots_of
    from feeds.web.rounds import HostTask, Rounds
    from feeds.web.turns import Turns
    from feeds.web.values import ANYTHING, Limits, Response, WebError

_MODULES = {
    "client": ("Client", "Cookies"),
    "guard": ("Guard", "RefusedError", "is_public"),
    "pauses": ("seconds_to_wait",),
    "redirects": ("REDIRECTS", "fetch", "follow", "target_of"),
    "reserved": ("is_reserved",),
    "robots": ("Robots", "robots_of"),
    "rounds": ("HostTask", "Rounds"),
    "turns": ("Turns",),
    "values": ("ANYTHING", "Response", "Limits", "WebError"),
}

__all__ = [
    "ANYTHING",
    "REDIRECTS",
    "Client",
    "Cookies",
    "Guard",
    "HostTask",
    "Limits",
    "RefusedError",
    "Response",
    "Robots",
    "Rounds",
    "Turns",
    "WebError",
    "fetch",
    "follow",
    "is_public",
    "is_reserved",
    "robots_of",
    "seconds_to_wait",
    "target_of",
]


def __getattr__(name: str) -> Any:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
