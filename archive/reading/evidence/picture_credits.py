"""Credits of pictures (``© dpa/…``, ``Foto: Reuters``): they stay in the text, and give no title and no agency."""

import re

_SIGN = (
    r"(?:©|\(c\)\s|copyright\b|(?:symbol|archiv|titel)?(?:fotos?|bild|bilder|photos?|photo by|bildnachweis|"
    r"bildquelle|fotoquelle|fotonachweis|grafik|image|credit)\s*:|(?:picture alliance|imago images|getty images)\b)"
)
_HINTS = ("©", ":", "(c)", "copyright", "alliance", "imago", "getty")  # each sign has one of them
_WHOLE = re.compile(rf"[\[(*_\s]*{_SIGN}[^\n]{{0,160}}", re.IGNORECASE)
_TAIL = re.compile(rf"[\s(\[]{_SIGN}[^\n.!?]{{0,100}}[.)\]]*", re.IGNORECASE)


def is_credit_line(paragraph: str) -> bool:
    """Whether the paragraph is nothing but a picture's credit."""
    return _WHOLE.fullmatch(paragraph.strip()) is not None


def ends_in_credit(paragraph: str) -> bool:
    """Whether the paragraph is a picture's caption or credit: it ends with one (``… in Pjöngjang. © dpa/KNS``)."""
    start = max(0, len(paragraph) - 160)
    tail = paragraph[-200:].lower()
    if not any(hint in tail for hint in _HINTS):  # most have none, and to look closer takes a while
        return False
    return is_credit_line(paragraph) or any(match.end() == len(paragraph) for match in _TAIL.finditer(paragraph, start))
