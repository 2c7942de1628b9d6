"""Nearness, found in positions: what engines cannot tell by themselves."""

from collections.abc import Mapping, Sequence

Places = Mapping[str, Sequence[int]]  # form → its positions in one article, ascending


def nearby(forms: Sequence[str], places: Places, distance: int) -> int:
    """1 if all forms stand, in any order and each as often as it is asked, so that the last is at most ``distance``
    positions after the first; else 0."""
    needed = {form: forms.count(form) for form in forms}
    marks = sorted((place, form) for form in needed for place in places[form])
    inside = dict.fromkeys(needed, 0)
    missing = len(forms)
    left = 0
    for place, form in marks:
        inside[form] += 1
        missing -= inside[form] <= needed[form]
        while not missing:  # the shortest stretch that ends here is the last before one is missing again
            first, leaving = marks[left]
            if place - first <= distance:
                return 1
            missing += inside[leaving] <= needed[leaving]
            inside[leaving] -= 1
            left += 1
    return 0
