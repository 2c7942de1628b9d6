"""The help page's examples of the query language."""

from web.language import lazy_gettext

# The questions of one row, each a link that asks it, and what they find.
EXAMPLES: tuple[tuple[tuple[str, ...], object], ...] = (
    (("Haus",), lazy_gettext("this word in any form (Häuser, Hauses) and, further down, in compounds (Rathaus)")),
    (("AKW",), lazy_gettext("also synonyms and what an abbreviation stands for (Atomkraftwerk)")),
    (("Bahnstreik", "Bahn Streik"), lazy_gettext("a joined word and its pieces find each other")),
    (("Regierung Krise",), lazy_gettext("articles with both words")),
    (('"Tag des Sieges"', '"Parade"'), lazy_gettext("exactly these words, in exactly this form")),
    (("Putin OR Xi", "Putin ODER Xi"), lazy_gettext("one or the other")),
    (("Regierung -Krise",), lazy_gettext("articles with the first word and without the second")),
    (("(Putin OR Xi) Brief",), lazy_gettext("brackets hold together what belongs together")),
    (('"Kim Schoigu"~5',), lazy_gettext("words near each other, at most five places apart")),
    (("Militär*", "*parade", "Rak?ten"), lazy_gettext("* is any number of letters, ? is one")),
    (("Shoigu~",), lazy_gettext("with a typing error; ~2: with two")),
    (("title:Parade",), lazy_gettext("only in the title")),
    (("source:dpa", "agency:dpa", "place:China"), lazy_gettext("from a source or an agency, about a place")),
    (
        ("date:2023-07", "date:2022..2023-06", "date:<1990"),
        lazy_gettext("by date: a day, a month, a year, or a range"),
    ),
    (("date:none",), lazy_gettext("articles of which the date is not known")),
)
