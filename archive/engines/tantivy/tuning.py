"""The constants of the Tantivy engine that were measured or bound something.

``make bench`` (python -m benchmarks) measures speed and size, and this engine beside Tantivy itself.
"""

WRITER_BYTES = 64_000_000  # what a writer gathers before it writes a segment
LOCK_PAUSE = 0.02  # seconds between two tries to get the writer's lock
OPEN_TRIES = 5  # to open a commit that is collected meanwhile: the next one may be there by then
TIES = 100  # hits asked for beside those wanted, for ties are sorted here: cheaper than to ask again
MORE_TIES = 8  # how many times more are asked for where that was too few
DOCUMENTS_KEPT = 100  # of best hits that are kept until their articles are asked for, some 1 MB
ANY_SECOND = 2**62  # beyond every date: an open end of a range
# Buckets of all facets of one request: Tantivy refuses more than 65,000, and its binding cannot raise that.
MOST_BUCKETS = 60_000
# Of these, for the fields that are counted by name beside others that are counted by number: they have fewer values.
NAMED_BUCKETS = 7_500
# Values are counted by number where more articles are found: below, the names of all are looked up as fast.
NUMBERS_FROM = 500
# The values of so many articles are counted in GROUPS groups of fields, by two processors if one is to spare.
GROUPS_FROM = 20_000
GROUPS = 2
MOST_NAMED = 200  # values of a field that are looked up by number; where more share a count, all are asked for
SPELLINGS_KEPT = 20_000  # values whose names a snapshot remembers, some 4 MB
EVERY_BUCKET = 2**31  # of a segment, so that counts over all segments are exact
NEAR_KEPT = 64  # clauses of nearness whose articles a snapshot remembers: those of one question
