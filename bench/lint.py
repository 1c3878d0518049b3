"""Compare the verdicts of `feeds check` with what the test cases of the W3C feed validator expect.

    python bench/lint.py ../feedvalidator/testcases

Each test case is a document, and says in a comment which message the validator is to give, or is not to give.
A case counts where `feeds.linting.RULES` has a rule for its message (`Rule.w3c`), or where it expects a value to be
valid for which there is one. The test cases are not part of this project, and nothing is fetched.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.linting import RULES, check_document

FOLDERS = (
    "atom",
    "rss",
    "rss20",
    "opml",
    "xml",
    *(f"ext/{name}" for name in ("fh", "georss", "itunes", "media", "thr")),
)  # the others are about formats and extensions not checked
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_EXPECTED = re.compile(r"(?:Expect|Message):\s*(!?)(\w*)(?:{([^}]*)})?")
_ELEMENT = re.compile(r"(?:element|ext):([\w:-]+)")
_CHECKED = (
    "atom",
    "content",
    "dc",
    "fh",
    "georss",
    "itunes",
    "media",
    "rdf",
    "thr",
    "xml",
)  # prefixes of elements that are looked at
#: The rules that a valid value must not break, by the message with which the validator confirms it.
CONFIRMED = {
    "ValidURI": ("address",),
    "ValidURLAttribute": ("address",),
    "ValidTAG": ("tag-uri",),
    "ValidURN": ("urn",),
    "ValidMIMEAttribute": ("media-type",),
    "ValidContact": ("email",),
    "ValidLanguage": ("language",),
    "ValidHttpGUID": ("guid",),
    "ValidRFC2822Date": ("rss-date",),
    "ValidW3CDTFDate": ("atom-date", "dc-date"),
    "ValidInteger": ("number",),
    "ValidIntegerAttribute": ("number",),
    "ValidBooleanAttribute": ("boolean",),
    "ValidDay": ("skip",),
    "ValidHour": ("skip",),
    "ValidHeight": ("image-size",),
    "ValidWidth": ("image-size",),
    "ValidAtomLinkRel": ("relation",),
    "ValidNPTTime": ("media-value",),
    "ValidUpdatePeriod": ("update-period",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test case: the rules that it is about, and whether one of them is broken."""

    path: Path
    rules: tuple[str, ...]
    broken: bool
    is_error: bool
    element: str  # that the message is about, or ""


def cases(folder: Path) -> Iterator[Case]:
    """Yield the test cases below *folder* for whose messages there is a rule."""
    for path in (path for name in FOLDERS for path in sorted((folder / name).rglob("*.*"))):
        if path.suffix in (".xml", ".opml") and (found := _EXPECTED.search(path.read_text("utf-8", "replace"))):
            element = _ELEMENT.search(found[3] or "")
            name = element[1] if element else ""
            if ":" not in name or name.partition(":")[0] in _CHECKED:
                yield from _case(path, found[2], name, negated=bool(found[1]))


def _case(path: Path, message: str, element: str, *, negated: bool) -> Iterator[Case]:
    """Yield the case at *path*, which expects a *message* about an *element*, or expects that there is none."""
    if message in CONFIRMED and not negated:
        yield Case(path=path, rules=CONFIRMED[message], broken=False, is_error=True, element="")
    elif message == "Error" and negated:
        errors = tuple(rule.id for rule in RULES.values() if rule.severity == "error")
        yield Case(path=path, rules=errors, broken=False, is_error=True, element="")
    elif rules := [rule for rule in RULES.values() if message in rule.w3c]:
        is_error = any(rule.severity == "error" for rule in rules)
        ids = tuple(rule.id for rule in rules)
        yield Case(path=path, rules=ids, broken=not negated, is_error=is_error, element=element if negated else "")


def agrees(case: Case) -> bool | None:
    """Return whether the verdict is that of *case*; None: the document is of a format that is not checked."""
    findings = check_document(case.path.read_bytes(), NOW).findings
    if any(finding.rule.id == "kind" for finding in findings):
        return None
    about = [finding for finding in findings if not case.element or f"<{case.element}>" in finding.fault]
    return any(finding.rule.id in case.rules for finding in about) == case.broken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("testcases", type=Path, help="the folder testcases of the validator")
    counts: Counter[tuple[str, bool]] = Counter()
    for case in cases(parser.parse_args().testcases):
        verdict = agrees(case)
        if verdict is not None:
            counts["errors" if case.is_error else "warnings", verdict] += 1
        if verdict is False:
            print(f"{case.path}: {'' if case.broken else 'not '}{' or '.join(case.rules[:3])} expected")
    for kind in ("errors", "warnings"):
        right, wrong = counts[kind, True], counts[kind, False]
        print(f"{kind}: {right} of {right + wrong} verdicts agree ({right / max(right + wrong, 1):.1%})")


if __name__ == "__main__":
    main()
