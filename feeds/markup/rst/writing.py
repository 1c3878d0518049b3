"""Write documents of docutils as HTML like that of Markdown."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator


class PostTranslator(HTMLTranslator):
    """Writes sections as headings (h1 to h6 by depth) and footnotes as in Markdown."""

    def visit_section(self, node: Any) -> None:
        self.section_level += 1

    def depart_section(self, node: Any) -> None:
        self.section_level -= 1

    def visit_title(self, node: Any) -> None:
        if not isinstance(node.parent, nodes.section):
            super().visit_title(node)
            return
        tag = f"h{min(self.section_level, 6)}"
        self.body.append(self.starttag(node, tag, "", ids=node.parent["ids"]))
        self.context.append(f"</{tag}>\n")

    def visit_footnote(self, node: Any) -> None:
        self.body.append(f'<div class="footnote-definition" id="{self.attval(node["ids"][0])}">')

    def depart_footnote(self, node: Any) -> None:
        self.body.append("</div>\n")

    def visit_label(self, node: Any) -> None:
        self.body.append("<sup>")

    def depart_label(self, node: Any) -> None:
        self.body.append("</sup>")

    def visit_footnote_reference(self, node: Any) -> None:
        target = self.attval(node["refid"])
        self.body.append(f'<sup class="footnote-reference"><a href="#{target}">')

    def depart_footnote_reference(self, node: Any) -> None:
        self.body.append("</a></sup>")

    visit_citation, depart_citation = visit_footnote, depart_footnote
    visit_citation_reference, depart_citation_reference = visit_footnote_reference, depart_footnote_reference

    def visit_math(self, node: Any, math_env: str = "") -> None:
        self.body.append(f"${self.encode(node.astext())}$")
        raise nodes.SkipNode

    def visit_math_block(self, node: Any, math_env: str = "") -> None:
        self.body.append(f"<p>$${self.encode(node.astext())}$$</p>\n")
        raise nodes.SkipNode
