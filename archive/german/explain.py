"""Explains in plain sentences what a word becomes and why."""

from archive.german.analyzer import Analyzer, Word, analyzer, question_analyzer
from archive.german.fold import fold
from archive.german.spelling import parse_spelling


def explain(word: str, language: str | None = None) -> list[str]:
    """Plain English sentences that say what the word becomes in the index and why.

    Args:
        word: one word as it is written.
        language: ISO 639-1 code of its language; None: German.
    """
    analysis = analyzer(language)
    found = analysis.word(word)
    if not found.form:
        return [f'"{word}" holds no word.']
    lines = [f'"{word}" is compared as the form {found.form}, whatever its case, ä or ae, ß or ss.']
    lines += _spelling(word)
    lines += _terms(found, analysis)
    asked = [term for term in question_analyzer(language).word(word).terms if term not in found.terms]
    if asked:
        names = tuple(dict.fromkeys(term.strip("~·") for term in asked))
        lines.append(
            f"Written otherwise it may also be a form of {_list(names, 'or')}; a question asks for all of them."
        )
    if found.parts:
        lines.append(f"Words within it find it too, ranked lower: {_list(found.parts)}.")
    return lines


def _spelling(word: str) -> list[str]:
    spelling = parse_spelling(word)
    lines = []
    if spelling.also:
        lines.append(f"It also stands for {spelling.also[0]}.")
    if "-" in spelling.text:
        lines.append(f"Without its hyphens it is {fold(spelling.text).replace('-', '')}; its pieces find it.")
    return lines


def _terms(found: Word, analysis: Analyzer) -> list[str]:
    if not found.terms:
        return ["It is a function word: asked for only inside quotes, or where a question has no other words."]
    if analysis.language != "de":
        return [f"All words with its stem in this language ({analysis.language}) match it: {_list(found.terms)}."]
    lemmas = list(dict.fromkeys(term.rstrip("·") for term in found.terms if not term.startswith("~")))
    stems = [term[1:] for term in found.terms if term.startswith("~")]
    lines = []
    if lemmas:
        lines.append(f"All forms of {_list(tuple(lemmas), 'or')} match it.")
    if stems:
        lines.append(f"Rare or in no dictionary: such words with the stem {_list(tuple(stems), 'or')} match it.")
    return lines


def _list(words: tuple[str, ...], last: str = "and") -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
