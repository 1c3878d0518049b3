"""Documents that each break one rule of `feeds check` about RSS 1.0 or an extension, made of correct ones."""

from __future__ import annotations

RDF = """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://harbour.example/rdf.xml">
<title>Harbour News</title>
<link>https://harbour.example/</link>
<description>What the tide brings</description>
<image rdf:resource="https://harbour.example/a.png"/>
<items><rdf:Seq><rdf:li rdf:resource="https://harbour.example/1"/></rdf:Seq></items>
<sy:updatePeriod>daily</sy:updatePeriod>
</channel>
<image rdf:about="https://harbour.example/a.png">
<title>Harbour News</title>
<url>https://harbour.example/a.png</url>
<link>https://harbour.example/</link>
</image>
<item rdf:about="https://harbour.example/1">
<title>Fog</title>
<link>https://harbour.example/1</link>
<description>Fog, &lt;em&gt;again&lt;/em&gt;</description>
<dc:date>2026-01-05T09:00:00Z</dc:date>
</item>
</rdf:RDF>
"""
SHOW = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml"
  xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
<title>Harbour Talk</title>
<link>https://harbour.example/talk/</link>
<description>Talks at the quay</description>
<language>en</language>
<itunes:explicit>false</itunes:explicit>
<itunes:type>episodic</itunes:type>
<itunes:owner><itunes:name>Mira</itunes:name><itunes:email>mira@harbour.example</itunes:email></itunes:owner>
<itunes:category text="Society &amp; Culture"><itunes:category text="Places &amp; Travel"/></itunes:category>
<podcast:locked owner="mira@harbour.example">yes</podcast:locked>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
<atom:link rel="self" type="application/rss+xml" href="https://harbour.example/talk.xml"/>
<item>
<title>Fog</title>
<link>https://harbour.example/talk/1</link>
<guid isPermaLink="false">tag:harbour.example,2026:talk-1</guid>
<pubDate>Mon, 05 Jan 2026 09:00:00 GMT</pubDate>
<enclosure url="https://harbour.example/1.mp3?from=feed" length="1" type="audio/mpeg"/>
<itunes:episodeType>full</itunes:episodeType>
<itunes:subtitle>An hour in the fog</itunes:subtitle>
<podcast:transcript url="https://harbour.example/1.vtt" type="text/vtt"/>
<slash:comments>3</slash:comments>
<georss:point>53.55 9.99</georss:point>
<georss:where><gml:Envelope><gml:lowerCorner>53 9</gml:lowerCorner><gml:upperCorner>54 10</gml:upperCorner></gml:Envelope></georss:where>
<geo:lat>53.55</geo:lat>
<media:group>
<media:content url="https://harbour.example/1.mp4" type="video/mp4" medium="video" width="640" height="" duration="95.5">
<media:title type="html">&lt;b&gt;Fog&lt;/b&gt;</media:title>
<media:hash algo="md5">dfdec888b72151965a34b4b59031290a</media:hash>
</media:content>
</media:group>
<media:credit role="producer" scheme="urn:ebu">Mira</media:credit>
<media:rating scheme="urn:v-chip">TV-G</media:rating>
<media:restriction relationship="allow" type="country">de dk</media:restriction>
<media:thumbnail url="https://harbour.example/1.png" time="0:00:12.5"/>
</item>
</channel>
</rss>
"""  # noqa: E501
_ITEM = RDF[RDF.index("<item rdf") : RDF.index("</rdf:RDF>")]
_ITEMS = RDF[RDF.index("<items>") : RDF.index("<sy:")]
_OWNER = SHOW[SHOW.index("<itunes:owner>") : SHOW.index("<itunes:category")]
_ABOUT = ' rdf:about="https://harbour.example/1"'

#: Each: the rule, a correct document, a part of it, the part with a fault, and the line of the fault.
EXTENSION_FAULTS: tuple[tuple[str, str, str, str, int], ...] = (
    ("missing-attribute", RDF, _ABOUT, "", 17),
    ("address", RDF, _ABOUT, ' rdf:about="one two"', 17),
    ("duplicate-id", RDF, _ITEM, _ITEM + _ITEM, 23),
    ("missing-element", RDF, _ITEMS, "", 4),
    ("missing-element", RDF, "<link>https://harbour.example/1</link>", "", 17),
    ("unknown-attribute", RDF, "rdf:li rdf:resource=", "rdf:li rdf:resources=", 9),
    ("unknown-element", RDF, "<dc:date>", "<pubDate/><dc:date>", 21),
    ("no-date", RDF, "<dc:date>2026-01-05T09:00:00Z</dc:date>", "", 17),
    ("dc-date", RDF, "2026-01-05T09:00:00Z", "today", 21),
    ("update-period", RDF, "daily", "often", 10),
    ("extension-namespace", SHOW, "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss", 5),
    ("extension-namespace", SHOW, "dtds/podcast-1.0.dtd", "DTDs/Podcast-1.0.dtd", 5),
    ("media-value", SHOW, 'medium="video"', 'medium="film"', 32),
    ("media-value", SHOW, 'role="producer"', 'role="Producer"', 37),
    ("media-value", SHOW, "TV-G", "TV-X", 38),
    ("media-value", SHOW, "de dk", "de xx", 39),
    ("media-value", SHOW, ' type="country"', "", 39),
    ("media-value", SHOW, "0:00:12.5", "soon", 40),
    ("media-value", SHOW, "dfdec888b", "dfdec888", 34),
    ("media-adult", SHOW, "<media:rating", "<media:adult>true</media:adult><media:rating", 38),
    ("number", SHOW, 'width="640"', 'width="wide"', 32),
    ("number", SHOW, "95.5", "a minute", 32),
    ("number", SHOW, ">3<", ">three<", 27),
    ("address", SHOW, "https://harbour.example/1.mp4", "//harbour.example/1.mp4", 32),
    ("missing-attribute", SHOW, '<media:thumbnail url="https://harbour.example/1.png"', "<media:thumbnail", 40),
    ("twice", SHOW, "</media:title>", "</media:title><media:title>Fog</media:title>", 33),
    ("place", SHOW, "53.55 9.99", "9.99 153.55 1", 28),
    ("place", SHOW, "53.55 9.99", "99.9 53.55", 28),
    ("place", SHOW, "<gml:upperCorner>54 10", "<gml:upperCorner>north", 29),
    ("place", SHOW, "<geo:lat>53.55", "<geo:lat>153.55", 30),
    ("place-comma", SHOW, "53.55 9.99", "53.55,9.99", 28),
    ("podcast-value", SHOW, ">full<", ">half<", 24),
    ("podcast-value", SHOW, ">episodic<", ">random<", 12),
    ("podcast-value", SHOW, ">yes<", ">maybe<", 15),
    ("podcast-explicit", SHOW, ">false<", ">clean<", 11),
    ("podcast-category", SHOW, "Society &amp; Culture", "Boats", 14),
    ("podcast-category", SHOW, "Places &amp; Travel", "Boats", 14),
    ("podcast-lacks", SHOW, _OWNER, "", 6),
    ("podcast-lacks", SHOW, "<language>en</language>", "", 6),
    ("podcast-length", SHOW, "An hour in the fog", "fog " * 65, 25),
    ("podcast-format", SHOW, "1.mp3?", "1.ogg?", 23),
    ("missing-element", SHOW, "<itunes:email>mira@harbour.example</itunes:email>", "", 13),
    ("missing-attribute", SHOW, ' type="text/vtt"', "", 26),
    ("unknown-element", SHOW, "<itunes:type>", "<itunes:duration>9</itunes:duration><itunes:type>", 12),
    ("urn", SHOW, "917393e3-", "917393e3", 16),
)
