"""Watch a site: one thread builds and another looks links up, each one run at a time.

A run is wanted by setting a flag. If that happens during a run, another run follows, so no
wish is lost (APScheduler would drop it).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from feeds.beside import read_beside, settings_bytes
from feeds.clock import true_moment
from feeds.errors import BusyError, ClockError, FeedsError
from feeds.files import read_file
from feeds.freshness import recall_still
from feeds.pipeline.run import build
from feeds.report import DONE, Report, summary
from feeds.schedule.files import watch_files
from feeds.schedule.health import HealthFile, LastBuild
from feeds.schedule.journal import Journal, log, start_line
from feeds.schedule.orders import BY_DEFAULT, Orders
from feeds.schedule.signals import ending_on_signals, rebuilding_on_hang_up
from feeds.schedule.supervisor import Supervisor
from feeds.schedule.timetable import Timetable
from feeds.site import open_site

_LONGEST_WAIT = 60.0  # seconds after which a worker looks whether it should end, if nothing else wakes it
_RETRY = timedelta(seconds=5)  # after another run was at work
_RETRY_CLOCK = timedelta(minutes=1)  # after the clock was wrong


def watch(config_path: Path, *, offline: bool = False, orders: Orders = BY_DEFAULT) -> int:
    """Keep the feeds of the site at *config_path* up to date until SIGTERM or SIGINT; return the exit code.

    SIGHUP has every post read again. A run that has begun is finished first. A config that
    breaks while we watch is reported, and the last good one stays in force. Links are looked
    up beside the builds, unless *offline*. A service manager that NOTIFY_SOCKET names is
    notified.

    Raises:
        ConfigError: the config cannot be used to begin with.
    """
    watcher = Watcher(config_path, offline=offline, orders=orders)
    with ending_on_signals(watcher.end), rebuilding_on_hang_up(watcher.want_rebuild, watcher.end):
        watcher.run()
    return DONE


class Watcher:
    """The workers, and what wakes them."""

    def __init__(self, config_path: Path, *, offline: bool = False, orders: Orders = BY_DEFAULT) -> None:
        self._config_path, self._offline, self._orders = config_path, offline, orders
        self._site = open_site(config_path)
        self._build_wanted, self._links_wanted, self._ended = threading.Event(), threading.Event(), threading.Event()
        self._pings_wanted, self._rebuild_wanted = threading.Event(), threading.Event()
        self._timetable = Timetable(self.want_build, self.want_links)
        self._journal, self._supervisor = Journal(), Supervisor()
        self._health = HealthFile(self._site.memory)
        self._last_build: LastBuild | None = None
        self._is_first = True  # a first run that finds nothing to do is worth a line
        self._links_are_new = True  # posts may have come while no watcher ran
        self._pings_are_new = True  # some may be left of a watcher before
        self._build_wanted.set()

    def run(self) -> None:
        """Work until `end` is called."""
        log.info("%s", start_line(self._config_path.name, self._site.config))
        self._timetable.start()
        self._timetable.follow(self._site.config)
        beside = [
            threading.Thread(target=self._watch_files, name="files", daemon=True),
            threading.Thread(target=self._work, args=(self._links_wanted, self._look_up), name="links", daemon=True),
            threading.Thread(target=self._work, args=(self._pings_wanted, self._ping), name="pings", daemon=True),
        ]
        for thread in beside:
            thread.start()
        self._supervisor.notify("READY=1")
        try:
            self._work(self._build_wanted, self._build, self._supervisor.beat)
        finally:
            self.end()
            self._timetable.end()
            for thread in beside:
                thread.join(timeout=5)

    def _work(self, wanted: threading.Event, run: Callable[[], None], beat: Callable[[], None] = lambda: None) -> None:
        """Do a *run* whenever one is *wanted*, until `end` is called; *beat* is called at least every minute."""
        wait = min(self._supervisor.period or _LONGEST_WAIT, _LONGEST_WAIT) / 2
        while not self._ended.is_set():
            beat()
            if wanted.wait(wait) and not self._ended.is_set():
                wanted.clear()
                run()
                self._note_health()

    def want_build(self) -> None:
        """Ask for a build; it starts when the current one is done."""
        self._build_wanted.set()

    def want_rebuild(self) -> None:
        """Ask for a build that reads every post again."""
        self._rebuild_wanted.set()
        self._build_wanted.set()

    def want_links(self) -> None:
        """Ask for links to be looked up, if the config wants that; it starts when the current look-up is done."""
        links = self._site.config.links
        if (links.resolve or links.recover) and not self._offline:
            self._links_wanted.set()

    def want_pings(self) -> None:
        """Ask for the hub to be told of what changed, if the config names one."""
        if self._site.config.publish.hub and not self._offline:
            self._pings_wanted.set()

    def end(self) -> None:
        """Ask the workers to end after their current runs."""
        if not self._ended.is_set():
            self._supervisor.notify("STOPPING=1")
        self._ended.set()
        self._build_wanted.set()
        self._links_wanted.set()
        self._pings_wanted.set()

    def _build(self) -> None:
        self._reload()
        try:
            report = self._build_if_changed()
        except BusyError as error:
            self._journal.log_error("build", error, level=logging.WARNING)
            self._timetable.try_again(self.want_build, _RETRY)
            return
        except ClockError as error:  # NTP may be about to set it
            self._journal.log_error("build", error)
            self._timetable.try_again(self.want_build, _RETRY_CLOCK)
            return
        except FeedsError as error:
            self._journal.log_error("build", error)
            return
        self._journal.forget_error("build")
        self._last_build = LastBuild.of(report, true_moment())
        self._timetable.set_due(report.next_due)
        if report.written or self._pings_are_new:
            self._pings_are_new = False
            self.want_pings()
        if self._links_are_new:
            self._links_are_new = False
            self.want_links()

    def _build_if_changed(self) -> Report:
        """Return the report of a build, or if nothing has changed that of the last one."""
        start, now = time.monotonic(), true_moment()
        if self._rebuild_wanted.is_set():
            self._rebuild_wanted.clear()
            self._orders = replace(self._orders, fresh=True)  # until a build succeeds
        orders = self._orders
        report, seen = (None, None) if orders.fresh else recall_still(self._config_path, now.timestamp())
        if report is not None:
            self._journal.log_problems(report)
            log.log(logging.INFO if self._is_first else logging.DEBUG, "%s", summary(report))
            self._is_first = False
            return report
        report = build(
            self._site,
            now,
            seen=seen,
            fresh=orders.fresh,
            leave=orders.leave,
            workers=orders.workers,
            patience=orders.patience,
            progress=self._go_on,
        )
        self._orders = orders.after_the_first
        self._journal.log_build(report, time.monotonic() - start)
        self._is_first = False
        self._links_are_new |= report.read > 0
        return report

    def _go_on(self, what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        """Show the service manager that a build goes on."""
        self._supervisor.beat()

    def _note_health(self) -> None:
        due, journal, build = self._timetable.next_build, self._journal, self._last_build
        self._health.write(
            ok=journal.is_well and (build is None or build.delivered),
            build=build,
            error=journal.last_error,
            next_due=due,
        )

    def _reload(self) -> None:
        """Take over config.yaml if it has changed; while it is broken, the last good one stays in force."""
        try:
            content = read_file(self._config_path)
        except OSError:  # editors that save by renaming remove it for a moment
            return
        try:
            if settings_bytes(content, read_beside(self._site.base, self._site.beside)) != self._site.config_bytes:
                self._site = open_site(self._config_path)
                self._timetable.follow(self._site.config)
        except FeedsError as error:
            self._journal.log_error("config", error)
        else:
            self._journal.forget_error("config")

    def _look_up(self) -> None:
        """Look links up, in a thread of its own: a build that is wanted meanwhile does not wait for it."""
        from feeds.lookups import log_look_up, look_up  # they need requests, which takes a while to import

        try:
            report = look_up(self._site, true_moment(), stop=self._ended)
        except BusyError as error:
            self._journal.log_error("links", error, level=logging.WARNING)
            self._timetable.try_again(self.want_links, _RETRY)
            return
        except FeedsError as error:
            self._journal.log_error("links", error)
            return
        except Exception:  # noqa: BLE001 - a fault of one look-up must not end all that follow
            log.exception("Looking links up failed.")
            return
        self._journal.forget_error("links")
        log_look_up(report, idle_level=logging.DEBUG)
        if report.resolved or report.recovered:
            self.want_build()

    def _ping(self) -> None:
        """Tell the hub of the feeds that changed, in a thread of its own, and again when the next try is due."""
        from feeds.pinging import ping  # it needs requests

        try:
            report = ping(self._site, true_moment, stop=self._ended)
        except BusyError as error:
            self._journal.log_error("hub", error, level=logging.WARNING)
            self._timetable.try_again(self.want_pings, _RETRY)
            return
        except FeedsError as error:
            self._journal.log_error("hub", error)
            return
        self._journal.log_pings(report.told, {one.topic: one.fault for one in report.failures if one.given_up})
        for one in report.failures:
            log.debug("%s: %s", one.topic, one.fault)
        if report.next_due:
            wait = max(report.next_due - true_moment(), timedelta(0))
            self._timetable.try_again(self.want_pings, wait, name="pings")

    def _watch_files(self) -> None:
        for _ in watch_files(lambda: self._site, self._ended):
            self.want_build()
