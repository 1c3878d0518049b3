"""Posts as texts: parse them, cut them, and make bodies of every construct."""

from __future__ import annotations

from hypothesis import strategies as st

from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.issues.parsing import parse_issue
from feeds.model import ParsedIssue, Post, Section
from feeds.sections import cut_issue
from tests.settings import read_config, read_section_rules

CONFIG = read_config(
    {
        "site": {
            "title": "The Weekly",
            "url": "https://weekly.example/",
            "timezone": "Europe/Berlin",
            "authors": [{"name": "Ada"}],
        }
    }
)
RUN = "#" * 51

TEMPLATES = st.sampled_from(
    ["## A heading {n}", "### Below {n}", "# Top {n}", "---", RUN, "Words and words {n}.", "**Bold {n}:** words",
     "**Line {n}**", "**Line {n}**  \nwords under it, with [a link](https://a.example/{n}).",
     "**Lead {n}.** Words. " * 9, "**Late {n}:  \n**_…teaser {n}…  \n_ Text {n}.",
     "- item {n}\n- [item](https://b.example/{n})", "LOUD {n}", "- group {n}\n  - [nested](https://c.example/{n})",
     "Headline {n}:…teaser…Text", "Tales {n}:", "A story {n}[place]", "`code {n}`", "> quote {n}",
     "[link](https://d.example/{n})", "word" + RUN + "word", "{n}、[number](https://e.example/)",
     "<div>loose {n} <h2>in</h2> tail</div>", "![alt](https://a.example/{n}.png)", "I. Roman {n}",
     "🚀 **Emoji {n}**", "<table><tr><td><p>cell {n}</p><p>two</p></td></tr></table>", "* * *", "Sponsored by {n}",
     "[**Title {n}**](https://f.example/{n}) (5 minutes)", "[Name {n}](https://g.example/{n}) - It is new.",
     "Headline {n} <https://h.example/{n}>\n\n- one\n- two", "### [Linked {n}](https://i.example/{n})",
     "- [●](https://k.example/{n}) **Knot {n}** holds.\n- https://j.example/{n}",
     "- " + "A story {n} is told. " * 14 + "\n- " + "Another {n} is, too. " * 14 + "\n- " + "A third {n}. " * 24,
     "[Line {n}](https://l.example/{n})  \n[Line](https://m.example/{n})", "That's all, folks {n}!",
     "| a {n} | b |\n|---|---|\n| [Row {n}](https://n.example/{n}) | Wet. |\n| [Row](https://o.example/{n}) | More. |",
     "<div><p><a href='https://p.example/{n}'>Card {n}</a></p><p>Words.</p></div>",
     "<dl><dt>Term {n}</dt><dd><a href='https://q.example/{n}'>x</a></dd></dl>",
     "Title {n}\n\n<https://r.example/{n}>", "![](https://a.example/{n}.png)\n\n[Shown {n}](https://s.example/{n})"]
)  # fmt: skip
BODIES = st.lists(TEMPLATES, max_size=14).map(
    lambda templates: "\n\n".join(template.format(n=n) for n, template in enumerate(templates, 100)) + "\n"
)


def parse(text: str, path: str = "2026-05-01-one.md", config: Config = CONFIG) -> ParsedIssue:
    """Return the issue that the post *text* is."""
    return parse_with_problems(text, path, config)[0]


def parse_with_problems(
    text: str, path: str = "2026-05-01-one.md", config: Config = CONFIG
) -> tuple[ParsedIssue, tuple[Problem, ...]]:
    """Return the issue that the post *text* is, and its problems."""
    return parse_issue(Post(path=path, text=text, digest="", where=Where(f"posts/{path}")), config)


def cut(text: str, path: str = "2026-05-01-issue.md", **rules: object) -> tuple[Section, ...]:
    """Return the sections of the post *text*, cut by *rules*."""
    return cut_issue(parse(text, path), read_section_rules(rules)).sections
