"""Watch a site: one thread builds, one looks links up and one notifies the hub, each one run at a time.

A run is requested by setting a flag. If that happens during a run, another run follows, so no
request is lost (APScheduler would drop it).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

import feeds.pipeline.readings.rare  # noqa: F401 - the first save that needs it would wait for it
from feeds.clock import true_moment
from feeds.errors import BusyError, FeedsError
from feeds.freshness import report_of
from feeds.pipeline.run import build
from feeds.report import Report, summary
from feeds.schedule.files import watch_files
from feeds.schedule.health import Health, HealthFile, LastBuild, SignOfLife, is_late
from feeds.schedule.journal import Journal, Source, log, start_line
from feeds.schedule.orders import BY_DEFAULT, BuildOrders
from feeds.schedule.reloading import reload
from feeds.schedule.retries import LONGEST, LONGEST_ON_THE_WEB, Retries
from feeds.schedule.steps import ClockSteps
from feeds.schedule.supervisor import Supervisor
from feeds.schedule.timetable import Timetable, next_build_after
from feeds.site import open_site
from feeds.stillness import SeenPosts, recall

_LONGEST_WAIT = 60.0  # seconds after which a worker looks whether it should end, if nothing else wakes it
#: After a build, until the links of its posts are looked up: somebody who writes saves again and again.
_QUIET = timedelta(seconds=5)


class Watcher:
    """The workers, and what wakes them."""

    def __init__(self, config_path: Path, *, offline: bool = False, orders: BuildOrders = BY_DEFAULT) -> None:
        self._config_path, self._offline, self._orders = config_path, offline, orders
        self._site = open_site(config_path)
        self._build_wanted, self._links_wanted, self._ended = threading.Event(), threading.Event(), threading.Event()
        self._pings_wanted, self._rebuild_wanted = threading.Event(), threading.Event()
        self._timetable = Timetable(self.want_build, self.want_links)
        self._journal, self._supervisor = Journal(), Supervisor()
        self._health = HealthFile(self._site.memory)
        self._last_build: LastBuild | None = None
        self._sign = SignOfLife()  # the last sign of life, by builds
        self._retries, self._steps = Retries(), ClockSteps(true_moment().timestamp(), time.monotonic())
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
            self._work(self._build_wanted, self._build, self._beat)
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
                self._health.write(self.find_health())

    def want_build(self) -> None:
        """Ask for a build; it starts when the current one is done."""
        self._build_wanted.set()

    def want_rebuild(self) -> None:
        """Ask for a build that reads every post again."""
        self._rebuild_wanted.set()
        self._build_wanted.set()

    def want_links(self) -> None:
        """Ask for links to be looked up, if the config wants that; it starts when the current look-up is done."""
        if self._looks_up:
            self._links_wanted.set()

    def _want_links_soon(self) -> None:
        """Ask for the links of posts that were just built to be looked up, once their author does not save any more."""
        if self._looks_up:
            self._timetable.try_again(self.want_links, _QUIET, name="links of posts")

    @property
    def _looks_up(self) -> bool:
        links = self._site.config.links
        return (links.resolve or links.recover) and not self._offline

    def want_pings(self) -> None:
        """Have the hub notified of changed feeds, if the config names one."""
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
        except FeedsError as error:
            self._try_again("build", error, self.want_build)
            return
        finally:
            self._sign = SignOfLife()
        self._go_well("build")
        if report.delivered:
            self._retries.forget("delivery")
        else:
            self._timetable.try_again(self.want_build, self._retries.delay("delivery"), name="delivery again")
        self._last_build = LastBuild.of(report, true_moment())
        self._timetable.set_due(report.next_due)
        if report.written or self._pings_are_new:
            self._pings_are_new = False
            self.want_pings()
        if self._links_are_new:
            self._links_are_new = False
            self._want_links_soon()

    def _build_if_changed(self) -> Report:
        """Return the report of a build, or if nothing has changed that of the last one."""
        start, now = time.monotonic(), true_moment()
        orders = self._take_orders()
        recalled = None if orders.fresh else recall(str(self._config_path), now.timestamp())
        if report := report_of(recalled):
            self._journal.log_problems(report)
            log.log(logging.INFO if self._is_first else logging.DEBUG, "%s", summary(report))
        else:
            report = self._run_build(orders, now, recalled.seen if recalled else None)
            self._orders = orders.after_the_first
            self._journal.log_build(report, time.monotonic() - start)
            self._links_are_new |= report.read > 0
        self._is_first = False
        return report

    def _take_orders(self) -> BuildOrders:
        """Return how to build; a rebuild that was asked for stays ordered until a build succeeds."""
        if self._rebuild_wanted.is_set():
            self._rebuild_wanted.clear()
            self._orders = replace(self._orders, fresh=True)
        return self._orders

    def _run_build(self, orders: BuildOrders, now: datetime, seen: SeenPosts | None) -> Report:
        return build(
            self._site,
            now,
            seen=seen,
            fresh=orders.fresh,
            leave=orders.leave,
            workers=orders.workers,
            patience=orders.patience,
            progress=self._go_on,
        )

    def _try_again(
        self, source: Source, error: FeedsError, want: Callable[[], None], longest: timedelta = LONGEST
    ) -> None:
        """Log *error* of *source*, and *want* another try after a while."""
        self._journal.log_error(source, error, level=logging.WARNING if isinstance(error, BusyError) else logging.ERROR)
        self._timetable.try_again(want, self._retries.delay(source, longest), name=f"{source} again")

    def _go_well(self, source: Source) -> None:
        """Note that *source* is all right: its next error is news, and soon tried again."""
        self._journal.forget_error(source)
        self._retries.forget(source)

    def _go_on(self, what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        """Show the service manager, and who asks for the health, that a build goes on."""
        self._sign = SignOfLife()
        self._supervisor.beat()

    def _beat(self) -> None:
        """Show the service manager that we wait, and make the timetable again if the clock was set back."""
        self._supervisor.beat()
        if self._steps.is_set_back(true_moment().timestamp(), time.monotonic()):
            log.info("The clock was set back; the timetable begins again.")
            self._sign = SignOfLife()
            self._timetable.follow(self._site.config)
            for want in (self.want_build, self.want_links, self.want_pings):  # it may have been due to be tried again
                want()

    def find_health(self) -> Health:
        """Return how we are."""
        build, due = self._last_build, next_build_after(self._sign.moment, self._site.config)
        silence = timedelta(seconds=time.monotonic() - self._sign.steady)
        late, next_due = is_late(due, true_moment(), silence), self._timetable.next_build
        return Health(
            pid=os.getpid(),
            ok=build is not None and build.delivered and self._journal.is_well and not late,
            late=late,
            last_build=build,
            last_error=self._journal.last_error,
            next_due=next_due.isoformat(timespec="seconds") if next_due else None,
        )

    def _reload(self) -> None:
        """Take over config.yaml if it has changed; while it is broken, the last good one stays in force."""
        try:
            site = reload(self._site)
        except FeedsError as error:
            self._journal.log_error("config", error)
            return
        if site is None:
            return
        self._journal.forget_error("config")
        if site is not self._site:
            self._site = site
            self._timetable.follow(site.config)

    def _look_up(self) -> None:
        """Look links up, in a thread of its own: a build that is wanted meanwhile does not wait for it."""
        from feeds.lookups import log_look_up, look_up  # they need requests, which takes a while to import

        try:
            report = look_up(self._site, true_moment(), stop=self._ended)
        except FeedsError as error:
            self._try_again("links", error, self.want_links, LONGEST_ON_THE_WEB)
            return
        except Exception:  # noqa: BLE001 - a fault of one look-up must not end all that follow
            log.exception("Looking links up failed.")
            return
        self._go_well("links")
        log_look_up(report, idle_level=logging.DEBUG)
        if report.resolved or report.recovered:
            self.want_build()

    def _ping(self) -> None:
        """Notify the hub of the feeds that changed, in a thread of its own, and again when the next try is due."""
        from feeds.pinging import ping  # it needs requests

        try:
            report = ping(self._site, true_moment, stop=self._ended)
        except FeedsError as error:
            self._try_again("hub", error, self.want_pings, LONGEST_ON_THE_WEB)
            return
        self._go_well("hub")
        self._journal.log_pings(report.notified, {one.topic: one.fault for one in report.failures if one.given_up})
        for one in report.failures:
            log.debug("%s: %s", one.topic, one.fault)
        if report.next_due:
            wait = max(report.next_due - true_moment(), timedelta(0))
            self._timetable.try_again(self.want_pings, wait, name="pings")

    def _watch_files(self) -> None:
        for _ in watch_files(lambda: self._site, self._ended):
            self.want_build()
