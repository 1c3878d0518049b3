"""The proposal: the findings in a folder, and the settings that follow from them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from feeds.config import LoadedConfig
from feeds.config.reading import parse_config
from feeds.freshness import memory_of
from feeds.layouts import survey
from feeds.pipeline.progress import Progress
from feeds.setup.facts import Facts, gather_facts
from feeds.setup.hosting import Host, find_host, repository_of
from feeds.setup.places import OutputPlace, find_place, generator_of
from feeds.setup.present import find_feeds
from feeds.setup.samples import read_samples
from feeds.setup.topics import Topics, find_topics
from feeds.setup.writing import write_settings
from feeds.site import Site
from feeds.urls import directory_of


class Wanted(Struct, frozen=True, kw_only=True):
    """Values that the owner gives in place of those that were found; "" means as found."""

    title: str = ""
    url: str = ""


class Proposal(Struct, frozen=True, kw_only=True):
    """The settings for a site, and what its owner should know."""

    path: Path  # of the config that is to be written
    facts: Facts
    place: OutputPlace
    url: str  # of the feeds, ending in "/"
    host: Host
    present: tuple[str, ...]  # addresses of feeds that the site publishes already
    topics: Topics | None = None

    @property
    def text(self) -> str:
        """The text of the config."""
        own = "" if self.url == directory_of(self.facts.url.value) else self.url
        return write_settings(self.facts, self.place, own, self.topics)

    def open_site(self) -> Site:
        """Return the site as it would be with this config, which need not be written yet."""
        loaded: LoadedConfig = parse_config(self.path, self.text.encode())
        output = self.path.parent / loaded.config.publish.directory
        return Site(config_path=self.path, loaded=loaded, memory=memory_of(self.path), output=output)

    @property
    def head_line(self) -> str:
        """The line for the head of the pages of the site, by which readers find the feed."""
        title = self.facts.title.value.replace("&", "&amp;").replace('"', "&quot;")
        return f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{self.url}atom.xml">'


def propose(path: Path, directory: str, wanted: Wanted) -> Proposal:
    """Return settings for the posts in *directory*, relative to the folder of the config at *path*; without topics.

    Raises:
        ConfigError: Jekyll's file is not valid YAML.
    """
    base = path.parent
    samples = read_samples(base / directory)
    facts = gather_facts(base, directory, samples, wanted.title, wanted.url)
    generator = generator_of(base, survey(base, directory, "auto"))
    place = find_place(base, generator, facts.survey)
    site_url = directory_of(facts.url.value)
    feeds = find_feeds(base, generator, facts.survey) if place.generator else ()
    return Proposal(
        path=path,
        facts=facts,
        place=place,
        url=_url_of_feeds(place, site_url),
        host=find_host(base),
        present=tuple(site_url + one for one in feeds),
    )


def topics_for(proposal: Proposal, now: datetime, progress: Progress) -> Topics:
    """Return the topics that the posts suggest."""
    return find_topics(proposal.open_site(), now, progress)


def _url_of_feeds(place: OutputPlace, site_url: str) -> str:
    """Return where the feeds will be: in the site, or of a repository without one on its GitHub Pages."""
    repository = repository_of(site_url)
    return repository.pages if repository and not place.generator else site_url + place.folder
