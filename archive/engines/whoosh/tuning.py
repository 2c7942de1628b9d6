"""The constants of the Whoosh engine that were measured or bound something.

``make bench`` (python -m benchmarks) measures speed and size, ``make quality`` (python -m benchmarks.quality) ranking.
"""

# Ranking: chosen by make quality, over questions with known answers.
SATURATION = 1.2  # BM25's k1: how soon one more occurrence of a word stops to count
# BM25's b: how much a long text is held back; titles and leads are all short.
LENGTH = {"title": 0.3, "title_forms": 0.3, "title_parts": 0.3, "lead": 0.3,
          "body": 0.8, "body_forms": 0.8, "body_parts": 0.8}  # fmt: skip

# Reading.
PLACES_KEPT = 256  # words whose positions a snapshot keeps: those of one question, whose pairs share words
POSTINGS_KEPT = 2_000_000  # articles in the postings of words that a snapshot keeps: some 16 MB

# Writing: chosen by make bench.
MERGED_ARTICLES = 2_000  # size of a merged segment; merging costs as much as indexing, so larger ones are left alone
BLOCK_POSTINGS = 1_024  # postings in one block: eight times Whoosh's default, for long lists are always read whole
INLINED_POSTINGS = 8  # postings of a word that stand in the dictionary: a block of their own takes three times as long
COMPRESSION = 1  # zlib's level: higher ones cost more time than they save space
WRITER_MEGABYTES = 256  # what a writer may gather before Whoosh's pool takes over, which sorts on disk

# Waiting.
LOCK_DELAY = 0.05  # seconds between two tries to get the writer's lock
# Opening is tried again so often and with such a pause, two seconds in all: a commit deletes old files for less long.
OPEN_ATTEMPTS, OPEN_PAUSE = 100, 0.02
