"""First words of sign-offs and of sponsors, each with a pattern of what follows, find what one pattern of all would."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.sections.openings import _PAID_FOR, _SIGN_OFFS, _begins, names_sponsor, opens_sign_off


def one_pattern(forms: Mapping[str, re.Pattern[str]]) -> re.Pattern[str]:
    """Return *forms* as one pattern."""
    written = "|".join(f"{word}(?:{form.pattern})" for word, form in forms.items())
    return re.compile(rf"[\W_]*(?:{written})", re.IGNORECASE)


SIGN_OFF, PAID_FOR = one_pattern(_SIGN_OFFS), one_pattern(_PAID_FOR)


@settings(max_examples=40)
@given(st.from_regex(SIGN_OFF) | st.from_regex(PAID_FOR) | st.text(), st.sampled_from(["", "_", "* ", "x", "—"]))
def test_a_text_begins_with_a_form_as_one_pattern_of_all_says(text: str, sign: str) -> None:
    for changed in (sign + text, text[1:], text[:-1], text.upper(), text.replace(" ", "  ", 1)):
        assert _begins(changed, _SIGN_OFFS) == bool(SIGN_OFF.match(changed))
        assert _begins(changed, _PAID_FOR) == bool(PAID_FOR.match(changed))


@pytest.mark.parametrize(
    "text", ["✨ 下期再见!", "また来週お会いしましょう", "Subscribe now!", "*View in your browser*", "До встречи"]
)
def test_a_sign_off_is_known_by_its_first_word(text: str) -> None:
    assert opens_sign_off(text)


@pytest.mark.parametrize("text", ["", "—", "Subscribers were asked", "Viewed from the quay", "再见下期"])
def test_other_texts_are_no_sign_off(text: str) -> None:
    assert not opens_sign_off(text)
    assert not names_sponsor(text)
