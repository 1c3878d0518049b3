"""Read back what was published before: feeds that are out, ours or another program's.

`parse_feed` understands one document and `Fetcher` gets it; `recover` turns our own feeds
into the memory they were made from, and `match` finds which of our entries an entry of
somebody else's feed is.
"""

from feeds.past.documents import PastEntry, PastFeed, parse_feed, parse_withdrawn
from feeds.past.fetching import Fetcher, FetchError, is_public
from feeds.past.matching import Match, Ours, match
from feeds.past.recovery import Recovery, carried, recover

__all__ = [
    "FetchError",
    "Fetcher",
    "Match",
    "Ours",
    "PastEntry",
    "PastFeed",
    "Recovery",
    "carried",
    "is_public",
    "match",
    "parse_feed",
    "parse_withdrawn",
    "recover",
]
