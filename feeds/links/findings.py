"""Findings on the page of an issue, and how they are stored."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct, field

from feeds.links.alignment import split_words
from feeds.links.placing import Recovered
from feeds.markup import to_text
from feeds.model import Passage

_OPENING = 8  # words by which a section is recognised


class Rest(Struct, frozen=True):
    """The rest of a text that was cut off."""

    words: str  # the last whole words before the cut
    tail: str  # the text after them in the post, such as "…"
    html: str  # the HTML after them on the page


NO_REST = Rest("", "", "")


class Findings(Struct, frozen=True, kw_only=True):
    """Links, anchors and text that the page of an issue has and its post lacks."""

    links: tuple[Recovered, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # first words of a section: fragment that leads to it
    rest: Rest = NO_REST  # of a text that is truncated


NOTHING = Findings()


def opening_of(section: Passage) -> str:
    """Return the first words of *section*, by which its place on a page is remembered."""
    return " ".join(split_words(to_text(section.html)[:400]).words[:_OPENING])


def dump_findings(findings: Findings) -> str:
    """Return *findings* as JSON in a fixed order."""
    values = {
        "links": [[one.words, one.before, one.behind, one.href] for one in findings.links],
        "names": dict(sorted(findings.names.items())),
        "rest": [findings.rest.words, findings.rest.tail, findings.rest.html],
    }
    return json.dumps(values, ensure_ascii=False)


def load_findings(text: str) -> Findings:
    """Return the findings in the output of `dump_findings`.

    Raises:
        ValueError: it is not such output.
    """
    try:
        values = json.loads(text)
        words, tail, html = values["rest"]
        return Findings(
            links=tuple(Recovered(*map(str, one)) for one in values["links"]),
            names={str(opening): str(name) for opening, name in values["names"].items()},
            rest=Rest(str(words), str(tail), str(html)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no findings: {error!r}") from error
