"""The targets of `fuzz/`: each takes its seeds, and seeds of which pieces are changed, without a fault."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS, seeds


@st.composite
def changed(draw: st.DrawFn, name: str) -> bytes:
    """Draw a seed of the target *name* with a piece of another one, or of anything, in the place of a piece."""
    seed = draw(st.sampled_from(seeds(name)))
    other = draw(st.sampled_from(seeds(name)) | st.binary(max_size=20))
    start, end = sorted((draw(st.integers(0, len(seed))), draw(st.integers(0, len(seed)))))
    first, last = sorted((draw(st.integers(0, len(other))), draw(st.integers(0, len(other)))))
    return seed[:start] + other[first:last] * draw(st.integers(1, 3)) + seed[end:]


@pytest.mark.parametrize("name", TARGETS)
def test_each_parser_takes_its_seeds(name: str) -> None:
    assert seeds(name)
    for seed in seeds(name):
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_each_parser_takes_changed_seeds(name: str) -> None:
    @settings(max_examples=25, deadline=None, derandomize=True)  # to search further: fuzz/README.md
    @given(changed(name))
    def check(data: bytes) -> None:
        TARGETS[name](data)

    check()
