"""The language of an article: its function words decide where they can, langdetect where they cannot."""

import re
from collections import defaultdict

from archive.reading.evidence.language_words import languages_by_word

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLES = (400, 800)  # characters looked at for function words, more where the first do not decide
_DETECTOR_SAMPLE = 500  # langdetect's time grows with the text, its judgement hardly
_PLAIN = 2.0  # the best language's weight over the second's …
_FEW, _SHARE = 1.5, 0.1  # … and the least weight, in all and a word
_SURE = 0.9  # langdetect's own probability
_RELATIVES = ("gsw", "nds", "lb")
_SHORTEST = 25  # letters; below, only function words are believed


def language(text: str, declared: str | None = None) -> str | None:
    """ISO 639 code of the text's language, or None for a text too short or too strange to tell.

    ``declared`` (a code) is believed unless the text's function words plainly speak another language.
    """
    for sample in _SAMPLES:
        words = _WORD.findall(text[:sample].lower())
        weights = _weights(words)
        if spoken := _plainly(weights, len(words)):
            break
    if spoken or declared:
        return spoken or declared
    detected = _detected(text)
    if detected in ("de", "nl"):  # langdetect does not know their relatives; function words do
        detected = max((detected, *_RELATIVES), key=lambda code: weights.get(code, 0.0))
    return detected


def _weights(words: list[str]) -> dict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    table = languages_by_word()
    for known in [table[word] for word in words if word in table]:
        for code, weight in known:
            weights[code] += weight
    return weights


def _plainly(weights: dict[str, float], words: int) -> str | None:
    (best, most), (_, second) = [*sorted(weights.items(), key=lambda item: -item[1])[:2], ("", 0.0), ("", 0.0)][:2]
    return best if most >= max(_FEW, _SHARE * words) and most >= _PLAIN * second else None


def _detected(text: str) -> str | None:
    if sum(map(str.isalpha, text[:_DETECTOR_SAMPLE])) < _SHORTEST:
        return None
    # Here, for its profiles take 0.2 s to load.
    from langdetect.detector_factory import DetectorFactory, detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0  # it draws at random; the same text must always have the same language
    try:
        best = detect_langs(text[:_DETECTOR_SAMPLE])[0]  # type: ignore[no-untyped-call]
    except LangDetectException:  # no letters it knows
        return None
    return str(best.lang).partition("-")[0] if best.prob >= _SURE else None
