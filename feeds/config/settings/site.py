"""`site` and `identity`: the newsletter itself."""

from __future__ import annotations

from datetime import date as calendar_day
from typing import Annotated

from pydantic import AfterValidator, Field

from feeds.config.settings.base import Settings
from feeds.config.values import Authority, Line, Text, Url, check_language, check_timezone
from feeds.model import Author


class AuthorSettings(Settings):
    """An author of the newsletter."""

    name: Text = Field(description="The name that feed readers show.")
    email: Line = Field("", description="An email address, if it may be published.")
    uri: Line = Field("", description="A page about the author.")

    def as_author(self) -> Author:
        """Return the author as entries and feeds name them."""
        return Author(name=self.name, email=self.email, uri=self.uri)


class SiteSettings(Settings):
    """The newsletter itself."""

    title: Text = Field(description="The name of the newsletter.")
    url: Url = Field(description="Its address; relative links and the addresses of issues are below it.")
    description: Line = Field("", description="One sentence about the newsletter.")
    language: Annotated[str, AfterValidator(check_language)] = Field(
        "en", description="The BCP 47 tag of the language it is written in."
    )
    timezone: Annotated[str, AfterValidator(check_timezone)] = Field(
        "Etc/GMT", description="The time zone of dates without one. The time zone of the machine is never used."
    )
    authors: tuple[AuthorSettings, ...] = Field(
        (), strict=False, description="The authors of issues that do not name one."
    )


class IdentitySettings(Settings):
    """The parts of entry ids (RFC 4151 tag URIs). Never change them once people subscribe."""

    authority: Authority = Field(
        "", description="A domain you own; default: the host of `site.url` at the first build, which is remembered."
    )
    date: calendar_day = Field(
        calendar_day(2026, 1, 1), strict=False, description="A day on which you owned it; any such day will do."
    )
