"""The files and the picture of an issue, under the names that plugins and themes give them."""

from __future__ import annotations

import json

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

from feeds.model import Enclosure
from feeds.render.formats import ATOM, JSON, RSS
from feeds.render.press import Press
from tests.entries import cut, entries_of, stamped
from tests.parsing import parse
from tests.rendering import ENTRY, PUBLICATION, WHOLE, content_of

MP3 = "https://a.example/1.mp3"
RECORDING = Enclosure(url=MP3, type="audio/mpeg", length=51200, duration=1231)
MRSS = "{http://search.yahoo.com/mrss/}"


def enclosures(lines: str) -> tuple[Enclosure, ...]:
    return parse(f"---\ntitle: x\n{lines}\n---\nWords.\n").enclosures


@pytest.mark.parametrize(
    "lines",
    [
        f"enclosure: {{url: '{MP3}', length: 51200, type: audio/mpeg, duration: '20:31'}}",
        f"enclosure: {MP3}\nenclosure_length: 51,200\nduration: 20:31",
        f"enclosure: |\n  {MP3}\n  51200\n  audio/mpeg\nduration: '00:20:31'",
        f"podcast_file: {MP3}\npodcast_bytes: 51200\npodcast_duration: '20:31'",
        f"podcast_link: {MP3}\npodcast_file_size: 1 MB\npodcast_length: 51200\npodcast_duration: 1231",
        f"podcast: {{url: '{MP3}', size: 51200, duration: 1231}}",
        f"mp3: {MP3}\nlength: 51200\nduration: 1231",
        f"audio: {{mp3: '{MP3}'}}",
        f"audio: [{MP3}]\naudio_size: 51200",
        f"audio: {MP3}\naudio_length: 1231",
        f"episode: {{filename: '{MP3}', size: 51200}}",
        f"attachments: [{{url: '{MP3}', mime_type: audio/mpeg, size_in_bytes: 51200, duration_in_seconds: 1231}}]",
        f"extra: {{audio_url: '{MP3}'}}",
    ],
)
def test_a_recording_is_found_where_plugins_put_it(lines: str) -> None:
    (found,) = enclosures(lines)
    assert (found.url, found.type) == (MP3, "audio/mpeg")
    assert found.length in (0, 51200), "a length in seconds is not one in bytes"
    assert found.duration in (0, 1231)
    assert found.length or found.duration or not any(word in lines for word in ("51200", "51,200"))


@pytest.mark.parametrize(
    "lines",
    [
        *(
            "podcast: true",
            "podcast: The Harbour Hour",
            "audio: https://sounds.example/ada/letter",
            "file: report.xlsx",
        ),
        *("video: https://videos.example/watch?v=1", "enclosure: javascript:alert(1)", "media: []", "audio: {mp3: }"),
    ],
)
def test_other_values_are_no_recordings(lines: str) -> None:
    assert enclosures(lines) == ()


def test_each_format_of_a_recording_is_a_file_and_none_is_named_twice() -> None:
    found = enclosures(f"audio: {{m4a: /1.m4a, mp3: '{MP3}', ogg: 1.ogg}}\nenclosure: {MP3}")
    assert {one.url: one.type for one in found} == {
        MP3: "audio/mpeg",
        "https://weekly.example/1.m4a": "audio/x-m4a",
        "https://weekly.example/2026/05/01/one/1.ogg": "audio/ogg",
    }


def test_a_file_without_a_known_ending_has_the_type_that_is_given() -> None:
    (found,) = enclosures("enclosure: {url: 'https://a.example/play/1', type: Audio/MP4}")
    assert found.type == "audio/mp4"


def test_recordings_are_in_every_format() -> None:
    feed = content_of(WHOLE, replace(ENTRY, enclosures=(RECORDING, replace(RECORDING, url="https://a.example/1.ogg"))))
    press = Press(PUBLICATION)
    for format, number in ((RSS, 1), (ATOM, 2)):
        (entry,) = feedparser.parse(press.make(format, feed).content).entries
        assert len(entry.enclosures) == number
        assert entry.enclosures[0] == {**entry.enclosures[0], "href": MP3, "length": "51200", "type": "audio/mpeg"}
    (item,) = json.loads(press.make(JSON, feed).content)["items"]
    assert item["attachments"][0] == {
        "url": MP3,
        "mime_type": "audio/mpeg",
        "size_in_bytes": 51200,
        "duration_in_seconds": 1231,
    }


def test_a_length_that_is_not_known_is_zero_in_rss_and_absent_elsewhere() -> None:
    feed = content_of(WHOLE, replace(ENTRY, enclosures=(Enclosure(url=MP3, type="audio/mpeg"),)))
    press = Press(PUBLICATION)
    assert b'length="0"' in press.make(RSS, feed).content
    assert b"length" not in press.make(ATOM, feed).content
    assert b"size_in_bytes" not in press.make(JSON, feed).content


def test_the_permalink_stays_the_last_link_of_an_entry_with_a_recording() -> None:
    feed = content_of(WHOLE, replace(ENTRY, links=(), enclosures=(RECORDING,)))
    (entry,) = feedparser.parse(Press(PUBLICATION).make(ATOM, feed).content).entries
    assert [link.rel for link in entry.links] == ["alternate", "enclosure", "via"]
    assert entry.links[-1].href == ENTRY.permalink


def test_a_picture_is_media_content_in_rss_and_atom_and_its_namespace_is_declared_only_then() -> None:
    press = Press(PUBLICATION)
    for format in (RSS, ATOM):
        root = etree.fromstring(
            press.make(format, content_of(WHOLE, replace(ENTRY, image="https://a.example/1.png"))).content
        )
        (content,), (thumbnail,) = root.iter(f"{MRSS}content"), root.iter(f"{MRSS}thumbnail")
        assert dict(content.attrib) == {"url": "https://a.example/1.png", "medium": "image"}
        assert dict(thumbnail.attrib) == {"url": "https://a.example/1.png"}
        assert b"mrss" not in press.make(format, content_of(WHOLE, ENTRY)).content


def test_an_issue_and_its_only_section_carry_the_files_and_several_sections_do_not() -> None:
    front = f"---\ntitle: x\nenclosure: {MP3}\nimage: /a.png\n---\n"
    (alone,) = entries_of(front + "Words.\n")
    assert alone.enclosures == (Enclosure(url=MP3, type="audio/mpeg"),)
    assert alone.image
    issue = parse(front + "## One\n\nWords.\n\n## Two\n\nWords.\n")
    made = stamped(issue, cut(issue))
    assert made.whole.enclosures == alone.enclosures
    assert made.whole.image == alone.image
    assert not any(part.enclosures or part.image for part in made.parts.values())


@pytest.mark.parametrize(
    "line",
    [
        *("image: {title: A quay, src: /a.png}", "image: {feature: /a.png}", "cover: {image: /a.png, relative: true}"),
        *(
            "hero: {image: {src: /a.png}}",
            "seo: {image: /a.png}",
            "header: {og_image: /a.png}",
            "thumbnailImage: /a.png",
        ),
        *("images: [{src: /a.png}]", "banner: true\ncover_image: /a.png", "header: Hello there\nimage: /a.png"),
    ],
)
def test_a_picture_is_found_in_blocks_and_not_in_words(line: str) -> None:
    assert parse(f"---\ntitle: x\n{line}\n---\n").image == "https://weekly.example/a.png"


@pytest.mark.parametrize(
    "line", ["banner: true", "image: none", "header: Hello there", "cover: {title: A quay}", "img: {}"]
)
def test_words_are_no_pictures(line: str) -> None:
    assert parse(f"---\ntitle: x\n{line}\n---\n").image == ""
