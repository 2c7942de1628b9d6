"""How well German is found: words, then articles. ``make quality``."""

from benchmarks import quality_search, quality_words

quality_words.main()
print()
quality_search.main()
