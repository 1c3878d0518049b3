"""`schedule` and `publish`: when the program runs, and where it writes."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import FolderPath, OptionalUrl, Period


class ScheduleSettings(Settings):
    """When `feeds watch` builds, apart from when a file is saved."""

    every: Period = Field(
        timedelta(minutes=5),
        ge=timedelta(seconds=1),
        le=timedelta(days=366),
        description="The time between two builds.",
    )
    cron: str = Field(
        "", description="A crontab line to use instead, such as `0 7 * * 1-5`, in the time zone of the site."
    )


class PublishSettings(Settings):
    """Where the feeds are written and published."""

    directory: FolderPath = Field(
        "public", description="The output directory, relative to config.yaml; nothing is written outside it."
    )
    url: OptionalUrl = Field("", description="The public address of that directory; default: `site.url`.")
    recover: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Whether a build that finds neither its memory nor feeds reads ids and dates back from the public "
        "address. `auto` does, unless that address cannot be public, such as `localhost` or `news.example`.",
    )
