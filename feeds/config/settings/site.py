"""`site` and `identity`: the newsletter itself."""

from __future__ import annotations

from datetime import date as calendar_day
from typing import Annotated

from feeds.config.settings.base import About, Settings
from feeds.config.values import Authority, Colour, Language, Line, Picture, Text, Timezone, Url
from feeds.model import Author
from feeds.urls import absolute


class AuthorSettings(Settings, frozen=True, kw_only=True):
    """An author of the newsletter."""

    name: Annotated[Text, About("The name that feed readers show.")]
    email: Annotated[Line, About("An email address, if it may be published.")] = ""
    uri: Annotated[Line, About("A page about the author.")] = ""

    def as_author(self) -> Author:
        """Return the author as entries and feeds name them."""
        return Author(name=self.name, email=self.email, uri=self.uri)


class SiteSettings(Settings, frozen=True, kw_only=True):
    """The newsletter itself."""

    title: Annotated[Text, About("The name of the newsletter.")]
    url: Annotated[Url, About("Its address; relative links and the addresses of issues are below it.")]
    description: Annotated[Line, About("One sentence about the newsletter.")] = ""
    language: Annotated[
        Language,
        About(
            "The BCP 47 tag of the language it is written in. "
            "Pages and generated sentences are in it, too, if it is known."
        ),
    ] = "en"
    logo: Annotated[
        Picture, About("A picture for feeds and the top of pages: its address, or its path below `url`.")
    ] = ""
    icon: Annotated[
        Picture, About("A square picture for lists of feeds and tabs of browsers: an address or a path, too.")
    ] = ""
    colour: Annotated[
        Colour,
        About(
            "The colour of links and buttons on pages, such as '#1d4ed8'. It is darkened or lightened "
            "as far as is necessary to read it."
        ),
    ] = ""
    timezone: Annotated[
        Timezone, About("The time zone of dates without one. The time zone of the machine is never used.")
    ] = "Etc/GMT"
    authors: Annotated[
        tuple[AuthorSettings, ...], About("The authors of issues that do not name one.", strict=False)
    ] = ()

    @property
    def logo_url(self) -> str:
        """The address of the picture, or ""."""
        return absolute(self.logo, self.url) if self.logo else ""

    @property
    def icon_url(self) -> str:
        """The address of the square picture, or ""."""
        return absolute(self.icon, self.url) if self.icon else ""


class IdentitySettings(Settings, frozen=True, kw_only=True):
    """The parts of entry ids (RFC 4151 tag URIs). Never change them once people subscribe."""

    authority: Annotated[
        Authority, About("A domain you own; default: the host of `site.url` at the first build, which is remembered.")
    ] = ""
    date: Annotated[calendar_day, About("A day on which you owned it; any such day will do.", strict=False)] = (
        calendar_day(2026, 1, 1)
    )
