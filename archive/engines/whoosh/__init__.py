"""The Whoosh engine: pure Python, for archives of up to some 2,000 articles, wherever Python runs.

Whoosh is pinned and its faults are known, so this package uses the half of it that is sound and does the other half
itself.

Whoosh's (``index`` is its only importer):
    the writer and its lock, the codec (how words, postings, columns and stored fields lie in files), the readers of
    single segments, the file that lists a commit's segments, the merging of segments (when to merge is ours:
    ``index._merge``).

Ours, and the fault or slowness of Whoosh for which each module exists:
    ``index``     Words are handed over as ready postings, for Whoosh's analysis is slow, and its own format of
                  positions is decoded article by article. Opening is tried again, for it fails while another process
                  commits. A failed commit (disk full) gives back the lock and its files, which Whoosh keeps. A reader
                  moves positions in files that threads share, so it is asked under a lock.
    ``snapshot``  All segments of a commit as one, numbered without the deleted articles. Whoosh's reader of several
                  segments counts deleted articles in a word's frequency, and opens everything anew after each commit.
    ``entries``   Ids, dates and values in one column, read at once. Whoosh's numeric ranges may match everything (a
                  range of days in 1945 matches the year), and its columns are read value by value.
    ``posting_lists``  The postings of a commit by word, while articles are added. Whoosh sorts all of them in one list,
                  and gives each word a block of its own, though most are in a few articles: inlining them fails.
    ``postings``  A word's postings as arrays, renumbered and joined; phrases are found in them. Whoosh's matchers take
                  one Python call an article, and its phrases and nearness count differently.
    ``matching``  Plans to articles and BM25 scores. Whoosh's queries run again for totals, and score per segment.
    ``search``    Order, pages and counts. Whoosh sorts undated articles first, fails with an OverflowError where it
                  groups dates of which some are missing, and gives the last page where one past the end is asked for.
    ``checksums``  The checksums of all files, which Whoosh does not have.
    ``tuning``    The constants of all these.
Its parser, highlighting and suggestions are not used at all: the query language and snippets are the archive's own.

Opening an index unpickles: an index that came from elsewhere must never be opened.
"""

# The private names of Whoosh that this package touches, each with the reason; a test compares them with the sources.
PRIVATE_NAMES = {
    "_terms": "the dictionary: what reader.postings gives wraps the blocks where articles are deleted",
    "_added": "add_document, whose work is done here, notes there that something was added",
    "_commit_toc": "checksums are kept before it makes a commit visible",
    "_tindex": "words in few articles are written into the dictionary, which Whoosh's writer fails to do",
    "_fieldid": "as _tindex: the number that a field has there",
    "_postwriter": "takes the postings of a word at once instead of one by one",
    "_read_ids": "postings are read in blocks, not article by article",
    "_read_weights": "as _read_ids",
    "_read_values": "as _read_ids",
    "_ids": "what _read_ids has read, or _postwriter is to write",
    "_weights": "what _read_weights has read, or as _ids",
    "_values": "what _read_values has read, or as _ids",
    "_lastblock": "whether a matcher has read its last block",
    "_next_block": "moves a matcher to its next block",
    "_perdoc": "holds the columns of lengths, which have no public reader",
    "_cached_reader": "opens a column of lengths",
    "_dbfile": "a column is read at once, not value by value",
    "_basepos": "where a column begins in its file",
    "_lengths": "how many bytes each value of a column has",
    "_count": "how many values a column has",
    "_latest_generation": "the newest commit by one listing of the folder, without reading it",
    "_read_toc": "reads the newest commit's list of segments",
    "_close_segment": "lets go of the files of a commit that failed",
    "_finish": "ends a writer whose commit failed",
    "_filename": "the name of a commit's list of segments",
}
