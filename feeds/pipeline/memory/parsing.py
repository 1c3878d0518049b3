"""Parse published feeds that anybody may have written, in bounded time and memory."""

from __future__ import annotations

from functools import partial

from feeds.errors import FeedsError, Where
from feeds.past import PastFeed, parse_foreign
from feeds.pipeline.processes.meter import Budget, OverBudgetError

_SECONDS, _SECONDS_A_MEGABYTE = 4.0, 3.0  # of processor time: several times as long as an honest feed takes
_MEMORY = 1024**3  # bytes


def parse_safely(content: bytes, where: str) -> PastFeed:
    """Return the feed in *content*, in XML that anybody may have written, which was found at *where*.

    feedparser takes minutes for some texts, so it works in a process of its own.

    Raises:
        FeedsError: it is not a feed, or takes too long or too much memory to read.
    """
    import feedparser  # noqa: F401 - once, for all the processes that are forked

    from feeds.pipeline.processes.apart import run_apart  # `multiprocessing`, which few runs need

    seconds = _SECONDS + _SECONDS_A_MEGABYTE * len(content) / 1e6
    try:
        return run_apart(partial(parse_foreign, content, where), Budget(seconds=seconds, memory=_MEMORY))
    except OverBudgetError as error:
        most = f"{seconds:.0f} s of processor time" if error.limit == "seconds" else "1 GB of memory"
        raise FeedsError(f"takes more than {most} to read", Where(where), "name another feed, or shorten it") from None
