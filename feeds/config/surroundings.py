"""Complete config.yaml from the files around it: the layout of the site, and the settings of its generator."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from feeds.config.generators import Given, SiteFiles, read_generator
from feeds.config.places import Location
from feeds.errors import Where
from feeds.layouts import LAYOUTS, SiteSurvey, section_of, survey


class Surroundings(Struct, frozen=True):
    """The values of config.yaml, completed from the files around it."""

    values: Any
    places: Mapping[Location, Where]  # of values that are not from config.yaml
    survey: SiteSurvey | None = None  # None: the values are invalid
    computed: str = ""  # the file that makes addresses in a way that cannot be known without running it

    @property
    def beside(self) -> Mapping[str, bytes]:
        """The files that were read."""
        return self.survey.beside if self.survey else {}


def look_around(base: Path, values: Any) -> Surroundings:
    """Return the *values* of the config.yaml in the folder *base*, completed from the files around it.

    Invalid values are left as they are; the checks that follow report them.

    Raises:
        ConfigError: Jekyll's file is not valid YAML.
    """
    posts = values.get("posts", {}) if isinstance(values, dict) else None
    if not isinstance(posts, dict):
        return Surroundings(values, {})
    directory = posts.get("directory") or ""
    wanted = posts.get("layout", "auto")
    if not isinstance(directory, str) or "\0" in directory or wanted not in ("auto", *LAYOUTS):
        return Surroundings(values, {})
    surveyed = survey(base, directory, wanted)
    directory, found, beside = surveyed.directory, surveyed.found, surveyed.beside
    name, layout = found.name, LAYOUTS[found.name]
    section = section_of(layout, found.folder, directory)
    completed: dict[str, Any] = dict(values)
    places: dict[Location, Where] = {}
    around = SiteFiles(folder=found.folder, directory=directory, section=section, files=beside)
    if given := read_generator(name, around):
        _take(completed, places, given)
    if name == "pelican" and not any(os.path.basename(file) in layout.markers for file in beside):
        layout = LAYOUTS["plain"]  # the layout is a guess, and slugs made from titles may clash
    ours = {"directory": directory, "permalink": layout.permalink.replace(":section", section)}
    completed["posts"] = {**ours, **completed.get("posts", {}), "layout": name}
    return Surroundings(completed, places, surveyed, given.computed if given else "")


def _take(values: dict[str, Any], places: dict[Location, Where], given: Given) -> None:
    """Add the *given* settings that *values* lack, and their places."""
    for block, settings in (("site", given.site), ("posts", given.posts)):
        own = values.get(block, {})
        if isinstance(own, dict):
            values[block] = {**settings, **own}
            for key in settings if given.file else ():
                if key not in own:
                    places[block, key] = given.places.get((block, key), Where(given.file))
