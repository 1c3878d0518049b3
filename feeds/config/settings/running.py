"""`schedule` and `publish`: when the program runs, and where it writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from feeds.config.settings.base import Settings, about
from feeds.config.values import Hub, OptionalUrl, OutputPath, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSettings(Settings):
    """When `feeds watch` builds, apart from when a file is saved."""

    every: Period = field(
        default=timedelta(minutes=5),
        metadata=about("The time between two builds.", ge=timedelta(seconds=1), le=timedelta(days=366)),
    )
    cron: str = field(
        default="",
        metadata=about("A crontab line to use instead, such as `0 7 * * 1-5`, in the time zone of the site."),
    )
    poll: Literal["auto", "always", "never"] = field(
        default="auto",
        metadata=about(
            "Whether saved posts are looked for every second, because the system does not report them. `auto` does "
            "that on network drives and on folders that a virtual machine shares, and if the system reports none."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings(Settings):
    """Where the feeds are written and published."""

    directory: OutputPath = field(
        default="public",
        metadata=about("The output directory, relative to config.yaml; nothing is written outside it."),
    )
    url: OptionalUrl = field(default="", metadata=about("The public address of that directory; default: `site.url`."))
    hub: Hub = field(
        default="",
        metadata=about(
            "The address of a WebSub hub, which feeds name. `feeds watch` and `feeds ping` notify it of feeds "
            "that have changed, and it sends them to subscribers at once."
        ),
    )
    after: str = field(
        default="",
        metadata=about(
            "A shell command that is run, in the folder of config.yaml, after a build that wrote files. Its input is a "
            "line for each of them, relative to the output directory. If it fails, the exit code of the build is 1, "
            "and the next build runs it again with the same lines and new ones."
        ),
    )
    after_timeout: Period = field(
        default=timedelta(minutes=10),
        metadata=about(
            "How long that command may run. It is then ended, with all processes that it started, and has failed.",
            ge=timedelta(seconds=1),
            le=timedelta(days=1),
        ),
    )
    compress: tuple[Literal["gz", "br", "zst"], ...] = field(
        default=(),
        metadata=about(
            "Compressed twins of feeds and pages, such as `atom.xml.gz`, which web servers send as they are: gzip, "
            "Brotli and Zstandard. The latter two need `pip install 'feed-republisher[compress]'`.",
            strict=False,
        ),
    )
    generations: int = field(
        default=0,
        metadata=about(
            "How many earlier generations of the output directory are kept. If any, the directory is a link, which is "
            "switched when all files of a build are written. 0 means that files are replaced one by one.",
            ge=0,
            le=1000,
        ),
    )
    headers: Literal["auto", "always", "never"] = field(
        default="auto",
        metadata=about(
            "Whether there is a file `_headers`, for hosts such as Netlify and Cloudflare Pages. They read it at the "
            "root of a site only, so `auto` writes it if the public address has no path."
        ),
    )
    recover: Literal["auto", "always", "never"] = field(
        default="auto",
        metadata=about(
            "Whether a build that finds neither its memory nor feeds reads ids and dates back from the public "
            "address. `auto` does, unless that address cannot be public, such as `localhost` or `news.example`."
        ),
    )
