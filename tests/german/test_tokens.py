"""Texts are cut by the quicker of two patterns wherever it finds the same spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.german.tokens import _span_with_either_half, span_pattern

PLAIN = span_pattern("")


@pytest.mark.parametrize("text", ["Der Streik - so die Bahn - endet", "- erstens\n- zweitens", "Kauf- und Leihgeräte"])
def test_a_dash_between_blanks_asks_for_no_slower_pattern(text: str) -> None:
    assert span_pattern(text) is PLAIN


def test_a_left_out_left_half_is_found() -> None:
    text = "Der Gemüseanbau und -handel wächst"
    assert span_pattern(text).findall(text) == ["Der", "Gemüseanbau und -handel", "wächst"]


@given(
    st.lists(st.sampled_from(["Bau", "und", ",", "-", "\n", " ", " -", "_", "5", "-handel", "ü", "\t", "\u2010"])).map(
        "".join
    )
)
def test_the_quicker_pattern_finds_what_the_other_one_would(text: str) -> None:
    if " -" in text or "\n-" in text:
        assert span_pattern(text).findall(text) == _span_with_either_half().findall(text)
