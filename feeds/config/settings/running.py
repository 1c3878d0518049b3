"""`schedule` and `publish`: when the program runs, and where it writes."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from feeds.config.settings.base import About, Settings
from feeds.config.values import Hub, OptionalUrl, OutputPath, Period


class ScheduleSettings(Settings, frozen=True, kw_only=True):
    """When `feeds watch` builds, apart from when a file is saved."""

    every: Annotated[Period, About("The time between two builds.", ge=timedelta(seconds=1), le=timedelta(days=366))] = (
        timedelta(minutes=5)
    )
    cron: Annotated[
        str, About("A crontab line to use instead, such as `0 7 * * 1-5`, in the time zone of the site.")
    ] = ""
    poll: Annotated[
        Literal["auto", "always", "never"],
        About(
            "Whether saved posts are looked for every second, because the system does not report them. `auto` does "
            "that on network drives and on folders that a virtual machine shares, and if the system reports none."
        ),
    ] = "auto"


class PublishSettings(Settings, frozen=True, kw_only=True):
    """Where the feeds are written and published."""

    directory: Annotated[
        OutputPath, About("The output directory, relative to config.yaml; nothing is written outside it.")
    ] = "public"
    url: Annotated[OptionalUrl, About("The public address of that directory; default: `site.url`.")] = ""
    hub: Annotated[
        Hub,
        About(
            "The address of a WebSub hub, which feeds name. `feeds watch` and `feeds ping` notify it of feeds "
            "that have changed, and it sends them to subscribers at once."
        ),
    ] = ""
    after: Annotated[
        str,
        About(
            "A shell command that is run, in the folder of config.yaml, after a build that wrote files. Its input is a "
            "line for each of them, relative to the output directory. If it fails, the exit code of the build is 1, "
            "and the next build runs it again with the same lines and new ones."
        ),
    ] = ""
    after_timeout: Annotated[
        Period,
        About(
            "How long that command may run. It is then ended, with all processes that it started, and has failed.",
            ge=timedelta(seconds=1),
            le=timedelta(days=1),
        ),
    ] = timedelta(minutes=10)
    compress: Annotated[
        tuple[Literal["gz", "br", "zst"], ...],
        About(
            "Compressed twins of feeds and pages, such as `atom.xml.gz`, which web servers send as they are: gzip, "
            "Brotli and Zstandard. The latter two need `pip install 'feed-republisher[compress]'`.",
            strict=False,
        ),
    ] = ()
    generations: Annotated[
        int,
        About(
            "How many earlier generations of the output directory are kept. If any, the directory is a link, which is "
            "switched when all files of a build are written. 0 means that files are replaced one by one.",
            ge=0,
            le=1000,
        ),
    ] = 0
    headers: Annotated[
        Literal["auto", "always", "never"],
        About(
            "Whether there is a file `_headers`, for hosts such as Netlify and Cloudflare Pages. They read it at the "
            "root of a site only, so `auto` writes it if the public address has no path."
        ),
    ] = "auto"
    recover: Annotated[
        Literal["auto", "always", "never"],
        About(
            "Whether a build that finds neither its memory nor feeds reads ids and dates back from the public "
            "address. `auto` does, unless that address cannot be public, such as `localhost` or `news.example`."
        ),
    ] = "auto"
