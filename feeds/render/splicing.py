"""Cut entries out of a document as bytes, and insert them into others.

An entry is in about five documents of each format: in the feeds of its topics, in that of all
sections, and later in volumes of their archives. Escaping its content and walking feedgen's
fields once for each took a quarter of the time of a build with archives.
"""

from __future__ import annotations

from collections.abc import Sequence


def cut_out(name: str, document: bytes) -> list[bytes]:
    """Return the elements *name* of *document* as they are indented there, each with its line break.

    In XML, no text and no attribute contains "<", so that an end tag is one, whatever entries say.

    >>> cut_out("b", b"<a>\\n  <b>&lt;b></b>\\n  <b/>\\n</a>")
    [b'  <b>&lt;b></b>\\n']
    """
    start, end = f"<{name}".encode(), f"</{name}>\n".encode()
    *elements, _ = document.split(end)
    if elements:
        head = elements[0]
        elements[0] = head[head.rindex(b"\n", 0, head.index(start)) + 1 :]
    return [element + end for element in elements]


def insert(elements: Sequence[bytes], document: bytes, before: bytes) -> bytes:
    """Return *document* with *elements* inserted *before* its end.

    >>> insert([b"  <b></b>\\n"], b"<a>\\n</a>\\n", before=b"</a>\\n")
    b'<a>\\n  <b></b>\\n</a>\\n'
    """
    assert document.endswith(before)
    return b"".join((document.removesuffix(before), *elements, before))
