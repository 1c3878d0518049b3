"""Compare Markdown renderers on a folder of posts: time, and what they know.

python bench/renderers.py FOLDER; those of pyromark, cmarkgfm, comrak, mistune,
markdown-it-py (with mdit-py-plugins) and Markdown that are installed take part.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Render = Callable[[str], str]

# What a newsletter needs: source, and what the HTML must hold.
PROBES = {
    "table": ("| a |\n|---|\n| 1 |\n", "<td>1</td>"),
    "footnote": ("x[^1]\n\n[^1]: note\n", "<sup"),
    "strikethrough": ("~~x~~\n", ">x</"),
    "task list": ("- [x] y\n", "checkbox"),
    "heading id": ("## T {#own}\n", 'id="own"'),
    "definition list": ("term\n: words\n", "<dt>"),
    "raw HTML": ("<div>\n\n*x*\n\n</div>\n", "<div>"),
}


def pyromark() -> Render:
    module = importlib.import_module("pyromark")
    names = "TABLES FOOTNOTES STRIKETHROUGH TASKLISTS HEADING_ATTRIBUTES DEFINITION_LIST".split()
    options = getattr(module.Options, f"ENABLE_{names[0]}")
    for name in names[1:]:
        options |= getattr(module.Options, f"ENABLE_{name}")
    return module.Markdown(options=options).html  # type: ignore[no-any-return]


def cmarkgfm() -> Render:
    module = importlib.import_module("cmarkgfm")
    options = importlib.import_module("cmarkgfm.cmark").Options
    flags = options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
    return lambda text: str(module.github_flavored_markdown_to_html(text, flags))


def comrak() -> Render:
    module = importlib.import_module("comrak")
    extension, render = module.ExtensionOptions(), module.RenderOptions()
    for name in ("table", "footnotes", "strikethrough", "tasklist", "description_lists"):
        setattr(extension, name, True)
    for name in ("unsafe_", "unsafe"):
        if hasattr(render, name):
            setattr(render, name, True)
    return lambda text: str(module.render_markdown(text, extension_options=extension, render_options=render))


def mistune() -> Render:
    module = importlib.import_module("mistune")
    plugins = ["table", "footnotes", "strikethrough", "task_lists", "def_list"]
    return module.create_markdown(escape=False, plugins=plugins)  # type: ignore[no-any-return]


def markdown_it() -> Render:
    markdown = importlib.import_module("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for name in ("footnote", "tasklists", "deflist", "attrs"):
        plugin = importlib.import_module(f"mdit_py_plugins.{name}")
        uses: dict[str, Any] = {"attrs": "attrs_block_plugin"}
        markdown = markdown.use(getattr(plugin, uses.get(name, f"{name}_plugin")))
    return markdown.render  # type: ignore[no-any-return]


def python_markdown() -> Render:
    module = importlib.import_module("markdown")
    return module.Markdown(extensions=["extra"]).convert  # type: ignore[no-any-return]


RENDERERS: dict[str, Callable[[], Render]] = {
    "pyromark": pyromark,
    "cmarkgfm": cmarkgfm,
    "comrak": comrak,
    "mistune": mistune,
    "markdown-it-py": markdown_it,
    "Markdown": python_markdown,
}


def main() -> None:
    """Print a table of the renderers that are installed."""
    posts = [
        path.read_text(encoding="utf-8")
        for path in sorted(Path(sys.argv[1]).rglob("*"))
        if path.suffix in (".md", ".markdown")
    ]
    print(f"{len(posts)} posts, {sum(map(len, posts)):,} characters, median of 3 runs\n")
    print("| renderer | µs a post | " + " | ".join(PROBES) + " |")
    print("|---|--:" + "|:-:" * len(PROBES) + "|")
    for name, make in RENDERERS.items():
        try:
            render = make()
        except ImportError:
            continue
        knows = ["yes" if expected in render(source) else "–" for source, expected in PROBES.values()]
        took = statistics.median(measure(render, posts) for _ in range(3))
        print(f"| {name} {version(name)} | {took / len(posts) * 1e6:,.0f} | {' | '.join(knows)} |")


def measure(render: Render, posts: list[str]) -> float:
    """Return the seconds of CPU that *render* takes for *posts*."""
    start = time.process_time()
    for post in posts:
        render(post)
    return time.process_time() - start


if __name__ == "__main__":
    main()
