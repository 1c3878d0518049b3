"""Write the boxes of site generators (alerts, admonitions, callouts) as quotations with a label in bold.

The number of lines stays the same, apart from directives and a blank line where a box ends without one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from feeds.markup.markdown.directives import is_directive, shown
from feeds.markup.markdown.signs import may_have_boxes
from feeds.regex import regex

_ALERT = regex(r"(?P<quote> {0,3}>(?: ?>)* {0,3})\[!(?P<kind>[A-Za-z][\w-]{0,30})\][+-]?(?P<title>[ \t][^\n]*)?\Z")
_COLONS = regex(
    r"(?P<indent>[ \t]*+):{3,}[ \t]*(?:\{(?P<braces>[^{}]*)\}|(?P<kind>[A-Za-z][\w-]{0,30})(?![:\w]))"
    r"(?:\[(?P<bracketed>[^\[\]]*)\])?(?:\{(?P<attributes>[^{}]*)\})?(?P<title>[ \t][^:]*+|):*+[ \t]*+\Z"
)
_COLONS_END = regex(r"[ \t]*+:{3,}[ \t]*\Z")
_MARKS = regex(
    r"(?P<indent>[ \t]*+)(?:!!!|\?\?\?\+?)[ ]?(?P<kind>[A-Za-z][\w-]{0,30})[\w -]*+"
    r"(?:\"(?P<title>.*)\")?[ \t]*+\Z"
)
_TITLE = regex(r"\btitle=(?:\"([^\"]*)\"|'([^']*)')")
_NAME = regex(r"[A-Za-z][\w-]*")
_OPTION = regex(r"[ \t]*:[a-z][\w-]*:(?:[ \t]|\Z)")  # of a directive of MyST
_FENCE = regex(r"[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?P<fence>```+|~~~+)(?P<rest>[^\n]*)")
_VERBATIM = (("<pre", "</pre>"), ("{% highlight", "{% endhighlight"), ("{% raw", "{% endraw"), ("<!--", "-->"))
_HEADING = regex(r" {0,3}#{1,6}[ \t]")
_ENTRY = regex(r"[ \t]*(?:[-*+]|\d{1,9}[.)])\s")
_DIRECTIVE = regex(r"(?P<indent>[ \t]*+)(?:`{3,}|~{3,})\{(?P<kind>[A-Za-z][\w-]{0,30})\}[ \t]*+(?P<argument>[^\n`]*)\Z")
_FARTHEST = 200  # lines above a box, among which is the entry of the list that it is in
_DEEPEST = 5  # boxes in boxes
_LAYOUT = frozenset("code-group columns column column-margin div grid tabs tab-set tab-item panel-tabset".split())


class _Box(NamedTuple):
    indent: str
    label: str
    first: int  # its first line below the opening
    end: int  # the line below its last
    resumes: int  # where the text goes on
    dedent: bool  # whether what is in it is indented


def open_boxes(text: str) -> str:
    """Return Markdown with boxes as quotations that begin with their label in bold.

    >>> open_boxes("> [!NOTE]\\n> Shut.")
    '> **Note**  \\n> Shut.'
    >>> open_boxes(":::tip Bring\\nA lamp.\\n:::")
    '> **Bring**  \\n> A lamp.\\n'
    >>> open_boxes("!!! note\\n    Wet.")
    '> **Note**  \\n> Wet.'
    """
    if not may_have_boxes(text):
        return text
    return "\n".join(_opened(text.split("\n"), 0))


def _opened(lines: list[str], depth: int) -> list[str]:
    code = _in_code(lines)
    ends = _ends_of_colons(lines, code)
    opened: list[str] = []
    at = 0
    while at < len(lines):
        box = None if code[at] else _box_at(lines, at, ends)
        if not code[at] and "{" in lines[at] and (found := _DIRECTIVE.match(lines[at])) and is_directive(found["kind"]):
            end = next((number for number in range(at + 1, len(lines)) if not code[number]), len(lines))
            opened += _directive(found, lines[at + 1 : end], depth)
            at = end
        elif box:
            opened += _quoted(box, lines, depth)
            at = box.resumes
        else:
            above = lines[at - 1] if at else ""
            opened.append(lines[at] if code[at] else _alert(lines[at], above))
            at += 1
    return opened


def _alert(line: str, above: str) -> str:
    found = _ALERT.match(line) if "[!" in line else None
    if not found or above.lstrip().startswith(">" * found["quote"].count(">")):
        return line
    return f"{found['quote']}{_bold((found['title'] or '').strip() or _shown(found['kind']))}"


def _box_at(lines: list[str], at: int, ends: dict[int, int]) -> _Box | None:
    line = lines[at]
    if ":::" in line and at in ends and (found := _COLONS.match(line)) and _is_text(lines, at, found["indent"]):
        first = at + 1
        while found["braces"] and first < ends[at] and _OPTION.match(lines[first]):
            first += 1
        return _Box(found["indent"], _label(found), first, ends[at], ends[at] + 1, dedent=False)
    found = _MARKS.match(line) if "!!!" in line or "???" in line else None
    if not found or not _is_text(lines, at, found["indent"]):
        return None
    indent = found["indent"]
    end = first = at + 1
    for number in range(first, len(lines)):
        if lines[number].startswith((f"{indent}    ", f"{indent}\t")):
            end = number + 1
        elif lines[number].strip():
            break
    label = _shown(found["kind"]) if found["title"] is None else found["title"].strip()
    return _Box(indent, label, first, end, end, dedent=True) if end > first else None


def _is_text(lines: list[str], at: int, indent: str) -> bool:
    """Return whether line *at* is not code although it is indented: it is in an entry of a list."""
    if len(indent.expandtabs(4)) < 4:
        return True
    for line in reversed(lines[max(at - _FARTHEST, 0) : at]):
        if line.strip() and len(line) - len(line.lstrip()) < len(indent):
            return _ENTRY.match(line) is not None
    return False


def _directive(found: re.Match[str], lines: list[str], depth: int) -> list[str]:
    """Return the directive of MyST that *found* opens, whose other *lines* end with those of its fence, as Markdown."""
    indent = found["indent"]
    inner = [line.removeprefix(indent) for line in lines]
    if inner and not inner[-1].strip(" \t`~"):
        inner.pop()
    made = shown(found["kind"], found["argument"].strip(), inner)
    if isinstance(made, list):
        return ["", *(indent + line for line in made), ""]
    label, inner = made
    label = label if " " in label else _shown(label)
    return ["", *_as_quotation(indent, label, inner, depth), ""]


def _quoted(box: _Box, lines: list[str], depth: int) -> list[str]:
    """Return *box* as a quotation, or as a paragraph and what is in it if it has headings, which may be sections."""
    closed = not box.dedent or (box.resumes < len(lines) and lines[box.resumes].strip() != "")
    inner = [_dedented(line, box) for line in lines[box.first : box.end]]
    return _as_quotation(box.indent, box.label, inner, depth) + ([""] if closed else [])


def _as_quotation(indent: str, label: str, inner: list[str], depth: int) -> list[str]:
    if depth < _DEEPEST:
        inner = _opened(inner, depth + 1)
    if not label or any(map(_HEADING.match, inner)):
        return [indent + line if line else "" for line in (*([_bold(label), ""] if label else [""]), *inner)]
    return [f"{indent}> {line}" for line in (_bold(label), *inner)]


def _dedented(line: str, box: _Box) -> str:
    line = line.removeprefix(box.indent)
    if not box.dedent:
        return line
    return line[1:] if line.startswith("\t") else line.removeprefix("    ")


def _label(found: re.Match[str]) -> str:
    """Return the label of a box between colons; "" if it only arranges what is in it."""
    given = _TITLE.search(f"{found['attributes'] or ''} {found['braces'] or ''}")
    title = (found["bracketed"] or (given and (given[1] or given[2])) or found["title"] or "").strip()
    name = _NAME.search(found["kind"] or found["braces"] or "")
    kind = name[0].removeprefix("callout-") if name else ""
    return title or ("" if kind in _LAYOUT or (found["braces"] or "").startswith(("#", ".col")) else _shown(kind))


def _shown(kind: str) -> str:
    return kind.replace("-", " ").replace("_", " ").capitalize()


def _bold(label: str) -> str:
    return f"**{label.replace('**', '')}**  "


def _ends_of_colons(lines: list[str], code: list[bool]) -> dict[int, int]:
    """Return, for the line of each opening of colons, the line that closes it."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, line in enumerate(lines):
        if ":::" not in line or code[number]:
            continue
        if _COLONS_END.match(line):
            if opened:
                ends[opened.pop()] = number
        elif _COLONS.match(line):
            opened.append(number)
    return ends


def _in_code(lines: list[str]) -> list[bool]:
    """Return for each line whether it is in a fence, an element or a tag that shows it as written."""
    code: list[bool] = []
    fence = closing = ""
    for line in lines:
        code.append(bool(fence or closing))
        if closing:
            closing = "" if closing in line else closing
        elif found := _FENCE.match(line):
            if not fence:
                fence = found["fence"] if "`" not in found["rest"] else ""
            elif found["fence"].startswith(fence) and not found["rest"].strip():
                fence = ""
        elif not fence:
            closing = next((end for begin, end in _VERBATIM if begin in line and end not in line), "")
    return code
