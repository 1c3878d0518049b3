"""Compare how `feeds` cuts real issues with how editors do, and write docs/quality.md.

    python bench/quality.py FOLDER

The folder has `corpus/<newsletter>/posts/`, labels in `gold/dev/` and the scorer
`tools/score.py`; and `sites/<newsletter>/`, whole repositories, with labels in `gold/sites/`.
Posts and labels are measured with and never copied into the project.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
CONFIG = "site: {title: Newsletters, url: https://newsletters.example/}\n"
GRAINS: Mapping[str, tuple[str, ...]] = {"sections": (), "items": ("--grain", "item")}
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

This page compares how the program divides real newsletters into sections and items with how people divide them.
Readers in the role of an editor have labelled {issues} issues of {newsletters} newsletters: sections and items, with
their titles and links. The program divides the same issues, with no more to go by than the files beside them.

Each table has a row for each newsletter, by a short name. **P** (precision) is the share of what the program found that
the editors have, too; **R** (recall) is the share of what the editors have that the program found; **F1** combines the
two. 1.000 is full agreement.

A **boundary** is correct within ten letters of the editor's. **Exact** is the share of issues with several sections in
which every boundary is correct and none is superfluous. A **title** is correct if nine tenths of it are the editor's, a
**link** if it is in the right section; one in the wrong section counts twice. The parts around the stories
(introductions, sign-offs, sponsors, jobs, archives, contents) may be entries or be left out, but must not become part
of a neighbour.

The labels were known when the rules were written, so the figures for other issues and other newsletters will be lower.
`feeds explain` shows how an issue was cut, and `sections` in [config.yaml](config.md#sections) corrects it.
"""

SITES_HEAD = """## Whole sites

{issues} issues of {newsletters} newsletters whose repositories were taken as they are, each with a config of three
lines: title, address and post directory. They were labelled before any output was seen; since then the labels were at
hand here, too.
"""

FOOT = """## How this page is made

The posts and the labels are other people's work, and not part of this repository. Where they are at hand,
`python bench/quality.py FOLDER` measures and writes this page; `--help` describes the folder.
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
    sites = measure_sites(options.shared)
    options.output.write_text(f"{page(tables)}\n{page_of_sites(sites)}\n{FOOT}", encoding="utf-8")
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
    for level in GRAINS:
        entries = folder / f"{level}.jsonl"
        entries.write_text(list_entries(folder, level), encoding="utf-8")
        tables[level] = score(entries, gold, level, scorer)
    return tables


def measure_sites(shared: Path) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return the scores of both grains by newsletter, each built from its own repository."""
    return {level: _measure_sites_at(shared, level) for level in GRAINS}


def _measure_sites_at(shared: Path, level: str) -> dict[str, Mapping[str, Any]]:
    labels = shared / "gold" / "sites" / ("items" if level == "items" else "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "gold").mkdir()
        entries = folder / "entries.jsonl"
        with entries.open("w", encoding="utf-8") as out:
            for gold in sorted(labels.glob("*.json")):
                shutil.copyfile(gold, folder / "gold" / f"split-{gold.name}")
                wanted = {issue["source"] for issue in json.loads(gold.read_text(encoding="utf-8"))["issues"]}
                site = folder / gold.stem
                shutil.copytree(shared / "sites" / gold.stem, site)
                directory = post_directory(site, sorted(wanted)).relative_to(site)
                (site / "feeds.yaml").write_text(f"{CONFIG}posts: {{directory: {directory}}}\n", encoding="utf-8")
                for line in list_entries(site, level).splitlines():
                    entry = json.loads(line)
                    if entry["source"] in wanted:
                        out.write(json.dumps({**entry, "source": f"{gold.stem}/{entry['source']}"}) + "\n")
        return score(entries, folder / "gold", level, shared / "tools" / "score.py")


def post_directory(site: Path, sources: Sequence[str]) -> Path:
    """Return the directory below *site* that the paths *sources* are relative to."""
    first = Path(sources[0])
    found = (path.parents[len(first.parts) - 1] for path in site.rglob(first.name))
    return next(folder for folder in found if all((folder / source).exists() for source in sources))


def list_entries(folder: Path, level: str) -> str:
    """Return the entries of the newsletter in *folder* as JSON Lines."""
    command = [sys.executable, "-m", "feeds", "entries", "--jsonl", *GRAINS[level]]
    run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return run.stdout.decode()


def score(entries: Path, gold: Path, level: str, scorer: Path) -> dict[str, Mapping[str, Any]]:
    """Return the scores of *entries* by newsletter."""
    scores = entries.with_suffix(f".{level}.json")
    arguments = ("--gold", gold, "--pred", entries, "--level", level, "--json", scores)
    subprocess.run([sys.executable, scorer, *map(str, arguments)], stdout=subprocess.DEVNULL, check=True)
    split: dict[str, Mapping[str, Any]] = json.loads(scores.read_text(encoding="utf-8"))["split"]
    return split


def page(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return the page with a table for each grain."""
    return "\n".join([_head(HEAD, tables), *_tables(tables, "##")])


def page_of_sites(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return the part of the page about whole sites."""
    return "\n".join([_head(SITES_HEAD, tables), *_tables(tables, "###")])


def _head(text: str, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    sections = tables["sections"]
    newsletters = sum(name not in ("TOTAL", "MEAN OF CORPORA") for name in sections)
    return text.format(issues=sections["TOTAL"]["issues"], newsletters=newsletters)


def _tables(tables: Mapping[str, Mapping[str, Mapping[str, Any]]], mark: str) -> Iterator[str]:
    for level, scores in tables.items():
        rows = [" | ".join(COLUMNS.values()), " | ".join("---:" for _ in COLUMNS)]
        lines = [f"| Newsletter | {rows[0]} |", f"|---|{rows[1].replace(' ', '')}|"]
        lines += [row(name, table) for name, table in scores.items()]
        yield f"{mark} {level.capitalize()}\n\n" + "\n".join(lines) + "\n"


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
