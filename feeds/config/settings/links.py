"""`links`: how links are resolved to the originals."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from feeds.config.settings.base import About, Settings
from feeds.config.values import Allowed, Line, Period, Port, Proxy, ShortHost, Wrapper


class LinkSettings(Settings, frozen=True, kw_only=True):
    """How links are resolved to the originals. [links.md](links.md) says which requests are made, and when."""

    resolve: Annotated[bool, About("Resolve short links (`feeds links`, `feeds watch`).")] = True
    shorteners: Annotated[
        tuple[ShortHost, ...], About("Hosts that only redirect, in addition to the known ones.", strict=False)
    ] = ()
    unwrap: Annotated[
        tuple[Wrapper, ...],
        About(
            "Links that contain their target, in addition to the known ones: the address up to the target, "
            "such as `go.news.example/out?u=` or `go.news.example/to/`.",
            strict=False,
        ),
    ] = ()
    keep_tracking: Annotated[bool, About("Keep tracking parameters.")] = False
    recover: Annotated[
        bool, About("Fetch the page of an issue that seems to have lost links, once, and restore them from it.")
    ] = True
    complete: Annotated[bool, About('Complete a section that was cut off ("…") from the page of its issue.')] = False
    fragments: Annotated[bool, About("Link to a section without an anchor by its first words (`#:~:text=`).")] = True
    dead: Annotated[
        Literal["keep", "archive"],
        About("Where links lead that `feeds links --check` has found dead; `archive` is web.archive.org."),
    ] = "keep"
    every: Annotated[
        Period,
        About(
            "The time between two look-ups of `feeds watch`; links of a saved post are looked up some seconds later.",
            ge=timedelta(seconds=1),
            le=timedelta(days=366),
        ),
    ] = timedelta(hours=1)
    lookups: Annotated[int, About("The most links and pages requested in one look-up.", ge=0, le=1_000_000)] = 200
    seconds: Annotated[
        Period, About("The time limit of one look-up; the rest waits for the next.", ge=timedelta(seconds=1))
    ] = timedelta(seconds=60)
    pause: Annotated[Period, About("The time between two requests to the same host.", ge=timedelta(0))] = timedelta(
        seconds=1
    )
    allow: Annotated[
        tuple[Allowed, ...],
        About(
            "Hosts (`*.intra.net`) and networks (`10.0.0.0/8`) that may be requested, on any port, although "
            "they are not public.",
            strict=False,
        ),
    ] = ()
    ports: Annotated[tuple[Port, ...], About("The ports that may be requested on other hosts.", strict=False)] = (
        80,
        443,
    )
    proxy: Annotated[
        Proxy,
        About(
            "Send requests through this proxy, which then alone decides which addresses are allowed. Proxies "
            "in the environment are ignored."
        ),
    ] = ""
    agent: Annotated[Line, About("The `User-Agent` of requests; default: the name of the program and `site.url`.")] = ""
