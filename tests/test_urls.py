"""Addresses: absolute, as written where they are sound, corrected if the scheme is misspelt."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import urls
from feeds.urls import absolute, host, slugify

BASE = "https://weekly.example/issues/7/"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hhttps://a.example/x", "https://a.example/x"),
        ("htttps://a.example/x", "https://a.example/x"),
        ("httpss://a.example/x", ""),
        ("ttps://a.example/x", "https://a.example/x"),
        ("ttp://a.example/x", "http://a.example/x"),
        ("htp://a.example/x", "http://a.example/x"),
        ("http//a.example/x", "http://a.example/x"),
        ("https//:a.example/x", "https://a.example/x"),
        ("https:/a.example/x", "https://a.example/x"),
        ("https:///a.example/x", "https://a.example/x"),
        ("https;//a.example/x", "https://a.example/x"),
        ("http:// a.example/x", "http://a.example/x"),
        ("https://https://a.example/x", "https://a.example/x"),
        ("http://https://a.example/x", "https://a.example/x"),
        ("HTTPS://a.example/X", "https://a.example/X"),
        ("https://a.example/https://b.example/", "https://a.example/https://b.example/"),
        ("ftp://a.example/x", ""),
        ("irc://irc.a.example/room", "irc://irc.a.example/room"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http-post/", "https://weekly.example/issues/7/http-post/"),
        ("https", "https://weekly.example/issues/7/https"),
        ("http:", ""),
        ("https://", ""),
    ],
)
def test_an_obviously_misspelt_scheme_is_corrected(written: str, meant: str) -> None:
    assert absolute(written, BASE) == meant


@given(st.text(alphabet="htps:/;a.x ", max_size=30))
def test_an_address_is_absolute_or_empty_and_stays_the_same(written: str) -> None:
    once = absolute(written, BASE)
    assert once == "" or once.partition(":")[0] in ("http", "https")
    assert absolute(once, BASE) == once or once == ""


SCHEMES = ["http://", "https://", "HTTP://", "//"]
PIECES = ["www.", "a.example", "Ä.example", "A", "[::1]", "]", "@", ":80", "/", "?", "#", "\n", " "]


@given(st.sampled_from(SCHEMES), st.lists(st.sampled_from(PIECES), max_size=6))
def test_the_host_of_an_address_is_that_of_its_parts(scheme: str, pieces: list[str]) -> None:
    url = scheme + "".join(pieces)
    try:
        expected = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        expected = ""
    assert host(url) == expected


@given(st.text(st.sampled_from("aZ9 -_/.é²Σ\ud800潮") | st.characters(), max_size=90))
def test_a_slug_has_the_letters_and_digits_of_ascii(text: str) -> None:
    assert urls._ascii_slug(text) == "-".join(re.findall("[a-z0-9]+", text))[:80].strip("-")
    if text.isascii():
        assert slugify(text) == urls._ascii_slug(text.lower())
