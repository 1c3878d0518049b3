"""A site in a folder, as a person would keep it, and shorthands to build and read it."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feeds.changes import Changes
from feeds.pipeline.run import Leave, build, diff
from feeds.report import Report
from feeds.site import open_site

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)

CONFIG = """\
site:
  title: The Weekly
  url: https://weekly.example/
"""

ISSUE = """\
---
title: {title}
date: {date}
---
Welcome.

## Robots

A [robot](https://robots.example/1) that walks.

## Chips

A [chip](https://chips.example/1) that sleeps.
"""

_seconds = itertools.count(1_700_000_000)


def date_back(path: Path) -> None:
    """Give the file at *path* a time stamp in the past that no other file has."""
    moment = next(_seconds)
    os.utime(path, (moment, moment + 1))


@dataclass
class Folder:
    """config.yaml, posts/ and public/ below *path*."""

    path: Path
    config_text: str = CONFIG
    posts: Path = field(init=False)
    public: Path = field(init=False)

    def __post_init__(self) -> None:
        self.posts, self.public = self.path / "posts", self.path / "public"
        if not self.path.exists():
            self.posts.mkdir(parents=True)
            self.configure(self.config_text)

    @classmethod
    def at(cls, path: Path) -> Folder:
        """Return the site that is at *path* already."""
        assert path.exists()
        return cls(path)

    @property
    def config(self) -> Path:
        return self.path / "config.yaml"

    def configure(self, text: str) -> None:
        self.config.write_text(text, encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a post that looks as if it had been there for a while."""
        path = self.posts / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        date_back(path)
        return path

    def issue(self, name: str = "2026-05-01-one.md", title: str = "Issue 1", date: str = "2026-05-01 09:00:00") -> Path:
        """Write an issue of an intro and two sections."""
        return self.write(name, ISSUE.format(title=title, date=date))

    def build(
        self, now: datetime = NOW, *, fresh: bool = False, dry: bool = False, leave: Leave | None = None
    ) -> Report:
        return build(open_site(self.config), now, fresh=fresh, dry=dry, leave=leave or Leave())

    def diff(self, now: datetime = NOW) -> Changes:
        return diff(open_site(self.config), now)

    def json(self, path: str = "sections/feed.json") -> dict[str, Any]:
        values: dict[str, Any] = json.loads((self.public / path).read_text(encoding="utf-8"))
        return values

    def items(self, path: str = "sections/feed.json") -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.json(path)["items"]
        return items

    def titles(self, path: str = "sections/feed.json") -> list[str]:
        return [item["title"] for item in self.items(path)]

    def headings(self, path: str = "sections/feed.json") -> list[str]:
        """Return the titles in a feed without what completes those that recur."""
        return [title.partition(" (")[0] for title in self.titles(path)]

    def ids(self, path: str = "sections/feed.json") -> dict[str, str]:
        """Return id by title."""
        return {item["title"]: item["id"] for item in self.items(path)}

    def tree(self) -> dict[str, bytes]:
        """Return everything that is published, by path."""
        return {
            str(path.relative_to(self.public)): path.read_bytes()
            for path in sorted(self.public.rglob("*"))
            if path.is_file()
        }

    def state(self) -> tuple[dict[str, bytes], bytes]:
        """Return everything that is published, and the memory, byte for byte."""
        return self.tree(), (self.path / ".feeds/state.sqlite3").read_bytes()

    def marks(self) -> dict[str, int]:
        """Return when each published file was written, in nanoseconds."""
        return {
            str(path.relative_to(self.public)): path.stat().st_mtime_ns
            for path in self.public.rglob("*")
            if path.is_file()
        }


def lose_memory(site: Folder) -> None:
    """Remove what *site* remembers between builds."""
    shutil.rmtree(site.path / ".feeds")
