"""Make requests to the web: guarded at every connection, and limited in time and size.

`Client.ask` makes one request and follows no redirect, so that every hop passes the guard.
`Turns` limits the requests to each host, `robots_allow` reads robots.txt.
"""

from feeds.web.client import ANYTHING, Answer, Client, Cookies, Limits, WebError
from feeds.web.guard import Guard, RefusedError, is_public, is_reserved
from feeds.web.redirects import REDIRECTS, follow, target_of
from feeds.web.robots import robots_allow
from feeds.web.rounds import HostTask, Rounds
from feeds.web.turns import Turns

__all__ = [
    "ANYTHING",
    "REDIRECTS",
    "Answer",
    "Client",
    "Cookies",
    "Guard",
    "HostTask",
    "Limits",
    "RefusedError",
    "Rounds",
    "Turns",
    "WebError",
    "follow",
    "is_public",
    "is_reserved",
    "robots_allow",
    "target_of",
]
