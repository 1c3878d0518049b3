"""The addresses of what is embedded by its id: videos, posts, code."""

from __future__ import annotations

import re
from collections.abc import Mapping

from feeds.regex import regex

_ID = regex(r"[\w-]{5,64}\Z")
_USER = regex(r"[\w.-]{1,60}\Z")
_ADDRESSES = {
    "youtube": "https://www.youtube.com/watch?v={id}",
    "vimeo": "https://vimeo.com/{id}",
    "dailymotion": "https://www.dailymotion.com/video/{id}",
    "bilibili": "https://www.bilibili.com/video/{id}",
    "loom": "https://www.loom.com/share/{id}",
    "twitch": "https://www.twitch.tv/videos/{id}",
    "instagram": "https://www.instagram.com/p/{id}/",
    "asciinema": "https://asciinema.org/a/{id}",
    "tweet": "https://x.com/i/status/{id}",
    "gist": "https://gist.github.com/{id}",
}
_OF_USERS = {
    "tweet": "https://x.com/{user}/status/{id}",
    "gist": "https://gist.github.com/{user}/{id}",
    "codepen": "https://codepen.io/{user}/pen/{id}",
    "spotify": "https://open.spotify.com/{user}/{id}",  # "track" or "episode" and its id
}
_BEFORE = ("amp", "lite", "embed")
_BEHIND = ("simple", "lite", "embed", "player", "video", "iframe", "nocookie", "privacy")
_ALIASES = {"x": "tweet", "twitter": "tweet", "xpost": "tweet", "yt": "youtube", "insta": "instagram"}
_IDS = ("id", "videoid", "youtubeid", "youtubeurl", "vimeoid", "tweetid", "dataid", "gistid", "code", "video", "slug")
_USERS = ("user", "username", "account", "type")


def embedded_at(name: str, arguments: Mapping[str, str], words: tuple[str, ...]) -> str:
    """Return the address of what a shortcode, directive or element *name* embeds, or "".

    Its *arguments* are by name, and *words* those without a name.

    >>> embedded_at("lite-youtube", {"videoid": "AbCdEf12345"}, ())
    'https://www.youtube.com/watch?v=AbCdEf12345'
    >>> embedded_at("gist", {}, ("ada/0123456789abcdef",))
    'https://gist.github.com/ada/0123456789abcdef'
    """
    if not is_embed(name):
        return ""
    kind = _kind_of(name)
    given = {re.sub(r"[_-]", "", key.lower()).removeprefix("data"): value.strip() for key, value in arguments.items()}
    number = next((given[key] for key in _IDS if given.get(key)), "")
    user = next((given[key] for key in _USERS if given.get(key)), "")
    if words and not number:
        user, number = _of_words(words, user, kind)
    elif "/" in number:
        user, number = _of_words((number,), user, kind)
    if not _ID.match(number):
        return ""
    if user and _USER.match(user) and kind in _OF_USERS:
        return _OF_USERS[kind].format(user=user, id=number)
    return _ADDRESSES[kind].format(id=number) if kind in _ADDRESSES else ""


def is_embed(name: str) -> bool:
    """Return whether a shortcode or directive *name* embeds something that is known."""
    kind = _kind_of(name)
    return kind in _ADDRESSES or kind in _OF_USERS


def _kind_of(name: str) -> str:
    plain = re.sub(r"[_-]", "", name.lower())
    if plain not in _ADDRESSES and plain not in _ALIASES:
        for word in _BEFORE:
            plain = plain.removeprefix(word)
        for word in (*_BEHIND, *_BEHIND[:3]):
            plain = plain.removesuffix(word)
    return _ALIASES.get(plain, plain)


def _of_words(words: tuple[str, ...], user: str, kind: str) -> tuple[str, str]:
    """Return the user and the id in *words*: "ada/0123", "ada", "0123" or "0123" alone."""
    first, *more = words
    if "/" in first and first.count("/") == 1:
        user, _, first = first.partition("/")
        return user, first
    if kind in _OF_USERS and more and _ID.match(more[0]) and any(map(str.isdigit, more[0])) and "." not in more[0]:
        return first, more[0]
    return user, first
