"""Make a tree of the template tags in a body: a block contains everything up to its end tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from feeds.markup.templates.scanning import Token
from feeds.regex import regex

_NAME = regex(r"/?[A-Za-z_@][\w.:@/-]*")
_BLOCKS = {
    "if": ("elsif", "elif", "elseif", "else"),
    "unless": ("elsif", "else"),
    "case": ("when", "else"),
    "for": ("else",),
    "tablerow": (),
    "capture": (),
}
_DEEPEST = 40


class Branch(Struct):
    condition: str
    children: list[Token | BlockTag] = field(default_factory=list)


class BlockTag(Struct):
    """A tag with an end tag; *branches* are the parts after it and after each `elsif` and `else`."""

    name: str
    branches: list[Branch]
    closed: bool = False


def name_of(tag: str) -> tuple[str, str]:
    """Return the name of *tag* and the rest of it.

    >>> name_of('include box.html text="a b"')
    ('include', 'box.html text="a b"')
    """
    found = _NAME.match(tag)
    return (found[0], tag[found.end() :].strip()) if found else ("", tag)


def build_tree(tokens: Iterable[Token]) -> list[Token | BlockTag]:
    """Return *tokens* as a tree; blocks that are never closed or nested too deeply are dissolved."""
    root = Branch("")
    opened: Counter[str] = Counter()
    here, stack = root, list[tuple[str, BlockTag | None, Branch]]()  # name, block, and the branch around it
    for token in tokens:
        name, rest = name_of(token.text) if token.kind == "tag" else ("", "")
        if name in _BLOCKS:
            block = BlockTag(name, [Branch(rest)]) if len(stack) < _DEEPEST else None
            stack.append((name, block, here))
            opened[name] += 1
            here.children.append(token)  # the token remains, because `{%-` trims the text before it
            if block:
                here.children.append(block)
                here = block.branches[0]
        elif name.startswith("end") and opened[name[3:]]:
            closed = ""
            while closed != name[3:]:
                closed, block, here = stack.pop()
                opened[closed] -= 1
            if block:
                block.closed = True
            here.children.append(token)
        elif stack and stack[-1][1] and name in _BLOCKS[stack[-1][0]]:
            here = Branch("" if name == "else" else rest)
            stack[-1][1].branches.append(here)
            here.children.append(token)
        else:
            here.children.append(token)
    return root.children
