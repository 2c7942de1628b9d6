"""What a word becomes and why, in plain sentences."""

from archive.german.analyzer import analyzer


def explain(word: str, language: str | None = None) -> list[str]:
    """Plain English sentences: what the word becomes in the index and why."""
    found = analyzer(language).word(word)
    lines = [f'"{word}" is compared as the form {found.form}.']
    if found.terms:
        lines.append(f"Its inflections share the term {' or '.join(found.terms)}.")
    else:
        lines.append("It is a function word, asked for only inside quotes.")
    if found.parts:
        lines.append(f"It is made of {', '.join(found.parts)}; each of them finds it.")
    return lines
