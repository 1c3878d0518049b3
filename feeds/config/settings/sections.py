"""`sections`: how issues are divided."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import Pattern, Text

#: "auto", and the keys of `SPLITTERS` in feeds/sections/cutting.py, which config may not import; a test compares them.
SplitRule = Literal["auto", "none", "bold", "rules", 1, 2, 3, 4, 5, 6]


class SectionRules(Settings):
    """How an issue is divided."""

    split: SplitRule = Field(
        "auto",
        description="`auto` finds what divides an issue (headings, runs of `#`, rules, lines in bold or in capitals); "
        "`none` leaves issues whole; a number divides at headings of that level, `bold` at lines in bold, `rules` "
        "at horizontal rules.",
    )
    pattern: Pattern = Field(
        "",
        description="Divide at headings of any level, and at lines in bold, whose text matches this regular "
        "expression.",
    )
    drop: tuple[str, ...] = Field(
        ("intro", "outro", "sponsor", "archive", "contents", "empty"),
        strict=False,
        description="Sections without an entry of their own: `intro` (the introduction), `outro` (the sign-off), "
        "`sponsor`, `jobs`, `archive` (a list of earlier issues), `contents`, `empty` (a heading with nothing below "
        "it), or the title of a section, with `*` as wildcard. They remain part of the whole issue.",
    )


class PathRules(SectionRules):
    """Different rules for some posts."""

    paths: Text = Field(description="The posts they apply to, as a pattern below the directory, such as `2013/*`.")


class SectionSettings(SectionRules):
    """How issues are divided into sections."""

    overrides: tuple[PathRules, ...] = Field(
        (), strict=False, description="Different rules for some posts; the first block that matches is used."
    )

    def rules_for(self, path: str) -> SectionRules:
        """Return the rules for the post at *path* below the post directory."""
        return next((rules for rules in self.overrides if fnmatchcase(path, rules.paths)), self)
