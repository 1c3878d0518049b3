"""Read settings written in Python without running them: assignments of literals, the last of a name."""

from __future__ import annotations

import ast
from typing import Any


def literal_assignments(source: bytes) -> dict[str, Any]:
    """Return the values of names at the top of *source* that are literals; of others nothing is known.

    >>> literal_assignments(b"import os\\nTITLE = 'Boats'\\nURL = os.environ['URL']\\nTAGS = ['a', 'b']\\n")
    {'TITLE': 'Boats', 'TAGS': ['a', 'b']}
    """
    try:
        tree = ast.parse(source.decode("utf-8-sig", "replace"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        for name in (target.id for target in targets if isinstance(target, ast.Name)):
            found.pop(name, None)
            try:
                found[name] = ast.literal_eval(statement.value)  # type: ignore[attr-defined]
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue
    return found
