"""A site: a config.yaml, understood, and the folder that the paths in it are relative to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from feeds.config import Config, Mention, load_config
from feeds.digests import digest_of
from feeds.errors import PublishError, Where
from feeds.freshness import STATE, Left, mark_of
from feeds.layouts import marker_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A config.yaml, understood, and the folder that the paths in it are relative to."""

    config_path: Path
    config_bytes: bytes  # and of the files beside it that settings are from
    config: Config = field(repr=False)
    included: tuple[str, ...]  # the files of topics, relative to config.yaml
    mentions: tuple[Mention, ...]  # where settings name topics

    @property
    def base(self) -> Path:
        return self.config_path.parent

    @property
    def posts(self) -> str:
        return str(self.base / self.config.posts.directory)

    @property
    def beside(self) -> list[str]:
        """The files around, there or not, that the layout and with it the settings depend on."""
        return [*marker_files(self.base, self.config.posts.directory), *self.included]

    @property
    def state(self) -> Path:
        """The file that holds the memory."""
        return self.base / STATE

    @property
    def output(self) -> Path:
        return self.base / self.config.publish.directory

    def mark_of(self, path: str) -> str:
        """Return what changes when the file at *path* in the output directory is written, or "" if there is none."""
        return mark_of(self.output / path)

    def digest_of(self, path: str) -> str:
        """Return the digest of the file at *path* in the output directory, or "" if it cannot be read."""
        try:
            return digest_of((self.output / path).read_bytes())
        except OSError:
            return ""

    def left(self, found: Mapping[str, str], documents: Sequence[str]) -> Left:
        """Return what a run leaves behind that *found* these posts and made these *documents*."""
        return Left(
            config_path=self.config_path,
            config_bytes=self.config_bytes,
            beside=self.beside,
            posts=self.config.posts.directory,
            ignore=self.config.posts.ignore,
            found=found,
            output=self.config.publish.directory,
            documents=documents,
        )


def open_site(config_path: Path) -> Site:
    """Return the site of the config at *config_path*.

    Raises:
        ConfigError: it cannot be used.
        PublishError: the output directory is not a folder of its own.
    """
    loaded = load_config(config_path)
    config = loaded.config
    site = Site(
        config_path=config_path,
        config_bytes=loaded.content,
        config=config,
        included=loaded.included,
        mentions=loaded.mentions,
    )
    where = Where(config.publish.directory)
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
