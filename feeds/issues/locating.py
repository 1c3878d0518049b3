"""Where a post is on the newsletter's site, and what its path and the settings say beside its front matter."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import PostError, Where
from feeds.issues.address_parts import AddressParts
from feeds.issues.addresses import page_of
from feeds.issues.dating import PostDate, date_post
from feeds.issues.front_matter import FrontMatter
from feeds.issues.joining import front_of
from feeds.issues.names import PostName, language_of_folders, read_name, values_of_path
from feeds.issues.values import LANGUAGE, LINK, TITLE, Values, first_text, language_of, plain_title, web_address
from feeds.layouts import LAYOUTS, Layout
from feeds.markup import folded
from feeds.model import Post
from feeds.regex import regex

_HEADING = regex(r"\s*+#[ \t]++(?P<title>[^\n{]++)")
_UNSAID = "en"  # the language of a site that names none


def layout_of(config: Config) -> Layout:
    """Return the layout of the posts."""
    return LAYOUTS.get(config.posts.layout, LAYOUTS["plain"])  # "auto" remains only if no folder was inspected


def with_defaults(front: FrontMatter, path: str, config: Config, layout: Layout) -> FrontMatter:
    """Return *front* completed by `posts.defaults` and `posts.names`; in Jekyll, categories of both are combined."""
    values: dict[str, Any] = {}
    for rule in config.posts.defaults:
        if rule.fits(path):
            given = {folded(str(name)): value for name, value in rule.values.items()}
            values |= {**given, "categories": _united(values, given)} if "categories" in given else given
    values |= values_of_path(path, config.posts.names)
    if not values:
        return front
    own = {name: value for name, value in front.values.items() if value not in (None, "")}
    both = {**values, **own}
    if layout.splits_on_spaces and "categories" in values:
        both["categories"] = _united(values, own)
    return replace(front, values=both)


def _united(first: dict[str, Any], second: dict[str, Any]) -> list[Any]:
    united: list[Any] = []
    for value in (first.get("categories"), second.get("categories")):
        united += value if isinstance(value, list) else value.split() if isinstance(value, str) else []
    return united


def name_of(post: Post, layout: Layout) -> PostName:
    """Return the parts of the path of *post*; the file of a joined one is its folder."""
    name = read_name(post.path, short_years=layout.short_years)
    return replace(name, file=post.path.rpartition("/")[0]) if post.parts else name


def language_of_post(values: Values, name: PostName, path: str, config: Config) -> str:
    """Return the language of the post at *path*: by front matter, *name* or folders, or that of the site."""
    return language_of(first_text(values, LANGUAGE)) or name.language or _language_by_folders(path, config)


def _language_by_folders(path: str, config: Config) -> str:
    """Return the language that the folders say the post at *path* is in, or else that of the site."""
    inside = language_of_folders(path.split("/")[:-1][:1])
    if inside or config.site.language != _UNSAID:
        return inside or config.site.language
    return language_of_folders(config.posts.directory.split("/")[1:]) or config.site.language


def date_of_post(front: FrontMatter, path: str, title: str, language: str, config: Config, layout: Layout) -> PostDate:
    """Return when the post at *path* was published, as far as its front matter, its path and its *title* say."""
    return date_post(
        front,
        path,
        ZoneInfo(config.site.timezone),
        short_years=layout.short_years,
        month_first=layout.month_first,
        title=title,
        language=language,
        order=config.posts.dates,
    )


def page_of_post(
    front: FrontMatter, name: PostName, title: str, dating: PostDate, config: Config, layout: Layout
) -> str:
    """Return the address of a post on the site."""
    zone = ZoneInfo(config.site.timezone)
    written = dating.local if layout.own_zone else None
    address = AddressParts(
        values=front.values,
        name=name,
        title=title or name.slug,
        published=written or (dating.published.astimezone(zone) if dating.published else None),
        newsletter_authors=tuple([author.name for author in config.site.authors]),
        layout=layout,
        language=language_of(first_text(front.values, LANGUAGE)) or name.language or config.site.language,
        directory=config.posts.directory,
        slugs="" if config.posts.slugs == "auto" else config.posts.slugs,
    )
    translated = config.posts.permalink_translated if address.language != config.site.language else ""
    return page_of(address, translated or config.posts.permalink, config.site.url, config.site.language)


def first_line(front: FrontMatter, layout: Layout) -> str:
    """Return the heading that the body begins with, where addresses are made of it, or ""."""
    found = _HEADING.match(front.body) if layout.title_in_body else None
    return plain_title(found["title"].rstrip(" #")) if found else ""


def address_of_post(post: Post, config: Config) -> str:
    """Return where the issue in *post* can be read, or "" if it cannot be parsed."""
    layout = layout_of(config)
    try:
        front = with_defaults(front_of(post), post.path, config, layout)
    except PostError:
        return ""
    values, name = front.values, name_of(post, layout)
    titled = plain_title(first_text(values, TITLE))
    language = language_of_post(values, name, post.path, config)
    dating = date_of_post(front, post.path, titled, language, config, layout)
    page = page_of_post(front, name, titled or first_line(front, layout), dating, config, layout)
    return web_address(first_text(values, LINK), config.site.url) or page


def page_of_another(path: str, config: Config) -> str:
    """Return the address of the post at *path*, a path in a template of the site, by `posts.permalink`."""
    path, hash_mark, fragment = path.strip().removeprefix("@/").lstrip("/").partition("#")
    path = re.sub(r"\A(?:_posts|content|posts)/", "", path)
    if not path:
        return hash_mark + fragment
    path = path if "." in path.rpartition("/")[2] else f"{path}.md"
    layout = layout_of(config)
    front = FrontMatter("none", {}, "", "", Where(path))
    name = read_name(path, short_years=layout.short_years)
    dating = date_of_post(front, path, "", language_of_post({}, name, path, config), config, layout)
    if dating.published is None and ":year" in config.posts.permalink:
        return ""
    return page_of_post(front, name, "", dating, config, layout) + hash_mark + fragment
