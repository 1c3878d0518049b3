"""When a run starts: by the timetable, when a post is saved, when an issue comes due.

One thread builds and another looks links up, each one run at a time. Whoever wants a run
sets a flag; a wish that comes during a run is served by the next, so none is lost
(APScheduler would drop it).
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from watchfiles import Change, DefaultFilter
from watchfiles import watch as watch_files

from feeds.config import Config, read_crontab
from feeds.errors import FeedsError
from feeds.freshness import recall_still
from feeds.layouts import read_beside, settings_bytes
from feeds.pipeline.run import build
from feeds.report import DONE, Report
from feeds.site import open_site

_TIMETABLE, _DUE, _LINKS = "timetable", "due", "links"
_LONGEST_WAIT = 60.0  # seconds until the worker looks whether it should end, if nothing else wakes it


def watch(config_path: Path, *, tell: Callable[[Report], None], offline: bool = False) -> int:
    """Keep the feeds of the site at *config_path* up to date until SIGTERM or SIGINT; return the exit code.

    A run that has begun is finished first. A config that breaks while we watch is
    reported, and the last good one stays in force. Links are looked up beside the builds,
    unless *offline*.

    Raises:
        ConfigError: the config cannot be used to begin with.
    """
    watcher = Watcher(config_path, tell, offline=offline)
    with _ending_on_signals(watcher.end):
        watcher.run()
    return DONE


class Watcher:
    """The workers, and what wakes them."""

    def __init__(self, config_path: Path, tell: Callable[[Report], None], *, offline: bool = False) -> None:
        self._offline = offline
        self._config_path, self._tell = config_path, tell
        self._site = open_site(config_path)
        self._wanted, self._links_wanted, self._ended = threading.Event(), threading.Event(), threading.Event()
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._complaint, self._config_is_broken = "", False
        self._links_are_new = True  # or may have come while nobody watched
        self._wanted.set()

    def run(self) -> None:
        """Work until `end` is called."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()
        self._set_timetable()
        beside = [
            threading.Thread(target=self._watch_files, name="files", daemon=True),
            threading.Thread(target=self._work, args=(self._links_wanted, self._look_up), name="links", daemon=True),
        ]
        for thread in beside:
            thread.start()
        try:
            self._work(self._wanted, self._build)
        finally:
            self.end()
            self._scheduler.shutdown(wait=False)
            for thread in beside:
                thread.join(timeout=5)

    def _work(self, wanted: threading.Event, run: Callable[[], None]) -> None:
        """Do a *run* whenever one is *wanted*, until `end` is called."""
        while not self._ended.is_set():
            if wanted.wait(_LONGEST_WAIT) and not self._ended.is_set():
                wanted.clear()
                run()

    def want(self) -> None:
        """Ask for a run; it starts when the one at work is done."""
        self._wanted.set()

    def want_links(self) -> None:
        """Ask for links to be looked up, if that is wished; it starts when the look at work is done."""
        links = self._site.config.links
        if (links.resolve or links.recover) and not self._offline:
            self._links_wanted.set()

    def end(self) -> None:
        """Ask the workers to end after the runs at work."""
        self._ended.set()
        self._wanted.set()
        self._links_wanted.set()

    def _build(self) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        self._reload()
        try:
            report = recall_still(self._config_path, now.timestamp())
            if report is None:
                report = build(self._site, now)
                self._tell(report)
                self._links_are_new |= report.read > 0
        except FeedsError as error:
            self._complain(error)
            return
        self._wake_at(report.next_due)
        if self._links_are_new:
            self._links_are_new = False
            self.want_links()
        if not self._config_is_broken:
            self._complaint = ""

    def _complain(self, error: FeedsError) -> None:
        """Tell *error*, but once: it may stay as it is for hours."""
        if str(error) != self._complaint:
            print(error, file=sys.stderr, flush=True)
        self._complaint = str(error)

    def _reload(self) -> None:
        """Take over config.yaml if it has changed; while it is broken, the last good one stays in force."""
        try:
            content = self._config_path.read_bytes()
        except OSError:  # editors that save by renaming leave it away for a moment
            return
        if settings_bytes(content, read_beside(self._site.base, self._site.beside)) == self._site.config_bytes:
            self._config_is_broken = False
            return
        try:
            self._site = open_site(self._config_path)
            self._config_is_broken = False
            self._set_timetable()
        except FeedsError as error:
            self._config_is_broken = True
            self._complain(error)

    def _set_timetable(self) -> None:
        trigger = timetable(self._site.config)
        self._scheduler.add_job(self.want, trigger, id=_TIMETABLE, replace_existing=True)
        every = IntervalTrigger(seconds=int(self._site.config.links.every.total_seconds()), timezone=UTC)
        self._scheduler.add_job(self.want_links, every, id=_LINKS, replace_existing=True)

    def _look_up(self) -> None:
        """Look links up, in a thread of its own: a build that is wanted meanwhile does not wait for it."""
        from feeds.lookups import look_up  # requests takes a while to import

        try:
            report = look_up(self._site, datetime.now(UTC).replace(microsecond=0), stop=self._ended)
        except FeedsError as error:
            print(error, file=sys.stderr, flush=True)
            return
        except Exception:  # noqa: BLE001 - a fault of one look must not end all that follow
            traceback.print_exc()
            return
        if report.resolved or report.recovered:
            self.want()

    def _wake_at(self, moment: float | None) -> None:
        """Ask for a run at *moment* (seconds since 1970), when an issue comes due or expires."""
        if self._scheduler.get_job(_DUE):
            self._scheduler.remove_job(_DUE)
        if moment is not None:
            when = datetime.fromtimestamp(moment, UTC)
            self._scheduler.add_job(self.want, DateTrigger(when), id=_DUE, replace_existing=True)

    def _watch_files(self) -> None:
        """Ask for a run whenever a post or the config is saved.

        Network and container mounts report nothing; there the timetable finds the change.
        """
        paths = {self._site.posts, str(self._config_path.resolve().parent)}
        posts = Path(self._site.posts).resolve()
        config = self._config_path.resolve()
        files = {config, *((config.parent / name).resolve() for name in self._site.beside)}
        wanted = DefaultFilter()

        def is_ours(change: Change, path: str) -> bool:
            return Path(path) in files or (Path(path).is_relative_to(posts) and wanted(change, path))

        try:
            for _ in watch_files(
                *paths, watch_filter=is_ours, stop_event=self._ended, debounce=100, step=20, rust_timeout=1000
            ):
                self.want()
        except OSError as error:
            print(f"files are not watched: {error} (posts are found by the timetable)", file=sys.stderr, flush=True)


def timetable(config: Config) -> BaseTrigger:
    """Return when *config* wants a look: a crontab line in the zone of the site, or a period."""
    if config.schedule.cron:
        return read_crontab(config.schedule.cron, ZoneInfo(config.site.timezone))
    return IntervalTrigger(seconds=int(config.schedule.every.total_seconds()), timezone=UTC)


@contextmanager
def _ending_on_signals(end: Callable[[], None]) -> Iterator[None]:
    """Call *end* on SIGTERM and SIGINT within the block."""

    def handle(number: int, frame: FrameType | None) -> None:
        end()

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
