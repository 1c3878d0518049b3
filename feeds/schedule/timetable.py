"""The timetable: when builds and look-ups of links are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from feeds.clock import to_moment, true_moment
from feeds.config import Config, read_crontab

_BUILDS, _LINKS, _DUE = "builds", "links", "due"  # names of jobs
Want = Callable[[], None]


class Timetable:
    """Calls *want_build* and *want_links* when they are due, in a thread of its own."""

    def __init__(self, want_build: Want, want_links: Want) -> None:
        self._want_build, self._want_links = want_build, want_links
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def end(self) -> None:
        """End without waiting for anything."""
        self._scheduler.shutdown(wait=False)

    def follow(self, config: Config) -> None:
        """Follow `schedule` and `links.every` of *config* from now on."""
        self._scheduler.add_job(self._want_build, trigger_of(config), id=_BUILDS, replace_existing=True)
        every = IntervalTrigger(seconds=int(config.links.every.total_seconds()), timezone=UTC)
        self._scheduler.add_job(self._want_links, every, id=_LINKS, replace_existing=True)

    def set_due(self, moment: float | None) -> None:
        """Want a build at *moment* (seconds since 1970), when an issue comes or goes; None: at no such moment."""
        if self._scheduler.get_job(_DUE):
            self._scheduler.remove_job(_DUE)
        if moment is not None:
            self._scheduler.add_job(self._want_build, DateTrigger(to_moment(moment)), id=_DUE, replace_existing=True)

    @property
    def next_build(self) -> datetime | None:
        """When the next build is due, if nothing asks for one before."""
        jobs = (self._scheduler.get_job(name) for name in (_BUILDS, _DUE))
        return min((job.next_run_time for job in jobs if job and job.next_run_time), default=None)

    def try_again(self, want: Want, wait: timedelta, *, name: str) -> None:
        """Call *want* once more after *wait*; of one *name*, only the last call counts."""
        self._scheduler.add_job(want, DateTrigger(true_moment() + wait), id=name, replace_existing=True)


def trigger_of(config: Config) -> BaseTrigger:
    """Return when *config* wants a build: by a crontab line in the time zone of the site, or at intervals."""
    if config.schedule.cron:
        return read_crontab(config.schedule.cron, ZoneInfo(config.site.timezone))
    return IntervalTrigger(seconds=int(config.schedule.every.total_seconds()), timezone=UTC)


def next_build_after(moment: datetime, config: Config) -> datetime | None:
    """Return when *config* wants the next build after *moment*, or None if it never does.

    >>> from feeds.config.settings import ScheduleSettings, SiteSettings
    >>> site, schedule = SiteSettings(title="x", url="https://a.example/"), ScheduleSettings(cron="0 7 * * 1")
    >>> str(next_build_after(datetime(2026, 6, 2, tzinfo=UTC), Config(site=site, schedule=schedule)))
    '2026-06-08 07:00:00+00:00'
    """
    if config.schedule.cron:
        found: datetime | None = trigger_of(config).get_next_fire_time(None, moment)
        return found
    return moment + config.schedule.every
