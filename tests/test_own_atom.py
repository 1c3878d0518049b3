"""Our own Atom feeds are read as feedparser reads them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from feeds.past import parse_feed, parse_foreign
from tests.archives import DEFAULT, write_issues
from tests.folder import Folder

HOSTILE = """---
title: ' A & <b>B</b> \u00e9 \u65e5\u672c '
date: 2026-01-02
---
## <i>x</i> &amp; y

<pre>
 a
  b
</pre>

&nbsp;c]]>
"""


def by_feedparser(content: bytes) -> bytes:
    return content.replace(b">feed-republisher<", b">another<")


def test_an_own_feed_is_read_as_any_feed_is(site: Folder) -> None:
    site.configure(DEFAULT + "topics: [{slug: robots, words: [robot*]}]\n")
    write_issues(site, 20)
    site.write("hostile.md", HOSTILE)
    site.write("short.md", "---\ntitle: Short\ndate: 2026-01-03\nlink: https://b.example/?a=1&b=2\n---\nA line.\n")
    site.build()
    documents = [content for path, content in site.tree().items() if path.endswith("atom.xml")]
    assert len(documents) > 5
    for content in documents:
        own = parse_feed(content, "x", parse_foreign)
        assert own.ours
        assert own.entries
        assert own == replace(parse_feed(by_feedparser(content), "x", parse_foreign), ours=True)


@pytest.mark.parametrize("damage", [b"<entry>", b"&nbsp;", b"\x0b"])
def test_a_damaged_own_feed_is_read_as_any_feed_is(site: Folder, damage: bytes) -> None:
    site.issue()
    site.build()
    content = (site.public / "atom.xml").read_bytes().replace(b"</title>", damage + b"</title>", 2)
    assert parse_feed(content, "x", parse_foreign) == replace(
        parse_feed(by_feedparser(content), "x", parse_foreign), ours=True
    )
