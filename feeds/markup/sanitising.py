"""Sanitise HTML with an HTML5 parser (ammonia) and an allow-list, as the last step before a feed.

The list contains the elements that readers keep: feedparser, Miniflux and SimplePie drop the
others anyway, and the W3C validator warns about style, svg, iframe and custom elements. It warns about MathML, too,
which stays: without it a formula is words in a row. Elements of MathML that may hold HTML
(`annotation-xml`) or run something (`maction`) are not among them.
"""

from __future__ import annotations

from functools import cache

import nh3

from feeds.markup.characters import clean
from feeds.markup.nodes import MATHML
from feeds.regex import regex
from feeds.urls import SCHEMES

TAGS = MATHML | frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q rp rt ruby s samp small strong sub sup table tbody td "
    "tfoot th thead time tr u ul var audio video source picture".split()
)
_ATTRIBUTES = {
    "*": {"dir"},
    "a": {"href", "title", "hreflang"},
    "img": {"src", "srcset", "alt", "title", "width", "height"},
    "source": {"src", "srcset", "type"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "poster", "width", "height"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "abbr": {"title"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "separator", "form", "lspace", "rspace", "movablelimits", "largeop"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mpadded": {"width"},
    "mfrac": {"linethickness"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnspan", "rowspan"},
}
#: Elements that may be wider than a page scroll on their own: by keys, too, if they can be focused (WCAG 2.1.1).
_FOCUSABLE = {"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}}


def _cleaner(more: dict[str, dict[str, str]]) -> nh3.Cleaner:
    """Return a cleaner that gives elements *more* attributes."""
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        set_tag_attribute_values=more,
        url_schemes=set(SCHEMES),
        clean_content_tags={"script", "style", "template", "noscript", "svg"},
        link_rel=None,
    )


_CLEANER = _cleaner({})
_LONG, _MANY = 50_000, 1_000
#: What nh3 writes in quadratic time, because it looks for each `&` and for each byte that may begin a no-break space
#: up to the end of the text. Noncharacters take their place meanwhile: clean content has none.
_SLOW = {"&amp;": "\ufffe", **{chr(0xA0 + number): chr(0xFDD0 + number) for number in range(32)}}
_BACK = {ord(sign): "&nbsp;" if slow == "\xa0" else slow for slow, sign in _SLOW.items()}

_TAG = regex(r"<[^<>]*+>")
#: The elements of what is plain: each has only those before it. A heading is alone.
_PAIRS = ("<code></code>", "<em></em>", "<strong></strong>", "<p></p>")
_HEADINGS = ("<h2></h2>", "<h3></h3>", "<h4></h4>")
_REFERENCES = ("&amp;", "&lt;", "&gt;")


def sanitise(content: str) -> str:
    """Return *content* as HTML that is safe in any reader and free of HTML5 parse errors."""
    return sanitise_part(content).strip()


def sanitise_part(content: str) -> str:
    """Return the same with the blanks around it: parts that are sanitised and joined are the whole, sanitised.

    That is so because canonical HTML closes what it opens. Characters are cleaned again, because the parser
    resolves references such as `&#8;`.
    """
    return clean(sanitise_elements(content))


def sanitise_elements(content: str) -> str:
    """Return the same with characters that are yet to be cleaned."""
    return _run(_CLEANER, content)


def sanitise_for_page(content: str) -> str:
    """Return *content* as `sanitise` does, for a page of ours: one can scroll with keys through what is wide.

    >>> sanitise_for_page("<pre>ls</pre>")
    '<pre tabindex="0">ls</pre>'
    """
    return clean(_run(_page_cleaner(), content)).strip()


def is_plain(content: str) -> bool:
    """Return whether *content* is a heading, or paragraphs, of words without links: sanitised, that stays as it is.

    Half of all parts or more are only that, and seeing it takes a tenth of the time. What is looked for is the
    little that is known to be harmless: whatever has an attribute or any other element is sanitised.

    >>> is_plain("<p>R&amp;D, <em>now</em></p>"), is_plain("<h2>News</h2>")
    (True, True)
    >>> is_plain('<p><a href="/">Home</a></p>'), is_plain("<p>a<p>b"), is_plain("<script>a</script>")
    (False, False, False)
    """
    if '"' in content or "\xa0" in content:  # an attribute, as a rule; what is written as `&nbsp;`
        return False
    tags = _TAG.findall(content)
    if not len(tags) == content.count("<") == content.count(">"):
        return False
    elements = "".join(tags)
    for pair in _PAIRS:
        elements = elements.replace(pair, "")
    if elements and elements not in _HEADINGS:
        return False
    return "&" not in content or content.count("&") == sum(map(content.count, _REFERENCES))


def _run(cleaner: nh3.Cleaner, content: str) -> str:
    """Return *content* as *cleaner* leaves it, in time that is proportional to its length."""
    if is_plain(content):
        return content
    if len(content) < _LONG:
        return cleaner.clean(content)
    content = clean(content)  # no noncharacters, and no controls, which are slow, too
    if sum(map(content.count, _SLOW)) < _MANY:
        return cleaner.clean(content)
    for slow, sign in _SLOW.items():
        content = content.replace(slow, sign)
    return cleaner.clean(content).translate(_BACK)


@cache
def _page_cleaner() -> nh3.Cleaner:
    return _cleaner(_FOCUSABLE)
