"""What an article becomes for the index."""

from archive.article import Article
from archive.german import analyzer
from archive.german.tokens import span_pattern
from archive.indexing.analysis import LEAD_WORDS, analyze_article

_WORDS = "Kampf- und Spionagedrohnen kreisten über Häusern, der UN-Sicherheitsrat tagte. "


def _article(title: str, text: str) -> Article:
    return Article(id="a", path="a.txt", title=title, text=text)


def test_the_lead_is_a_true_title_and_the_beginning_of_the_text() -> None:
    text = (_WORDS * 20).strip()
    beginning = text[: [found.end() for found in span_pattern(text).finditer(text)][LEAD_WORDS - 1]]
    terms = analyzer().fields(beginning).terms
    assert analyzer().fields(text, LEAD_WORDS).lead == terms
    assert analyze_article(_article("Neue Schulen", text)).lead == f"{analyzer().fields('Neue Schulen').terms} {terms}"
    own = analyze_article(_article(_WORDS.strip().removesuffix("."), text))
    assert own.lead == terms, "a title made of the text's beginning counts once"
    assert analyze_article(_article("Neue Schulen", "")).lead == analyzer().fields("Neue Schulen").terms
