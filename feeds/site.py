"""A site: a config.yaml, understood, and the folder that the paths in it are relative to."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from feeds.config import Config, LoadedConfig, Mention, note_config, recall_config
from feeds.digests import digest_of
from feeds.errors import PublishError, Where
from feeds.freshness import STATE, Left, mark_of, note_still
from feeds.layouts import marker_files
from feeds.report import Report

_CONFIG_NOTE = ".feeds/config.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A config.yaml, understood, and the folder that the paths in it are relative to."""

    config_path: Path
    loaded: LoadedConfig = field(repr=False)
    output: Path  # a field, because marks of thousands of files in it are asked for

    @property
    def config(self) -> Config:
        return self.loaded.config

    @property
    def config_bytes(self) -> bytes:
        """The config, and the files beside it that settings are from."""
        return self.loaded.content

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Where settings name topics."""
        return self.loaded.mentions

    @property
    def base(self) -> Path:
        return self.config_path.parent

    @property
    def posts(self) -> str:
        return str(self.base / self.config.posts.directory)

    @property
    def beside(self) -> list[str]:
        """The files around, there or not, that the layout and with it the settings depend on."""
        return [*marker_files(self.base, self.config.posts.directory), *self.loaded.included]

    @property
    def state(self) -> Path:
        """The file that holds the memory."""
        return self.base / STATE

    def mark_of(self, path: str) -> str:
        """Return what changes when the file at *path* in the output directory is written, or "" if there is none."""
        return mark_of(os.path.join(self.output, path))

    def digest_of(self, path: str) -> str:
        """Return the digest of the file at *path* in the output directory, or "" if it cannot be read."""
        try:
            return digest_of((self.output / path).read_bytes())
        except OSError:
            return ""

    def note(self, found: Mapping[str, str], documents: Sequence[str], report: Report) -> None:
        """Note what the next run need not find out again: what config.yaml says, and that nothing changed.

        The run before it *found* these posts, made these *documents*, and has a *report*. Where notes cannot
        be written, the next run does all its work.
        """
        left = Left(
            config_path=self.config_path,
            config_bytes=self.config_bytes,
            beside=self.beside,
            posts=self.config.posts.directory,
            ignore=self.config.posts.ignore,
            found=found,
            output=self.config.publish.directory,
            documents=documents,
        )
        note_still(left, report)
        note_config(self.config_path, self.loaded, self.base / _CONFIG_NOTE)


def open_site(config_path: Path) -> Site:
    """Return the site of the config at *config_path*.

    Raises:
        ConfigError: it cannot be used.
        PublishError: the output directory is not a folder of its own.
    """
    loaded = _load(config_path)
    folder = config_path.parent / loaded.config.publish.directory
    site = Site(config_path=config_path, loaded=loaded, output=folder)
    where = Where(site.config.publish.directory)
    try:
        output, source, base = site.output.resolve(), Path(site.posts).resolve(), site.base.resolve()
    except (OSError, RuntimeError) as error:
        raise PublishError(f"cannot be found: {error}", where, "remove the link that leads to itself") from error
    if output.is_relative_to(source) or source.is_relative_to(output) or base.is_relative_to(output):
        raise PublishError(
            "the output directory contains the posts or the config, or is among the posts",
            where,
            "set publish.directory to a folder of its own",
        )
    return site


def _load(path: Path) -> LoadedConfig:
    """Return the config at *path*: as it is noted if nothing changed, else as it is read."""
    loaded = recall_config(path, path.parent / _CONFIG_NOTE)
    if loaded is None:
        from feeds.config.reading import load_config  # with pydantic and YAML, a tenth of a second

        loaded = load_config(path)
    return loaded
