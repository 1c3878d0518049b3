"""Documents that each break one rule of `feeds check`, made of correct ones."""

from __future__ import annotations

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:fh="http://purl.org/syndication/history/1.0">
<channel>
<title>Harbour News</title>
<link>https://harbour.example/</link>
<description>What the tide brings</description>
<language>en</language>
<image><url>https://harbour.example/a.png</url><title>Harbour News</title><link>https://harbour.example/</link></image>
<atom:link rel="self" type="application/rss+xml" href="https://harbour.example/rss.xml"/>
<item>
<title>Fog</title>
<link>https://harbour.example/1</link>
<description>Fog, &lt;a href="https://harbour.example/2"&gt;again&lt;/a&gt;</description>
<guid isPermaLink="false">tag:harbour.example,2026:1</guid>
<pubDate>Mon, 05 Jan 2026 09:00:00 GMT</pubDate>
</item>
</channel>
</rss>
"""
ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">
<title>Harbour News</title>
<id>tag:harbour.example,2026:feed</id>
<updated>2026-01-05T09:00:00Z</updated>
<author><name>Mira</name></author>
<link rel="alternate" type="text/html" href="https://harbour.example/"/>
<link rel="self" type="application/atom+xml" href="https://harbour.example/atom.xml"/>
<entry>
<title>Fog</title>
<id>tag:harbour.example,2026:1</id>
<updated>2026-01-05T09:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://harbour.example/1"/>
<content type="html">&lt;p&gt;Fog&lt;/p&gt;</content>
</entry>
</feed>
"""
JSON = """\
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Harbour News",
  "feed_url": "https://harbour.example/feed.json",
  "authors": [{"name": "Mira"}],
  "items": [
    {
      "id": "tag:harbour.example,2026:1",
      "url": "https://harbour.example/1",
      "content_html": "<p>Fog</p>",
      "date_published": "2026-01-05T09:00:00+01:00"
    }
  ]
}
"""
OPML = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head><title>Harbour News</title><dateModified>Mon, 05 Jan 2026 09:00:00 GMT</dateModified></head>
<body>
<outline text="Feeds">
<outline text="Fog" title="Fog" type="rss" xmlUrl="https://harbour.example/rss.xml" version="RSS2"/>
</outline>
</body>
</opml>
"""
CORRECT = {"RSS": RSS, "Atom": ATOM, "JSON Feed": JSON, "OPML": OPML}
_APPLE = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
_ITEM = RSS[RSS.index("<item>") : RSS.index("</channel>")]
_ENTRY = ATOM[ATOM.index("<entry>") : ATOM.index("</feed>")]
_LINK = '<link rel="alternate" type="text/html" href="https://harbour.example/1"/>'
_CONTENT = '<content type="html">&lt;p&gt;Fog&lt;/p&gt;</content>'
_GUID = '<guid isPermaLink="false">tag:harbour.example,2026:1</guid>'
_ENCLOSURE = '<enclosure url="https://e.example/a" length="1" type="audio/mpeg"/>'
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">Fog</div>'
_DATE = "Mon, 05 Jan 2026 09:00:00 GMT"

#: Rule, a correct document, what is replaced in it, by what, and the line where the fault is found then.
FAULTS: tuple[tuple[str, str, str, str, int], ...] = (
    ("well-formed", RSS, "tide brings", "tide & wind", 7),
    ("well-formed", ATOM, "Fog</title>", "F\x01g</title>", 10),
    ("well-formed", JSON, '"Mira"}],', '"Mira"}]', 6),
    ("kind", RSS, RSS, "<html><body>no</body></html>", 1),
    ("kind", JSON, JSON, '{"name": "package"}', 0),
    ("namespace", ATOM, "2005/Atom", "2005/atom", 2),
    ("entries", ATOM, _ENTRY, "".join(_ENTRY.replace("2026:1", f"2026:{n}") for n in range(101)), 2),
    ("replaced-characters", RSS, "tide brings", "tide bringsÃ©", 7),
    ("unknown-element", RSS, "<language>en</language>", "<colour>red</colour>", 8),
    ("unknown-attribute", ATOM, "<entry>", '<entry kind="fog">', 9),
    ("twice", RSS, "<language>en</language>", "<language>en</language><language>en</language>", 8),
    ("missing-element", ATOM, "<id>tag:harbour.example,2026:feed</id>", "", 2),
    ("missing-attribute", ATOM, ' href="https://harbour.example/1"', "", 13),
    ("stray-text", RSS, "<item>", "<item>fog", 11),
    ("empty", RSS, "<title>Fog</title>", "<title></title>", 12),
    ("address", RSS, "https://harbour.example/1<", "/1<", 13),
    ("address", ATOM, 'href="https://harbour.example/1"', 'href="https://harbour.example/a b"', 13),
    ("tag-uri", ATOM, "tag:harbour.example,2026:1", "tag:harbour.example:1", 11),
    ("urn", ATOM, "tag:harbour.example,2026:1", "urn:uuid:1", 11),
    ("language", RSS, ">en<", ">English<", 8),
    (
        "media-type",
        ATOM,
        'type="text/html" href="https://harbour.example/1"',
        'type="html" href="https://e.example"',
        13,
    ),
    ("number", RSS, "<language>en</language>", "<ttl>soon</ttl>", 8),
    ("boolean", RSS, 'isPermaLink="false"', 'isPermaLink="no"', 15),
    ("boolean", RSS, "<item>", f"<itunes:explicit {_APPLE}>perhaps</itunes:explicit><item>", 11),
    ("missing-attribute", RSS, "<pubDate>", f"<itunes:image {_APPLE}/><pubDate>", 16),
    ("number", RSS, "<pubDate>", f"<itunes:episode {_APPLE}>0</itunes:episode><pubDate>", 16),
    ("duration", RSS, "<pubDate>", f"<itunes:duration {_APPLE}>1:75</itunes:duration><pubDate>", 16),
    ("email", ATOM, "<name>Mira</name>", "<name>Mira</name><email>mira at harbour</email>", 6),
    ("duplicate-id", RSS, _ITEM, _ITEM + _ITEM, 22),
    ("duplicate-id", ATOM, _ENTRY, _ENTRY + _ENTRY, 18),
    ("unsafe-html", ATOM, "&lt;p&gt;Fog", "&lt;script&gt;x&lt;/script&gt;", 14),
    ("unsafe-html", JSON, "<p>Fog", "<p onclick='x'>Fog", 8),
    ("relative-link", RSS, "https://harbour.example/2", "/2", 14),
    ("relative-link", ATOM, "&lt;p&gt;Fog", "&lt;img src=fog.png&gt;", 14),
    ("markup-in-text", RSS, "<title>Fog</title>", "<title>&lt;b&gt;Fog&lt;/b&gt;</title>", 12),
    ("future-date", RSS, _DATE, "Mon, 05 Jan 2099 09:00:00 GMT", 16),
    ("future-date", JSON, "2026-01-05T", "2099-01-05T", 8),
    ("self-link", ATOM, 'rel="self"', 'rel="related"', 2),
    ("self-link", JSON, '"feed_url": "https://harbour.example/feed.json",', "", 1),
    ("relative-self", RSS, "https://harbour.example/rss.xml", "/rss.xml", 10),
    ("history-in-entry", ATOM, _LINK, _LINK + _LINK.replace("alternate", "next-archive"), 13),
    ("complete-history", ATOM, "<author>", f"<fh:complete/>{_LINK.replace('alternate', 'prev-archive')}<author>", 6),
    ("archive-links", ATOM, "<author>", "<fh:archive/><author>", 2),
    ("rss-version", RSS, 'rss version="2.0"', 'rss version="3"', 3),
    ("rss-date", RSS, _DATE, "2026-01-05T09:00:00Z", 16),
    ("rss-date", RSS, _DATE, "Tue, 05 Jan 2026 09:00:00 GMT", 16),
    ("rss-date", RSS, _DATE, "Mon, 31 Feb 2026 09:00:00 GMT", 16),
    ("rss-odd-date", RSS, _DATE, "Mon, 05 Jan 26 09:00:00 GMT", 16),
    ("dc-date", RSS, "<pubDate>", "<dc:date>today</dc:date><pubDate>", 16),
    ("dc-date-only", RSS, f"<pubDate>{_DATE}</pubDate>", "<dc:date>2026-01-05</dc:date>", 16),
    ("no-date", RSS, f"<pubDate>{_DATE}</pubDate>", "", 11),
    ("no-link", RSS, "<link>https://harbour.example/1</link>", "", 11),
    ("guid", RSS, ' isPermaLink="false"', "", 15),
    ("guid-differs", RSS, _GUID, "<guid>https://harbour.example/3</guid>", 15),
    ("no-guid", RSS, _GUID, "", 11),
    ("weak-guid", RSS, "tag:harbour.example,2026:1", "17", 15),
    (
        "item-text",
        RSS,
        RSS[RSS.index("<title>Fog") : RSS.index("<guid")],
        "<link>https://harbour.example/1</link>\n",
        11,
    ),
    ("contact", RSS, "<guid", "<author>mira@harbour.example</author><guid", 15),
    ("skip", RSS, "<language>en</language>", "<skipHours><hour>24</hour></skipHours>", 8),
    ("image-size", RSS, "</image>", "<width>200</width></image>", 9),
    ("image-format", RSS, "a.png", "a.webp", 9),
    ("image-differs", RSS, "<title>Harbour News</title><link>", "<title>Logo</title><link>", 9),
    ("description-first", RSS, "<description>Fog", "<content:encoded>x</content:encoded><description>Fog", 11),
    ("items-last", RSS, "</item>", "</item><category>Fog</category>", 17),
    ("text-input", RSS, "<item>", "<textInput/><item>", 11),
    (
        "enclosures",
        RSS,
        "<guid",
        '<enclosure url="https://e.example/a" length="1" type="audio/mpeg"/>' * 2 + "<guid",
        15,
    ),
    ("said-twice", RSS, "<guid", "<author>m@e.example (M)</author><dc:creator>M</dc:creator><guid", 15),
    ("atom-date", ATOM, "<updated>2026-01-05T09:00:00Z</updated>\n<link", "<updated>2026-01-05</updated>\n<link", 12),
    ("atom-offset", ATOM, "00:00Z</updated>\n<link", "00:00+02:00</updated>\n<link", 12),
    ("blanks", ATOM, "<id>tag:harbour.example,2026:1", "<id> tag:harbour.example,2026:1", 11),
    ("empty-attribute", ATOM, '<content type="html">', '<content type="">', 14),
    ("prefix", ATOM, ATOM, '<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', 1),
    ("alternates", ATOM, _LINK, _LINK + _LINK, 13),
    ("content-or-link", ATOM, _LINK + "\n" + _CONTENT, "<summary>Fog</summary>", 9),
    ("summary-needed", ATOM, _CONTENT, '<content src="https://e.example/a.mp3" type="audio/mpeg"/>', 14),
    ("text-type", ATOM, "<title>Fog", '<title type="text/plain">Fog', 10),
    ("xhtml-div", ATOM, _CONTENT, '<content type="xhtml">Fog</content>', 14),
    ("base64", ATOM, _CONTENT, '<content type="image/png">Fog!</content><summary>Fog</summary>', 14),
    ("relation", ATOM, _LINK, _LINK + _LINK.replace("alternate", "friend"), 13),
    ("link-content", ATOM, _LINK, _LINK.replace("/>", ">Fog</link>"), 13),
    ("head-first", ATOM, "</entry>", "</entry><subtitle>Fog</subtitle>", 15),
    ("link-order", ATOM, _LINK, _LINK.replace("alternate", "via") + _LINK, 13),
    ("entry-source", ATOM, "<content", "<source><title>Fog</title></source><content", 14),
    (
        "xhtml",
        ATOM,
        _CONTENT,
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Fog</div></content>',
        14,
    ),
    ("html-title", ATOM, "<title>Fog", '<title type="html">R&amp;amp;D', 10),
    ("json-version", JSON, "version/1.1", "version/7", 1),
    ("json-missing", JSON, '"id": "tag:harbour.example,2026:1",', "", 1),
    ("json-missing", JSON, '"title": "Harbour News",', "", 1),
    ("json-type", JSON, '"https://harbour.example/1"', "1", 8),
    ("json-id", JSON, '"tag:harbour.example,2026:1"', "1", 8),
    ("json-content", JSON, '"content_html": "<p>Fog</p>",', "", 8),
    ("json-date", JSON, "2026-01-05T09:00:00+01:00", "2026-01-05", 8),
    ("json-author", JSON, '"authors": [{"name": "Mira"}]', '"author": {"name": "Mira"}', 1),
    ("opml-version", OPML, 'version="2.0"', 'version="9"', 2),
    ("outline-type", OPML, ' type="rss"', "", 6),
    ("outline-version", OPML, "RSS2", "Atom", 6),
    ("outline-address", OPML, ' xmlUrl="https://harbour.example/rss.xml"', "", 6),
    ("outline-title", OPML, ' title="Fog"', "", 6),
)
