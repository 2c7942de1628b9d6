"""Countries' names in other languages become the German names that articles have."""

import pytest

from archive.query.place_names import SHOWN, german_names
from archive.reading.data import table


@pytest.mark.parametrize(
    ("typed", "german"),
    [
        ("Germany", ("Deutschland",)),
        ("ALLEMAGNE", ("Deutschland",)),
        ("United States", ("USA",)),
        ("Vereinigte Staaten", ("USA",)),
        ("Королівство", ()),
        ("Германия", ("Deutschland",)),
        ("Atlantis", ()),
        ("", ()),
    ],
)
def test_a_country_is_known_by_its_names_in_many_languages(typed: str, german: tuple[str, ...]) -> None:
    assert german_names(typed) == german


def test_countries_are_called_as_articles_have_them() -> None:
    assert table("countries")["shown"] == SHOWN
