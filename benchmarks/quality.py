"""``make quality``: how well the forms of German words are found, then how well articles are.

Takes the options of ``benchmarks.quality_search``.
"""

from benchmarks import quality_search, quality_words

if __name__ == "__main__":
    arguments = quality_search.parse_arguments()
    quality_words.main()
    quality_search.main(arguments)
