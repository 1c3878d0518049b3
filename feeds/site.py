"""A site: a config.yaml, understood, and the folder that the paths in it are relative to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from feeds import posts
from feeds.config import Config, LoadedConfig, Mention, note_config, recall_config
from feeds.digests import digest_of
from feeds.errors import PostError, PublishError, Where
from feeds.files import generations_of, is_reserved_folder, leads_out, read_file
from feeds.freshness import Left, memory_of, note_still, notes_beside
from feeds.layouts import marker_files
from feeds.memories import STATE
from feeds.model import Post
from feeds.report import Report
from feeds.scanning import Scope
from feeds.stillness import SeenPosts, mark_of, store_mark

_CONFIG_NOTE = "config.json"


class Site(Struct, frozen=True, kw_only=True):
    """A config.yaml, understood, and the folder that the paths in it are relative to."""

    config_path: Path
    loaded: LoadedConfig
    memory: Path  # the folder of the memory, and of what is noted beside it
    output: Path  # a field, because marks of thousands of files in it are asked for
    is_noted: bool = False  # whether the config is as it was noted, so that it was not read
    variant_of: str = ""  # the name of the config that this one is a variant of, and whose memory it has

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
    def ignore(self) -> list[str]:
        """Patterns of files below the post directory that are not posts: those of posts.ignore, and the output."""
        inside = os.path.relpath(self.output, self.posts).replace(os.sep, "/")
        return [*self.config.posts.ignore, *([] if inside.startswith("..") else [f"{inside}/*"])]

    @property
    def follow(self) -> list[str]:
        """Where links among the posts may lead to, besides the post directory."""
        return [str(self.base / place) for place in self.config.posts.follow]

    @property
    def beside(self) -> list[str]:
        """The files around, there or not, that the layout and with it the settings depend on."""
        return [*marker_files(self.base, self.config.posts.directory), *self.loaded.included]

    @property
    def state(self) -> Path:
        """The file that holds the memory."""
        return self.memory / STATE

    @property
    def copy(self) -> Path:
        """The file that holds a copy of the memory."""
        return self.state.with_name("memory.json")

    def find_posts(self) -> Mapping[str, str]:
        """Return the posts: path below the post directory to fingerprint, in the order of the file system.

        Raises:
            PostError: the post directory cannot be read.
        """
        return self._scope.listed()

    def is_as(self, seen: SeenPosts) -> bool:
        """Return whether all is as it was *seen* just before: no other run has been at work, with other settings."""
        return seen.are_those(self._scope, store_mark(self.state))

    @property
    def _scope(self) -> Scope:
        return Scope(self.posts, self.ignore, self.follow, list(self.config.posts.join))

    def read_post(self, path: str) -> Post:
        """Return the post at *path* below the post directory.

        Raises:
            PostError: it cannot be read.
        """
        settings = self.config.posts
        read = posts.read_joined if posts.joined_path(path, settings.join) else posts.read
        return read(self.posts, path, settings.directory, self.follow, settings.encoding)

    def shown(self, path: str) -> str:
        """Return how messages name the post at *path* below the post directory."""
        return posts.shown_path(self.config.posts.directory, path)

    def mark_of(self, path: str) -> str:
        """Return what changes when the file at *path* in the output directory is written, or "" if there is none."""
        return mark_of(f"{self.output}{os.sep}{path}")

    def read_published(self, path: str) -> bytes:
        """Return what is in the file at *path* in the output directory.

        Raises:
            OSError: it cannot be read.
        """
        return read_file(self.output / path)

    def digest_of(self, path: str) -> str:
        """Return the digest of the file at *path* in the output directory, or "" if it cannot be read."""
        try:
            return digest_of(self.read_published(path))
        except OSError:
            return ""

    def refuse_variant(self) -> None:
        """Do nothing, unless the config is a variant of another one.

        If both were built, posts that one of them leaves out would be withdrawn, and come back with the other.

        Raises:
            PublishError: it is one.
        """
        if self.variant_of:
            raise _output_is_shared(
                self.config,
                self.variant_of,
                f"; or, if {self.config_path.name} replaces {self.variant_of}, remove that one; "
                "feeds diff and --dry-run compare both",
            )

    def note(self, found: bytes, state: str, marks: Mapping[str, str], report: Report) -> None:
        """Note two facts for the next run: the settings in config.yaml, and that nothing has changed.

        The run before it *found* these posts, as a note has them, left the store with the mark *state* and files with
        these *marks*, by path, and has a *report*. Where notes cannot be written, the next run does all its work.
        """
        left = Left(
            config_path=self.config_path,
            memory=self.memory,
            url=self.config.site.url,
            config_bytes=self.config_bytes,
            beside=self.beside,
            posts=self.config.posts.directory,
            ignore=self.ignore,
            join=self.config.posts.join,
            follow=self.config.posts.follow,
            found=found,
            state=state,
            output=self.config.publish.directory,
            marks=marks,
        )
        note_still(left, report)
        if not self.is_noted:
            note_config(self.config_path, self.loaded, self.memory / _CONFIG_NOTE)


def open_site(config_path: Path) -> Site:
    """Return the site of the config at *config_path*.

    Raises:
        ConfigError: it cannot be used.
        PublishError: the output directory is not a folder of its own, or is a link to elsewhere or to the memory.
        PostError: the post directory is a link to elsewhere.
    """
    noted = recall_config(config_path, memory_of(config_path) / _CONFIG_NOTE)
    loaded = noted or _load(config_path)
    original = _find_original(config_path, loaded.config)
    site = Site(
        config_path=config_path,
        loaded=loaded,
        memory=memory_of(config_path.with_name(original) if original else config_path),
        output=config_path.parent / loaded.config.publish.directory,
        is_noted=noted is not None,
        variant_of=original,
    )
    _check_output(site)
    _check_links(site)
    return site


def _check_output(site: Site) -> None:
    """Raise PublishError unless the output directory is a folder of its own."""
    where = Where(site.config.publish.directory)
    try:
        output, source, base = site.output.resolve(), Path(site.posts).resolve(), site.base.resolve()
    except (OSError, RuntimeError) as error:
        raise PublishError(f"cannot be found: {error}", where, "remove the link that leads to itself") from error
    may_be_among_posts = source == base or site.config.posts.layout == "mkdocs"  # it copies what is among its pages
    is_among_posts = output.is_relative_to(source) and not may_be_among_posts
    if is_among_posts or source.is_relative_to(output) or base.is_relative_to(output):
        fault = "the output directory contains the posts or the config, or is among the posts"
        raise PublishError(fault, where, "set publish.directory to a folder of its own")
    if output.is_relative_to(base) and is_reserved_folder(str(output.relative_to(base))):
        raise PublishError("is a link to files of another program or to the memory", where, "remove the link")


def _load(path: Path) -> LoadedConfig:
    from feeds.config.reading import load_config  # with pydantic and YAML, a tenth of a second

    return load_config(path)


def _check_links(site: Site) -> None:
    """Raise an error if the post directory or the output directory is a link that leads to elsewhere."""
    posts, output = site.config.posts.directory, site.config.publish.directory
    if leads_out(site.posts, site.base, site.follow):
        hint = "set posts.directory to the folder that it leads to, or name this folder in posts.follow"
        raise PostError("is a link that leads out of the folder of config.yaml", Where(posts), hint)
    if leads_out(site.output, site.base, [generations_of(site.output)]):
        hint = "set publish.directory to the folder that it leads to"
        raise PublishError("is a link that leads out of the folder of config.yaml", Where(output), hint)


def _find_original(config_path: Path, config: Config) -> str:
    """Return the name of the config that *config*, which is at *config_path*, is a variant of, or "".

    A variant (the same site, posts and output directory), with which somebody tries other
    settings, is compared with the memory of its original, and never built.

    Raises:
        PublishError: another newsletter is published into the same output directory.
    """
    own = os.path.realpath(config_path.parent / config.publish.directory)
    for name, note in notes_beside(config_path).items():
        if os.path.realpath(config_path.parent / note.output) == own:
            if (note.url, note.posts) == (config.site.url, config.posts.directory):
                return name
            raise _output_is_shared(config, name)
    return ""


def _output_is_shared(config: Config, other: str, more: str = "") -> PublishError:
    """Return the error for a *config* with the output directory of the *other* one; its remedy ends with *more*."""
    fault = f"is the output directory of {other}, too: each would overwrite the feeds of the other"
    return PublishError(fault, Where(config.publish.directory), f"set publish.directory to a folder of its own{more}")
