"""The postings of a commit by field and word, as they are gathered while articles are added.

They take the place of Whoosh's pool, which gathers all postings in one list, sorts that and parts it again. Where there
are more than fit into the memory that is allowed, Whoosh's pool takes over, which sorts on disk.
"""

import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Posting = tuple[str, bytes, int, float, bytes]
"""Field, word, number of the article, weight, and value, as Whoosh has them: the weight is how often the word stands
there, the value an array of its positions (unsigned integers), or empty."""

_POSTING = 110  # bytes that a posting takes here besides its value, with its share of its word


class PostingLists:
    """Gathers postings; the articles of a word must come in ascending order.

    Args:
        pool: Whoosh's, for more than ``most`` bytes.
    """

    def __init__(self, pool: Any, most: int) -> None:
        self._pool = pool
        self._most = most
        self._size = 0
        self._fields: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))

    def add_words(self, field: str, number: int, words: Sequence[str], positions: bool) -> None:
        """Add the words of a field of an article, with or without their positions."""
        lists = self._fields[field]
        if positions:
            places: defaultdict[str, list[int]] = defaultdict(list)
            for position, word in enumerate(words):
                places[word].append(position)
            for word, found in places.items():
                if len(found) == 1:  # so most are; an array of one takes three times as long to make
                    lists[word] += number, 1, found[0].to_bytes(4, sys.byteorder)
                else:
                    lists[word] += number, len(found), array("I", found).tobytes()
            self._grow(len(places) * _POSTING + len(words) * 4)
        else:
            counts = Counter(words)
            for word, times in counts.items():
                lists[word] += number, times, b""
            self._grow(len(counts) * _POSTING)

    def add(self, posting: Posting) -> None:
        """Add a posting of a segment that is merged; Whoosh's writer calls this."""
        if self.outgrown:
            self._pool.add(posting)
            return
        field, word, number, weight, value = posting
        value = value or b""
        self._fields[field][word.decode("utf-8", "surrogatepass")] += number, int(weight), value
        self._grow(_POSTING + len(value))

    def _grow(self, by: int) -> None:
        self._size += by
        if self.outgrown:
            for posting in self._in_order():
                self._pool.add(posting)
            self._fields.clear()

    @property
    def outgrown(self) -> bool:
        """Whether there are more than this holds: then ``iter_postings`` has them, and ``lists`` none."""
        return self._size > self._most

    def lists(self) -> Iterator[tuple[str, Iterator[tuple[bytes, list[Any]]]]]:
        """The fields in order, each with its words in order, each with the number, weight and value of its postings,
        one behind the other."""
        for field in sorted(self._fields):
            words = self._fields[field]  # their order is that of their bytes
            yield field, ((word.encode("utf-8", "surrogatepass"), words[word]) for word in sorted(words))

    def iter_postings(self) -> Iterable[Posting]:
        """All postings in order of field, word and number; Whoosh's writer calls this."""
        postings: Iterable[Posting] = self._pool.iter_postings() if self.outgrown else self._in_order()
        return postings

    def _in_order(self) -> Iterator[Posting]:
        for field, words in self.lists():
            for word, flat in words:
                for number, weight, value in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
                    yield field, word, number, float(weight), value

    def cleanup(self) -> None:
        """Delete what Whoosh's pool has written; Whoosh's writer calls this."""
        self._pool.cleanup()
