"""Notify the hub (WebSub) of feeds that have changed, once the public address serves what was written.

`policy` decides when to try again and when to give up, `asking` makes the requests, and `session` works
through the queue that builds leave in the store.
"""

from feeds.pinging.policy import MOST_TRIES
from feeds.pinging.session import Failure, PingReport, ping, queue_again

__all__ = ["MOST_TRIES", "Failure", "PingReport", "ping", "queue_again"]
