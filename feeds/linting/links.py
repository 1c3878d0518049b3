"""Check the links of a feed: in Atom, and those of Atom in RSS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from feeds.linting import values
from feeds.linting.findings import Finding, quoted
from feeds.linting.html import markup_in_text
from feeds.linting.shapes import CheckContext, Element, Shape, found, label

_ALTERNATE = "alternate"
_HISTORY = frozenset(("current", "first", "last", "next", "next-archive", "prev-archive", "previous"))
#: Of the registry of IANA, those that a feed may have a use for.
_RELATIONS = _HISTORY | frozenset(
    "about alternate amphtml appendix archives author bookmark canonical chapter cite-as collection contents copyright "
    "describedby describes disclosure duplicate edit edit-form edit-media enclosure glossary help hub icon index item "
    "latest-version license memento monitor original payment pingback predecessor-version prev preview privacy-policy "
    "profile related replies search section self service service-desc service-doc start status stylesheet subsection "
    "successor-version tag terms-of-service timegate timemap type up version-history via webmention "
    "working-copy".split()
)
_IANA = "http://www.iana.org/assignments/relation/"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def relation_of(link: Element) -> str:
    """Return the relation of *link*."""
    return str(link.get("rel", _ALTERNATE)).removeprefix(_IANA)


def _is_in_entry(link: Element) -> bool:
    parent = link.getparent()
    return parent is not None and str(parent.tag).rpartition("}")[2] in ("entry", "item")


def _link(link: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of a link by itself."""
    relation = relation_of(link)
    if relation not in _RELATIONS and not (":" in relation and not list(values.full_iri(relation))):
        yield found("relation", link, f"rel of {label(link)} is not known: {quoted(relation)}")
    for fault in markup_in_text(str(link.get("title", ""))):
        yield found(fault.rule, link, f"title of {label(link)} {fault.text}")
    if "".join(link.itertext()).strip():
        yield found("link-content", link, f"{label(link)} is not empty")
    if relation in _HISTORY and _is_in_entry(link):
        yield found("history-in-entry", link, f"{label(link)} in an entry has the relation {quoted(relation)}")


LINK = Shape(
    anything=True,
    checks=(_link,),
    attributes={
        "rel": values.not_blank_value,
        "type": values.media_type,
        "title": values.not_blank_value,
        "length": values.whole_number,
        "hreflang": values.language,
        "href": values.iri,
        "thr:count": values.whole_number,
        "thr:updated": values.rfc3339_date(offsets=True),
    },
    needs=("href",),
)


def self_findings(head: Element, links: Sequence[Element], context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of the link of a feed to itself, of which *head* is the head."""
    own = [link for link in links if relation_of(link) == "self"]
    if not own:
        yield found("self-link", head, "the feed does not name its own address")
    for link in own[:1]:
        address = urljoin(_base_of(link), str(link.get("href", "")))
        if not urlsplit(address).netloc:
            yield found("relative-self", link, f"the address of the feed is not in full: {quoted(address)}")
        elif context.url and address.partition("#")[0] != context.url.partition("#")[0]:
            yield found("self-differs", link, f"the feed names {address} as its address, and is at {context.url}")


def _base_of(element: Element) -> str:
    """Return the address that relative ones in *element* are relative to."""
    bases = [str(one.get(_BASE)) for one in (element, *element.iterancestors()) if one.get(_BASE)]
    base = ""
    for one in reversed(bases):
        base = urljoin(base, one)
    return base


def history_findings(head: Element, links: Sequence[Element], *, complete: bool, archive: bool) -> Iterator[Finding]:
    """Yield the findings of links to other documents (RFC 5005) of a feed that is *complete*, or of an *archive*."""
    relations = {relation_of(link) for link in links}
    own = {str(link.get("href")) for link in links if relation_of(link) == "self"}
    if complete:
        for link in links:
            relation = relation_of(link)
            if relation in _HISTORY and not (relation == "current" and (not own or str(link.get("href")) in own)):
                fault = f"the feed is complete, and has a link with the relation {quoted(relation)}"
                yield found("complete-history", link, fault)
    elif archive and "current" not in relations:  # the only archive of a feed has no neighbours
        yield found("archive-links", head, "the archive does not link to the current feed")
