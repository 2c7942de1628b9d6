"""What a German word is found by: terms of the word, of the word in today's spelling, and of the words within it."""

from functools import lru_cache

from archive.german.case import Case
from archive.german.fold import fold, with_umlauts
from archive.german.morphology import tuning
from archive.german.morphology.closed_classes import verb_beginnings
from archive.german.morphology.compounds import halves, parts, split
from archive.german.morphology.dictionary import ANY, CAPITAL, PARTS, SMALL, dictionary
from archive.german.morphology.guessing import terms
from archive.german.spelling import modern_spelling, parse_spelling
from archive.german.tokens import Token

_SHORTEST_PART = 2


def _is_known(word: str) -> bool:
    return bool(dictionary().entry(word).lemmas)


@lru_cache(maxsize=tuning.WORDS_CACHED)
def _modern(form: str) -> str:
    """The word in today's spelling; cached, for it is needed for a word's terms and again for its parts."""
    return modern_spelling(form, _is_known)


_LISTS = {Case.SMALL: SMALL, Case.CAPITAL: CAPITAL, Case.ANY: ANY}


def german_terms(form: str, case: Case = Case.ANY) -> tuple[str, ...]:
    """The terms of a folded word without hyphens that is written in this case; an old spelling has those of today's."""
    known = dictionary().words(form, _LISTS[case])
    return worked_out_terms(form, case) if known is None else known


def worked_out_terms(form: str, case: Case) -> tuple[str, ...]:
    """The same by the rules alone, as for all words but frequent forms; of these only the dictionary's build asks."""
    return terms(_modern(form), case)


def modern(form: str) -> str:
    """A folded word in today's spelling and without hyphens, which all spellings of the word have in common."""
    return _modern(form.replace("-", ""))


def compound_parts(form: str) -> tuple[str, ...]:
    """The terms of the words within a folded word, and of the masculine nouns (Minister) of feminine ones (Ministerin).

    Parts rank lower than terms, as a masculine noun shall.
    """
    known = dictionary().words(form, PARTS)
    return worked_out_parts(form) if known is None else known


def worked_out_parts(form: str) -> tuple[str, ...]:
    """The same by the rules alone, as for all words but frequent forms; of these only the dictionary's build asks."""
    found = parts(_modern(form))
    if not form.endswith(("in", "innen")):
        return found
    return tuple(dict.fromkeys((*found, *(man for word in (*found, *terms(form)) for man in _masculine(word)))))


def compound_halves(form: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The ways to part a folded word in two words, in today's spelling; see ``compounds.halves``."""
    return halves(_modern(form))


_PLAIN_VOWEL = str.maketrans("äöü", "aou")


def _masculine(lemma: str) -> tuple[str, ...]:
    """The noun that a feminine one is derived from: ``ministerin`` → ``minister``, ``expertin`` → ``experte``."""
    entry = dictionary().entry
    if not lemma.endswith("in") or (lemma, True) not in entry(lemma + "nen").lemmas:
        return ()
    base = lemma[:-2]
    for man in (base, base + "e", base.translate(_PLAIN_VOWEL)):
        if (man, True) in entry(man).lemmas:
            return (man,)
    return ()


def hyphen_parts(pieces: list[str]) -> list[str]:
    """The terms of a hyphenated word's pieces, of words within them, and of pieces in a row
    (``COVID-19``-Impfstoff)."""
    found: list[str] = []
    for place, piece in enumerate(pieces):
        if len(piece) >= _SHORTEST_PART:
            found += german_terms(piece)
            found += compound_parts(piece)
        if place and len(pieces) > 2:
            found += german_terms(pieces[place - 1] + piece)
    return found


def ellipsis_words(span: str, tokens: list[Token]) -> dict[int, str]:
    """The whole words that an ellipsis leaves out a half of.

    ``Kampf- und Spionagedrohnen``: Kampfdrohnen; ``Gemüseanbau und -handel``: Gemüsehandel.

    Args:
        span: a word or an ellipsis, as ``span_pattern`` finds them.
        tokens: its tokens, with their places in it.

    Returns:
        By the index of a token the whole word that it stands for.
    """
    found: dict[int, str] = {}
    first, last = parse_spelling(tokens[0].text).text, parse_spelling(tokens[-1].text).text
    for place, token in enumerate(tokens):
        if span[token.end : token.end + 1] in tuple("-\u2010\u2011") and place < len(tokens) - 1:
            half = _head(last)
            if half:
                found[place] = token.text + half
        elif token.start and span[token.start - 1] in "-\u2010\u2011":
            half = _beginning(first)
            if half:
                found[place] = half + token.text
    return found


def _pieces(word: str) -> tuple[str, ...]:
    """The pieces of a word as it is written: between its hyphens, or of a compound."""
    if "-" in word:
        return tuple(piece if place == 0 else "-" + piece for place, piece in enumerate(fold(word).split("-")))
    return split(with_umlauts(fold(word), dictionary().frequency))


def _head(word: str) -> str | None:
    """The last part of a compound (``drohnen``), or what follows a particle (``reise`` of ``Ausreise``)."""
    pieces = _pieces(word)
    if pieces:
        return pieces[-1].removeprefix("-")
    plain = fold(word)
    for length in range(8, 1, -1):
        if plain[:length] in verb_beginnings() and len(plain) - length > 2:
            return plain[length:]
    return None


def _beginning(word: str) -> str | None:
    """What stands before the last part of a compound: ``gemüse`` of ``Gemüseanbau``."""
    pieces = _pieces(word)
    return "".join(pieces[:-1]) if pieces else None
