"""Run a watcher until a signal ends it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from feeds.report import DONE
from feeds.schedule.orders import BY_DEFAULT, BuildOrders
from feeds.schedule.signals import ending_on_signals, rebuilding_on_hang_up
from feeds.schedule.watcher import Watcher


def watch(
    config_path: Path, *, offline: bool = False, orders: BuildOrders = BY_DEFAULT, health_port: int | None = None
) -> int:
    """Keep the feeds of the site at *config_path* up to date until SIGTERM or SIGINT; return the exit code.

    SIGHUP has every post read again. A run that has begun is finished first. A config that
    breaks while we watch is reported, and the last good one stays in force. Links are looked
    up beside the builds, unless *offline*. A service manager that NOTIFY_SOCKET names is
    notified, and monitoring that asks at *health_port* is answered.

    Raises:
        ConfigError: the config cannot be used to begin with.
        FeedsError: the port is taken.
    """
    watcher = Watcher(config_path, offline=offline, orders=orders)
    with (
        ending_on_signals(watcher.end),
        rebuilding_on_hang_up(watcher.want_rebuild, watcher.end),
        _reporting(health_port, watcher),
    ):
        watcher.run()
    return DONE


def _reporting(port: int | None, watcher: Watcher) -> AbstractContextManager[None]:
    if port is None:
        return nullcontext()
    from feeds.schedule.answering import answering  # `http.server` takes a while to import

    return answering(port, watcher.find_health)
