"""`links`: how links are resolved to the originals."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import Allowed, Line, Period, Port, Proxy, ShortHost, Wrapper


class LinkSettings(Settings):
    """How links are resolved to the originals. [links.md](links.md) says which requests are made, and when."""

    resolve: bool = Field(True, description="Resolve short links (`feeds links`, `feeds watch`).")
    shorteners: tuple[ShortHost, ...] = Field(
        (), strict=False, description="Hosts that only redirect, in addition to the known ones."
    )
    unwrap: tuple[Wrapper, ...] = Field(
        (),
        strict=False,
        description="Links that contain their target, in addition to the known ones: the address up to the target, "
        "such as `go.news.example/out?u=` or `go.news.example/to/`.",
    )
    keep_tracking: bool = Field(False, description="Keep tracking parameters.")
    recover: bool = Field(
        True, description="Fetch the page of an issue that has lost links, once, and restore the links from it."
    )
    complete: bool = Field(False, description='Complete a section that was cut off ("…") from the page of its issue.')
    fragments: bool = Field(
        True,
        description="Link to a section without an anchor by its first words (`#:~:text=`).",
    )
    dead: Literal["keep", "archive"] = Field(
        "keep", description="Where links lead that `feeds links --check` has found dead; `archive` is web.archive.org."
    )
    every: Period = Field(
        timedelta(hours=1),
        ge=timedelta(seconds=1),
        le=timedelta(days=366),
        description="The time between two look-ups of `feeds watch`; links of a saved post are looked up at once.",
    )
    lookups: int = Field(200, ge=0, le=1_000_000, description="The most links and pages requested in one look-up.")
    seconds: Period = Field(
        timedelta(seconds=60),
        ge=timedelta(seconds=1),
        description="The time limit of one look-up; the rest waits for the next.",
    )
    pause: Period = Field(
        timedelta(seconds=1), ge=timedelta(0), description="The time between two requests to the same host."
    )
    allow: tuple[Allowed, ...] = Field(
        (),
        strict=False,
        description="Hosts (`*.intra.net`) and networks (`10.0.0.0/8`) that may be requested, on any port, although "
        "they are not public.",
    )
    ports: tuple[Port, ...] = Field(
        (80, 443), strict=False, description="The ports that may be requested on other hosts."
    )
    proxy: Proxy = Field(
        "",
        description="Send requests through this proxy, which then alone decides which addresses are allowed. Proxies "
        "in the environment are ignored.",
    )
    agent: Line = Field(
        "", description="The `User-Agent` of requests; default: the name of the program and `site.url`."
    )
