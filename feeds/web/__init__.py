"""The web, as this program goes there: guarded at every connection, bounded in time and size, as itself.

`Client.ask` makes one request and follows nothing; who calls decides where to go next, so
every hop passes the guard. `Turns` keeps a program polite to hosts, `robots_allow` reads
their rules.
"""

from feeds.web.client import ANYTHING, Answer, Client, Cookies, Limits, WebError
from feeds.web.guard import Guard, RefusedError, is_nobodys, is_public
from feeds.web.redirects import REDIRECTS, follow, target_of
from feeds.web.robots import robots_allow
from feeds.web.rounds import Rounds
from feeds.web.turns import Turns

__all__ = [
    "ANYTHING",
    "REDIRECTS",
    "Answer",
    "Client",
    "Cookies",
    "Guard",
    "Limits",
    "RefusedError",
    "Rounds",
    "Turns",
    "WebError",
    "follow",
    "is_nobodys",
    "is_public",
    "robots_allow",
    "target_of",
]
