"""Write `feeds/issues/month_names.py` from the Unicode CLDR: `pip install babel && python tests/month_names.py`.

Babel is not a dependency of the program: month names change about once in ten years.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parents[1] / "feeds/issues/month_names.py"
HEAD = '''"""The names of months: made by tests/month_names.py from {source} on {day}; not edited by hand.

Copyright © 1991-{year} Unicode, Inc. Month names are used under the Unicode License v3
(https://www.unicode.org/license.txt).
"""

#: By language: the names of the twelve months in lower case, the forms of one month separated by "/".
#: The first forms are whole words; abbreviations follow after "|".
MONTH_NAMES = {{
'''
LANGUAGE = re.compile(r"(?:[a-z]{2}|fil)(?:_|\Z)")
WIDTHS = ("wide", "abbreviated")
_WORD = re.compile(r"[^\s\d\-_.,/|'’]{2,}(?: [^\s\d\-_.,/|'’]+)?")


def forms(months: Any, width: str, number: int) -> list[str]:
    """Return the names of a month that are words, in lower case without a full stop at the end."""
    names = [months[context][width].get(number, "") for context in ("format", "stand-alone")]
    folded = [name.casefold().rstrip(".").strip() for name in names]
    return [name for name in dict.fromkeys(folded) if _WORD.fullmatch(name) and name != f"m{number:02}"]


def names_of(locales: Iterable[Any]) -> list[str]:
    """Return the forms of each month in all *locales* of a language, or [] if it writes months as numbers."""
    rows = []
    for number in range(1, 13):
        found = {width: [name for one in locales for name in forms(one.months, width, number)] for width in WIDTHS}
        wide, short = (list(dict.fromkeys(found[width])) for width in WIDTHS)
        rest = [name for name in short if name not in wide]
        rows.append("/".join(wide) + ("|" + "/".join(rest) if rest else ""))
    return rows if all(row and row[0] != "|" for row in rows) else []


def main() -> None:
    core, localedata = importlib.import_module("babel.core"), importlib.import_module("babel.localedata")
    languages: dict[str, list[Any]] = {}
    for name in sorted(localedata.locale_identifiers()):
        if LANGUAGE.match(name) and not name.startswith(("en_Dsrt", "en_Shaw")):
            languages.setdefault(name.partition("_")[0], []).append(core.Locale.parse(name))
    lines = []
    for language, locales in languages.items():
        if rows := names_of(locales):
            lines.append(f'    "{language}": "{" ".join(row.replace(" ", "_") for row in rows)}",\n')
    day = date.today()  # noqa: DTZ011 - the day of the person who runs this
    head = HEAD.format(source=f"CLDR {core.get_cldr_version()}", day=day, year=day.year)
    OUTPUT.write_text(head + "".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
