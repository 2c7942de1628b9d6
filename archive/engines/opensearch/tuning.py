"""The constants of the OpenSearch engine that were measured, or that keep to a limit of the server.

``make bench ENGINES=opensearch`` (python -m benchmarks.bench_opensearch) measures speed and size; ``tests/cluster``
asks for more than the limits.
"""

# Limits of the server, all with its default settings.
WINDOW = 10_000  # what offset + limit may reach (index.max_result_window); beyond, a point in time is paged through
FEW_BUCKETS = 1_000  # values of a facet that are asked for at first: more than most facets have
MANY_BUCKETS = 60_000  # values that are asked for at most, one facet at a time (search.max_buckets is 65,535)
MOST_CLAUSES = 800  # clauses of one query (indices.query.bool.max_clause_count is 1,024 in all)
LONGEST_PATTERN = 900  # characters of a regular expression (index.max_regex_length is 1,000)
LONGEST_WORD = 200  # characters of a word; the whitespace analyzer cuts at 255, and a term is at most 32,766 bytes
LONGEST_LISTED = 8_000  # characters of a word in the list of words; longer ones are found, but by no pattern
ID_BYTES = 512  # of an entry's id

# The size of requests: chosen by the benchmark.
PAGE = 5_000  # hits in one page of a point in time
KEEP_ALIVE = "2m"  # how long a point in time waits for the next page
FETCHED_AT_ONCE = 500  # articles in one request
BULK_ENTRIES, BULK_BYTES = 10_000, 3_000_000  # of one bulk request, whichever is reached first
BULKS_AT_ONCE = 4  # bulk requests under way
CONNECTIONS = 16  # kept open to each node
ARTICLES_A_SHARD = 5_000_000  # of a new index without ``shards=``: some 28 GB, of the 10 to 50 that OpenSearch advises

# Waiting, in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # between two tries; each pause is twice as long as the one before
READ_TIMEOUT, WRITE_TIMEOUT = 15.0, 120.0  # for one answer
READ_PATIENCE, WRITE_PATIENCE = 4.0, 90.0  # over all tries: a person waits for a question, nobody for a run

# Counting words, which costs a look at each article for each word.
COUNTED = 1_000  # words that are counted: of the wanted ones, those that were most frequent when they were written
COUNTED_AGAIN = 50  # words that are counted again, the most frequent, if the first count was of a sample
LOOKS = 20_000_000  # articles × words that one count may look at on a shard
WORDS_REMEMBERED = 1_000_000  # words that a writer knows to be listed already
WORDS_PAGE = 10_000  # words in one answer
