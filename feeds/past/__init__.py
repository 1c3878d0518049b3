"""Read published feeds, our own or those of another program.

`parse_feed` reads one document and `Fetcher` fetches it. `gather_below` and `gather_from` find our
own documents, `recover` and `find_windows` restore the memory that they were made from, and
`match` finds the entry of ours that an entry of another program's feed is.
"""

from feeds.past.documents import PastEntry, PastFeed, parse_feed
from feeds.past.fetching import Fetcher, FetchError
from feeds.past.gathering import Gathered, content_of, gather_below, gather_from
from feeds.past.matching import Match, Ours, match
from feeds.past.recovery import Recovery, recover
from feeds.past.windows import PastWindow, find_windows, is_volume

__all__ = [
    "FetchError",
    "Fetcher",
    "Gathered",
    "Match",
    "Ours",
    "PastEntry",
    "PastFeed",
    "PastWindow",
    "Recovery",
    "content_of",
    "find_windows",
    "gather_below",
    "gather_from",
    "is_volume",
    "match",
    "parse_feed",
    "recover",
]
