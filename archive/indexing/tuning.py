"""The tuned numbers of indexing, each with what it was chosen by.

``make bench`` (``python -m benchmarks``) measures indexing time, search time and memory with them; the times of the
watcher are exercised by ``tests/indexing/test_watching.py``.
"""

# engine_for: with engine "auto", archives of more articles than this are held by Tantivy. Chosen by the embedded
# engines side by side (make bench): above it Whoosh takes ten times as long to index and to answer.
AUTO_LIMIT = 2_000

# batches: a commit is made after so many articles, at least and at most, or characters. Larger commits leave fewer
# segments to search; smaller ones lose less work to a kill (the most is about a minute) and bound the memory (make
# bench). What is planned leaves room for batches of longer articles than most.
BATCH_ARTICLES = 2_500
MOST_BATCH_ARTICLES = 6_250
BATCH_CHARACTERS = 15_000_000
PLANNED_BATCH_CHARACTERS = 13_500_000

# run: a file written less than this before it was read may have changed unseen and is read again. It is the coarsest
# time stamp of a file system in use (FAT), not a measurement.
RACY_NS = 2_000_000_000

# run: an index of which so large a share are articles that are gone, but count in the statistics of words, is built
# anew: Tantivy's order by relevance else differs from that of a fresh index. tantivy-py cannot have segments merged.
MOST_DELETED = 0.1
# run, workers: the collector of garbage at Python's usual thresholds takes a tenth of the time of reading and more of a
# run over unchanged files, and finds nothing: no cycles are made.
GARBAGE_THRESHOLDS = (100_000, 20, 20)

# membership: articles fetched from a cluster at once while a ledger is made of them.
FETCH_ARTICLES = 1_000

# ledger, first_seen: how long to wait for another process that has locked the file; not a measurement.
SQLITE_PATIENCE_SECONDS = 30.0

# surfaces: the page cache of a writer, which holds what sorted_runs writes at once; how long a question waits for a
# writer before it analyses instead; how much of the file a reader maps.
SURFACE_CACHE_KILOBYTES = 8_000
SURFACE_PATIENCE_SECONDS = 0.5
SURFACE_MAPPED_BYTES = 1 << 30

# workers (make bench):
CHUNK_SEEDS = 50  # seeds a request: some 100 ms of work, so that a crash costs little and pipes are not the work
AHEAD_REQUESTS = 80  # requests answered before they are asked for: reading goes on while the engine writes a batch
PACKED_FROM_SEEDS = 10_000  # so many that are to be read are packed meanwhile: a million take 60 MB instead of 250
PARALLEL_FROM_SEEDS = 200  # fewer seeds than this are read by one process: starting more would cost more than it saves
KNOWN_SPANS = 400_000  # that a worker remembers to have told of: as many as it remembers what they become
SPARE_SECONDS = 30.0  # a reader process waits so long for the next run, which then need not start one: some 0.5 s
HEED_SECONDS = 0.25  # between looks at whether the run is to go on, while readers are waited for
GROWING_TRIES = 5  # how often a file that grows while it is read is read again ...
GROWING_PAUSE_SECONDS = 0.2  # ... and the pause before each

# limits: what reading one article may take, given in issue 15.
ARTICLE_CPU_SECONDS = 10  # of computing, so that a busy machine refuses no file
ARTICLE_SECONDS = 120  # of waiting, too: for a folder on a network, for programs that a reader starts
ARTICLE_BYTES = 512_000_000  # beyond what the process had before

# watch:
STOP_SECONDS = 3.0  # that the end of a watch waits for a run to stop
SETTLED_SECONDS = 0.6  # a file counts as complete after so long without a change
AGAIN_SECONDS = 2.0  # after a run, look once more: a file changed twice in a moment may be told of only once
RETRY_SECONDS = 2.0  # until the next try while another process writes to the index
RETRY_LATER_SECONDS = 30.0  # until the next try after any other error
FORGET_PATIENCE_SECONDS = 120.0  # that forgetting waits for another run, such as that of a watcher
TICK_SECONDS = 0.5  # between looks at whether the folder is still the same
POLL_SECONDS = 1.0  # between looks at all files, where the system does not tell of changes

# current_index: how long a reader that could not read an index and found its files sound does not check them again.
CHECK_AGAIN_SECONDS = 600.0

# current_index: a generation may be dropped between the look at the pointer and the opening, hardly thrice in a row.
OPEN_TRIES = 3

# seed_reading, workers: a file of many articles is handed on in parts of so many characters; with its words a part
# takes some ten bytes a character. So many groups of outcomes of a request wait for a run that is still writing.
PART_CHARACTERS = 2_000_000
GROUPS_AHEAD = 2
GIVE_SECONDS = 0.02  # between looks at whether there is room again
