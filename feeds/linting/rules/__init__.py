"""The rules: the text of each, its source, the behaviour of readers where it is broken, and the remedy.

The behaviour of readers was measured with 28 of them (docs/feeds.md); what is not known of any is
left out. `docs/check.md` is made from these tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from feeds.linting.findings import Finding, Rule
from feeds.linting.rules import atom, common, extensions, others, rss

#: The rules by id, in the order of the documentation.
RULES: Mapping[str, Rule] = {
    rule.id: rule for rule in (*common.TABLE, *rss.TABLE, *atom.TABLE, *extensions.TABLE, *others.TABLE)
}


def found_at(rule: str, line: int, fault: str) -> Finding:
    """Return the finding that the rule with this id is broken at *line* (1-based; 0: by the document as a whole)."""
    return Finding(rule=RULES[rule], line=line, fault=fault)
