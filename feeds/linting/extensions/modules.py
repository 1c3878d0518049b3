"""Check small extensions: Dublin Core, how often a feed is updated, comments, and replies (RFC 4685)."""

from __future__ import annotations

from feeds.linting import values
from feeds.linting.shapes import Shape, text
from feeds.linting.values import one_of, unless_empty

_TERMS = {
    "dcterms:created": text(values.w3c_date),
    "dcterms:issued": text(values.w3c_date),
    "dcterms:modified": text(values.w3c_date),
}
_REPLY_TO = Shape(
    anything=True,
    attributes={
        "href": values.iri, "ref": values.full_address, "source": values.iri, "type": unless_empty(values.media_type)
    },
)  # fmt: skip
#: Elements of a feed.
OF_FEED = {
    **_TERMS,
    "thr:in-reply-to": _REPLY_TO,
    "sy:updatePeriod": text(one_of("update-period", "hourly", "daily", "weekly", "monthly", "yearly")),
    "sy:updateFrequency": text(values.positive_number),
    "sy:updateBase": text(values.w3c_date),
}
#: Elements of an entry.
OF_ENTRY = {
    **_TERMS,
    "slash:comments": text(values.whole_number),
    "thr:in-reply-to": _REPLY_TO,
    "thr:total": text(values.whole_number),
    "wfw:comment": text(values.full_address),
    "wfw:commentRss": text(values.full_address),
}
