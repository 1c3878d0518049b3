"""How long the property tests look: the same examples in every run, or, on request, others and more of them.

What CI says should follow from the commit alone. To look further:
`FEEDS_TEST_SEARCH=20 pytest tests/test_archives.py` tries twenty times as many, chosen at random.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FEEDS_TEST_SEARCH", "0"))


def search(examples: int = 100) -> settings:
    """Return settings for a property that is tried with *examples* examples, or as many times more as asked for."""
    return settings(
        max_examples=examples * max(TIMES, 1),
        derandomize=not TIMES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


settings.register_profile("feeds", search())
settings.load_profile("feeds")
