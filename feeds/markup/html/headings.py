"""Remove links from headings that lead to the headings, or back to the contents of their page."""

from __future__ import annotations

import re

from feeds.markup.nodes import Element, all_text, replace_all, set_text_before, text_before
from feeds.regex import regex
from feeds.urls import absolute, host

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = "\u200b-\u200d\u2060\u00ad\ufeff\ufe0e\ufe0f"  # characters without width, and the choice of an emoji's style
_SIGNS = regex(rf"[\s{_UNSEEN}#¶§🔗⚓⛓🔖∞※↩☍]*+\Z")
_SAYS_SO = regex(
    r"\s*+#?\s*+(?:(?:permanent |direct |copy |anchor |heading |section )*+"
    r"(?:permalink|anchor|link)(?:\s(?:to|for|of)\s.*+)?+|section titled\b.*+|[¶#§]\s?+[\w-]*+)\s*+\Z",
    re.IGNORECASE | re.DOTALL,
)
_BACK = regex(
    r"\s*+(?:(?:back |go |return )?(?:to )?(?:the )?(?:top|toc|contents|table of contents)|[↑⬆⇧⇑▲🔝]\ufe0f?)\s*+\Z",
    re.IGNORECASE,
)
_BRACKETS = {"[": "]", "(": ")"}
_EDGE = f" \t\n\u00a0{chr(0x200B)}\u2060"


def unlink_headings(body: Element, base: str) -> None:
    """Remove links in the headings of *body* that lead to the headings, with their signs (`¶`, "Permalink").

    So are links back to the top, such as `[toc]`, if they are the last words. Links are relative
    to *base*. If the words of the heading are a link to it, they stay, without the link. An anchor
    that only the link had becomes the anchor of the heading.
    """
    for heading in body.iter(*_HEADINGS):
        own = [link for link in heading.iter("a") if _leads_here(link, base)] if len(heading) else []
        if own:
            _unlink(heading, own)


def _unlink(heading: Element, own: list[Element]) -> None:
    signs = [link for link in own if _is_sign(link) or _leads_back(link)]
    for sign in signs:
        if _is_in_brackets(sign) and _leads_back(sign):
            _remove_brackets(sign)
    if _is_only(heading, signs):
        return
    for link in own:
        if heading.get("id") is None and (anchor := link.get("id") or link.get("name")):
            heading.set("id", anchor)
        link.attrib.pop("href")
    if signs:
        replace_all(heading, [(sign, "") for sign in signs])
        _trim(heading)


def _is_only(heading: Element, signs: list[Element]) -> bool:
    """Return whether *heading* has no words but those of *signs*."""
    length = sum(len("".join(_words(sign).split())) for sign in signs)
    return len("".join(_words(heading).split())) <= length


def _leads_here(link: Element, base: str) -> bool:
    """Return whether *link* leads to a place on its own page."""
    href = link.get("href") or ""
    if "#" not in href or "footnote" in (link.get("class") or ""):
        return False
    words = _words(link).strip()
    if words and _SIGNS.match(words) and host(absolute(href, base)) == host(base):
        return True  # the page may have had another address
    return href.startswith("#") or absolute(href, base).partition("#")[0] == base.partition("#")[0]


def _is_sign(link: Element) -> bool:
    words = _words(link)
    return bool(_SIGNS.match(words) or _SAYS_SO.match(words))


def _leads_back(link: Element) -> bool:
    """Return whether *link* leads back to the top of its page, and only brackets around it are behind it."""
    if not _BACK.match(_words(link)) or link.getnext() is not None:
        return False
    return not (link.tail or "").strip(_EDGE) or _is_in_brackets(link)


def _is_in_brackets(link: Element) -> bool:
    opening = text_before(link).rstrip(_EDGE)[-1:]
    return bool(opening) and _BRACKETS.get(opening) == (link.tail or "").strip(_EDGE)


def _remove_brackets(link: Element) -> None:
    set_text_before(link, text_before(link).rstrip(_EDGE)[:-1])
    link.tail = None


def _words(element: Element) -> str:
    """Return the text in *element*, without that of drawings."""
    if next(element.iter("svg"), None) is None:
        return all_text(element)
    return "".join(element.xpath(".//text()[not(ancestor::svg)]"))


def _trim(heading: Element) -> None:
    """Remove the blanks that were between the words of *heading* and a sign."""
    heading.text = (heading.text or "").lstrip(_EDGE)
    last = heading[-1] if len(heading) else None
    if last is None:
        heading.text = heading.text.rstrip(_EDGE)
    elif last.tail:
        last.tail = last.tail.rstrip(_EDGE)
