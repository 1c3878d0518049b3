"""A site: a config.yaml, understood, and the folder that the paths in it are relative to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from feeds.config import Config, Mention, load_config
from feeds.digests import digest_of
from feeds.errors import PostError, PublishError, Where
from feeds.files import leads_out, read_file
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
    def follow(self) -> list[str]:
        """Where links among the posts may lead to, besides the post directory."""
        return [str(self.base / place) for place in self.config.posts.follow]

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
            return digest_of(read_file(self.output / path))
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
            follow=self.config.posts.follow,
            found=found,
            output=self.config.publish.directory,
            documents=documents,
        )


def open_site(config_path: Path) -> Site:
    """Return the site of the config at *config_path*.

    Raises:
        ConfigError: it cannot be used.
        PublishError: the output directory is not a folder of its own, or is a link to elsewhere.
        PostError: the post directory is a link to elsewhere.
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
            "the output directory holds the posts or the config, or stands among the posts",
            where,
            "set publish.directory to a folder of its own",
        )
    _check_links(site)
    return site


def _check_links(site: Site) -> None:
    """Raise an error if the post directory or the output directory is a link that leads to elsewhere."""
    posts, output = site.config.posts.directory, site.config.publish.directory
    if leads_out(site.posts, site.base, site.follow):
        hint = "set posts.directory to the folder that it leads to, or name this folder in posts.follow"
        raise PostError("is a link that leads out of the folder of config.yaml", Where(posts), hint)
    if leads_out(site.output, site.base):
        hint = "set publish.directory to the folder that it leads to"
        raise PublishError("is a link that leads out of the folder of config.yaml", Where(output), hint)
