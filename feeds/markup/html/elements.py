"""Normalise elements: make addresses absolute, and replace elements that readers drop."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from feeds.markup.embeds import embedded_at
from feeds.markup.html.pictures import address_of, candidates, is_invisible, set_of
from feeds.markup.html.survey import Survey
from feeds.markup.nodes import BLOCKS, DROPPED, FRAMES, WRAPPERS, Element, parent_of, replace_all, wrap_content
from feeds.regex import regex
from feeds.urls import absolute, host

_PLAYERS = (
    *("lite-youtube", "lite-vimeo", "youtube-video", "vimeo-video", "amp-youtube", "amp-vimeo", "amp-twitter"),
    *("youtube", "vimeo", "tweet", "gist", "codepen"),  # components
)
_GIST = regex(r"(https://gist\.github\.com/[\w./-]{1,200})\.js(?:\Z|\?)")


def normalise_elements(body: Element, base: str, made_of: Survey) -> None:
    """Convert the elements of *body*, *made_of* this, to a form that feeds can carry; links are relative to *base*."""
    replaced: list[tuple[Element, str]] = []
    present = made_of.tags | {"blockquote"}  # what boxes become
    may_hold = made_of.has_any(*SPEAKING)
    for element in list(body.iterdescendants(*HANDLED.intersection(present))):
        if may_hold and element.getparent() is None:
            continue  # it was within a frame that is a link now, as what older browsers show
        text = _HANDLERS[str(element.tag)](element, base)
        if text is not None:
            replaced.append((element, text))
    replace_all(body, replaced)


# A handler returns the text that replaces the element, or None if the element stays.


def _normalise_anchor(element: Element, base: str) -> None:
    href = element.get("href")
    if href is None:
        return
    if href.startswith("#") and "footnote-reference" in (parent_of(element).get("class") or ""):
        return  # `gather_footnotes` resolves it
    target = absolute(href, base) if href else ""  # an address that a template would fill in is empty
    if not target:
        del element.attrib["href"]
    elif target != href:
        element.set("href", target)


def _normalise_image(element: Element, base: str) -> str | None:
    if is_invisible(element):
        return ""
    src = _absolute_file(address_of(element), base)
    if not src.startswith("http"):
        return element.get("alt") or ""
    element.set("src", src)
    _normalise_addresses(element, base)
    return None


def _normalise_amp_image(element: Element, base: str) -> str | None:
    element.tag = "img"
    return _normalise_image(element, base)


def _normalise_addresses(element: Element, base: str) -> None:
    addresses = {
        name: _absolute_file(element.get(name, ""), base)
        for name in ("src", "poster", "cite")
        if name in element.attrib
    }
    if srcset := set_of(element):
        addresses["srcset"] = _absolute_srcset(srcset, base)
    for name, address in addresses.items():
        if address:
            element.set(name, address)
        else:
            element.attrib.pop(name, None)


def _absolute_file(address: str, base: str) -> str:
    """Return the absolute *address* of a file, or ""; the page itself, which an empty address means, is none."""
    target = absolute(address, base)
    return "" if target.partition("#")[0] == base.partition("#")[0] else target


def _absolute_srcset(srcset: str, base: str) -> str:
    found = ((_absolute_file(address, base), size) for address, size in candidates(srcset))
    return ", ".join(f"{target} {size}".strip() for target, size in found if target)


def _link_frame(element: Element, base: str) -> str | None:
    """Replace an embedded frame by a link, because readers drop frames silently."""
    names = ("src", "data-src", "data-lazy-src", "data")
    written = next((address for name in names if (address := (element.get(name) or "").strip())), "")
    target = absolute(written, base)
    if not written or not target.startswith("http"):
        return ""
    for child in list(element):
        element.remove(child)
    title = element.get("title") or host(target)
    element.attrib.clear()
    inline = parent_of(element).tag not in WRAPPERS | {"body", "figure"}
    element.tag = "span" if inline else "p"
    element.text = None
    anchor = etree.SubElement(element, "a", href=target)
    anchor.text = f"▶ {title}"
    return None


def _link_object(element: Element, base: str) -> str | None:
    """Show what an author wrote for readers without frames, if it has a link; otherwise replace the object by one."""
    if next(element.iter("a"), None) is None:
        return _link_frame(element, base)
    element.attrib.clear()
    element.tag = "div" if any(child.tag in BLOCKS for child in element) else "span"
    return None


def _link_embed(element: Element, base: str) -> str | None:
    """Replace an element of a player, such as `lite-youtube`, by a link to what it shows."""
    target = embedded_at(str(element.tag), {str(name): str(value) for name, value in element.attrib.items()}, ())
    if not target:
        return None
    title = element.get("title") or (element.get("playlabel") or "").removeprefix("Play: ")
    element.attrib.clear()
    element.set("src", target)
    if title:
        element.set("title", title)
    return _link_frame(element, base)


def _link_script(element: Element, base: str) -> str | None:
    """Replace a script that inserts code by a link to the code, and remove others."""
    found = _GIST.match(element.get("src") or "")
    if not found:
        return ""
    element.set("src", found[1])
    return _link_frame(element, base)


def _normalise_checkbox(element: Element, base: str) -> str:
    checkbox = element.get("type") == "checkbox"
    checked = element.get("checked") is not None
    return ("☑" if checked else "☐") if checkbox else ""


def _normalise_summary(element: Element, base: str) -> None:
    element.tag = "p"
    wrap_content(element, "strong")


def _preformat(element: Element, base: str) -> None:
    element.tag = "pre"  # a parser of HTML5 never closes `plaintext`: all that follows would be its text


def _keep_direction(element: Element, base: str) -> None:
    if element.get("dir"):
        element.tag = "bdi"  # readers drop `span`, and with it the direction of its words


_HANDLERS: dict[str, Callable[[Element, str], str | None]] = {
    **dict.fromkeys(DROPPED, lambda element, base: ""),
    **dict.fromkeys(FRAMES, _link_frame),
    "object": _link_object,
    **dict.fromkeys(_PLAYERS, _link_embed),
    "script": _link_script,
    **dict.fromkeys(("source", "audio", "video", "blockquote", "q"), _normalise_addresses),
    "a": _normalise_anchor,
    "img": _normalise_image,
    "amp-img": _normalise_amp_image,
    "input": _normalise_checkbox,
    "plaintext": _preformat,
    "span": _keep_direction,
    "summary": _normalise_summary,
}
HANDLED = frozenset(_HANDLERS)
#: Those of which a handler may leave words that were in an attribute.
SPEAKING = FRAMES.union(_PLAYERS, ("object", "script", "img", "amp-img"))
