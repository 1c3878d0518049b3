"""Compare how `feeds` cuts real issues with how editors do, and write docs/quality.md.

    python bench/quality.py ../shared

The folder has `corpus/<newsletter>/posts/`, labels in `gold/dev/` and the scorer
`tools/score.py`. Posts and labels are measured with and never copied into the project.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
CONFIG = "site: {title: Newsletters, url: https://newsletters.example/}\n"
GOALS = {
    "sections": {"boundary_f1": 0.99, "exact_multi": 0.95, "title_match": 0.98, "link_p": 0.99, "link_r": 0.99},
    "items": {"boundary_f1": 0.97},
}
COLUMNS = {
    "issues": "Issues",
    "boundary_p": "Boundaries P",
    "boundary_r": "R",
    "boundary_f1": "F1",
    "exact_multi": "Exact",
    "title_match": "Titles",
    "link_p": "Links P",
    "link_r": "R",
}
HEAD = """# How well issues are cut

Made by `python bench/quality.py ../shared`; do not edit it by hand. Editors have labelled {issues} real issues of
{newsletters} newsletters: their sections, with titles and links. The program cuts the same issues without other
information than the files beside them, and the results are compared.

A **boundary** is correct within ten letters of the editor's. **Exact** is the share of issues with several sections in
which every boundary is correct and none is superfluous. A **title** is correct if nine tenths of it are the editor's, a
**link** if it is in the right section; one in the wrong section counts twice. The parts around the stories
(introductions, sign-offs, sponsors, jobs, archives, contents) may be entries or be left out, but must not become part
of a neighbour.

The labels were known when the rules were written, so the figures for other issues and other newsletters will be lower.
`feeds explain` shows how an issue was cut, and `sections` in [config.yaml](config.md#sections) corrects it.
"""


def main() -> int:
    """Measure, write the page, and print the scores that are below their goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder with corpus/, gold/dev/ and tools/score.py")
    parser.add_argument("--gold", type=Path, help="other labels than gold/dev")
    parser.add_argument("--corpus", type=Path, help="other posts than corpus/")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "docs" / "quality.md")
    options = parser.parse_args()
    corpus, gold = options.corpus or options.shared / "corpus", options.gold or options.shared / "gold" / "dev"
    with tempfile.TemporaryDirectory() as folder:
        tables = measure(Path(folder), corpus, gold, options.shared / "tools" / "score.py")
    options.output.write_text(page(tables), encoding="utf-8")
    missed = list(below_goal(tables))
    print("\n".join(missed) or "every goal is met")
    return 1 if missed else 0


def measure(folder: Path, corpus: Path, gold: Path, scorer: Path) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return the scores of both grains by newsletter."""
    for newsletter in sorted(path for path in corpus.iterdir() if path.is_dir()):
        posts = newsletter / "posts"
        shutil.copytree(posts if posts.is_dir() else newsletter, folder / "posts" / newsletter.name)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    tables = {}
    for level, grain in (("sections", ()), ("items", ("--grain", "item"))):
        entries = folder / f"{level}.jsonl"
        with entries.open("w", encoding="utf-8") as out:
            command = [sys.executable, "-m", "feeds", "entries", "--jsonl", *grain]
            subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.DEVNULL, check=True)
        scores = folder / f"{level}.json"
        command = [sys.executable, scorer, "--gold", gold, "--pred", entries, "--level", level, "--json", scores]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        tables[level] = json.loads(scores.read_text(encoding="utf-8"))["split"]
    return tables


def page(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return the page with a table for each grain."""
    sections = tables["sections"]
    newsletters = sum(name not in ("TOTAL", "MEAN OF CORPORA") for name in sections)
    parts = [HEAD.format(issues=sections["TOTAL"]["issues"], newsletters=newsletters)]
    for level, scores in tables.items():
        rows = [" | ".join(COLUMNS.values()), " | ".join("---:" for _ in COLUMNS)]
        lines = [f"| Newsletter | {rows[0]} |", f"|---|{rows[1].replace(' ', '')}|"]
        lines += [row(name, table) for name, table in scores.items()]
        parts.append(f"## {level.capitalize()}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def row(name: str, table: Mapping[str, Any]) -> str:
    """Return a line of the table."""
    name = {"TOTAL": "**all**", "MEAN OF CORPORA": "mean of newsletters"}.get(name, name)
    cells = [
        f"{table[key]:.3f}" if isinstance(table[key], float) else str(table[key]) for key in COLUMNS if key in table
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def below_goal(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """Return the scores that are below their goals."""
    return [
        f"{level}: {key} is {tables[level]['TOTAL'][key]:.3f}, not {goal}"
        for level, goals in GOALS.items()
        for key, goal in goals.items()
        if tables[level]["TOTAL"][key] < goal
    ]


if __name__ == "__main__":
    sys.exit(main())
