"""The findings of `feeds check`, printed for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import to_builtins

from feeds.errors import printable
from feeds.inspecting import Inspection, Remark
from feeds.linting import RULES
from feeds.report import counted

_SHOWN = 3  # places of one rule in one document


def check_lines(remarks: Iterable[Remark], *, everything: bool) -> Iterator[str]:
    """Yield a line for each of *remarks*, or for the first three of a rule in each document."""
    for path, group in groupby(remarks, key=lambda remark: remark.where.path):
        counts: Counter[str] = Counter()
        for remark in group:
            counts[remark.rule] += 1
            if everything or counts[remark.rule] <= _SHOWN:
                yield remark_line(remark)
        more = {} if everything else {rule: count - _SHOWN for rule, count in counts.items() if count > _SHOWN}
        yield from (f"{printable(path)}: {count} more [{rule}] (--all prints them)" for rule, count in more.items())


def remark_line(remark: Remark) -> str:
    """Return the place, the fault, what readers do, the remedy and the rule of *remark*."""
    place = f"{remark.where}: " if remark.where.path else ""
    readers = f"; {remark.readers}" if remark.readers else ""
    remedy = f" ({remark.remedy})" if remark.remedy else ""
    return place + printable(f"{remark.severity}: {remark.fault}{readers}{remedy} [{remark.rule}]")


def summary_of(inspections: Sequence[Inspection]) -> str:
    """Return how many documents were checked, and what was found, in one line."""
    documents = sum(len(one.documents) for one in inspections)
    severities = Counter(remark.severity for one in inspections for remark in one.remarks)
    found = [counted(severities[kind], kind) for kind in ("error", "warning") if severities[kind]]
    return f"{counted(documents, 'document')} checked: {', '.join(found) or 'nothing found'}."


def remarks_as_json(inspections: Sequence[Inspection]) -> str:
    """Return what was found for programs."""
    values = {
        "documents": [place for one in inspections for place in one.documents],
        "remarks": [_values(remark) for one in inspections for remark in one.remarks],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _values(remark: Remark) -> dict[str, object]:
    values = to_builtins(remark)
    where = values.pop("where")
    return {"path": where["path"], "line": where["line"], **values}


def rule_lines() -> Iterator[str]:
    """Yield a line for each rule."""
    for rule in RULES.values():
        readers = f" {rule.readers[0].upper()}{rule.readers[1:]}." if rule.readers else ""
        yield f"{rule.id}: {rule.severity}, {rule.formats}. {rule.says}{readers} ({rule.source})"
