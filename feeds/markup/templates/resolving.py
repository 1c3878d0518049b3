"""Resolve template tags to their value, to their words and links, or to nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from feeds.markup.templates.arguments import HTML, MARKDOWN
from feeds.markup.templates.context import Context
from feeds.markup.templates.expressions import UNKNOWN, arguments_of, write_value
from feeds.markup.templates.keeping import Kept
from feeds.markup.templates.nodes import BlockTag, Branch, build_tree
from feeds.markup.templates.scanning import Token, scan
from feeds.markup.templates.tokens import TokenWriter
from feeds.markup.warning import Warn

_MOST_NODES = 50_000  # beyond one for each character, because loops may be nested


def resolve_markdown(text: str, context: Context, kept: Kept, warn: Warn) -> str:
    """Return Markdown without template marks and comments; code is moved to *kept*."""
    return _resolved(build_tree(scan(text)), TokenWriter(text, MARKDOWN, context, kept, warn), len(text))


def resolve_html(text: str, context: Context, warn: Warn) -> str:
    """Return HTML without template marks, except in code."""
    kept = Kept()
    tree = build_tree(scan(text, markdown=False))
    return kept.restore(_resolved(tree, TokenWriter(text, HTML, context, kept, warn), len(text)))


def _resolved(tree: Sequence[Token | BlockTag], writer: TokenWriter, size: int) -> str:
    _Renderer(writer, _MOST_NODES + size).render(tree)
    return str(writer.output)


class _Renderer:
    """Renders blocks with their conditions and loops, and has tokens written."""

    def __init__(self, writer: TokenWriter, most_nodes: int) -> None:
        self._writer, self._output, self._variables = writer, writer.output, writer.variables
        self._most_nodes = most_nodes
        self._nodes = self._loops = 0

    def render(self, children: Sequence[Token | BlockTag]) -> None:
        for child in children:
            self._nodes += 1
            if self._nodes > self._most_nodes:
                return
            if isinstance(child, BlockTag):
                self._render_block(child)
            elif self._output.may_insert(len(child.text) if self._loops else 0):
                self._writer.write(child)

    def _render_block(self, block: BlockTag) -> None:
        if not block.closed:
            for branch in block.branches:
                self.render(branch.children)
        else:
            _BLOCKS[block.name](self, block)

    def _render_capture(self, block: BlockTag) -> None:
        text = self._output.captured(partial(self.render, block.branches[0].children))
        self._variables.assign_text(next(arguments_of(block.branches[0].condition), ""), text)

    def _render_if(self, block: BlockTag) -> None:
        """Render the branch whose condition is true; if only the site knows, the first that shows anything."""
        for number, branch in enumerate(block.branches):
            is_true = self._variables.holds(branch.condition) if branch.condition else True
            if block.name == "unless" and number == 0 and is_true is not None:
                is_true = not is_true
            if is_true is False:
                continue
            shows = self._output.adds_words(partial(self.render, branch.children))
            if is_true or shows:
                return

    def _render_case(self, block: BlockTag) -> None:
        value = self._variables.value_of(block.branches[0].condition)
        for branch in block.branches[1:]:
            options = re.split(r",|\bor\b", branch.condition)
            if not branch.condition or value is UNKNOWN or write_value(value) in map(self._variables.text_of, options):
                self.render(branch.children)
                return

    def _render_for(self, block: BlockTag) -> None:
        name, _, expression = block.branches[0].condition.partition(" in ")
        name = name.strip()
        source = re.split(r"(?<!\s)\s++(?:limit|offset|reversed)\b", expression)[0]
        items = self._variables.items_of(source) if name and expression else None
        if items is None:
            if not _uses(block.branches[0], name):  # words in the loop that do not come from its list
                self.render(block.branches[0].children)
            return
        self._loops += 1
        for _ in self._variables.each(name, items):
            self.render(block.branches[0].children)
        self._loops -= 1
        if not items and len(block.branches) > 1:
            self.render(block.branches[1].children)


def _uses(branch: Branch, name: str) -> bool:
    """Return whether *branch* uses the variable *name*."""
    for child in branch.children:
        if isinstance(child, BlockTag):
            if any(_uses(inner, name) for inner in child.branches):
                return True
        elif child.kind in ("output", "tag") and re.search(rf"\b{re.escape(name)}\b", child.text):
            return True
    return False


_BLOCKS: dict[str, Callable[[_Renderer, BlockTag], None]] = {
    "if": _Renderer._render_if,
    "unless": _Renderer._render_if,
    "case": _Renderer._render_case,
    "for": _Renderer._render_for,
    "tablerow": _Renderer._render_for,
    "capture": _Renderer._render_capture,
}
