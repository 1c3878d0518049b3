"""Read published feeds, ours or another program's.

`parse_feed` reads one document and `Fetcher` gets it. `gather_below` and `gather_from` find
our own documents; `recover` and `find_windows` recover the memory that they were made from.
`match` finds which of our entries the entries of another feed are.
"""

from feeds.past.documents import parse_feed
from feeds.past.fetching import Fetcher, FetchError
from feeds.past.foreign import parse_foreign
from feeds.past.gathering import PastDocuments, content_of, gather_below, gather_from
from feeds.past.matching import Match, Ours, match
from feeds.past.recovery import Recovery, recover
from feeds.past.values import ParseForeign, PastEntry, PastFeed, is_volume
from feeds.past.windows import PastWindow, find_windows

__all__ = [
    "FetchError",
    "Fetcher",
    "Match",
    "Ours",
    "ParseForeign",
    "PastDocuments",
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
    "parse_foreign",
    "recover",
]
