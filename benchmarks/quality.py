"""``make quality``: how well the forms of German words are found, then how well articles are."""

from benchmarks import quality_search, quality_words

quality_words.main()
print()
quality_search.main()
