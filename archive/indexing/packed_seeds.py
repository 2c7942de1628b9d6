"""Very many seeds in a quarter of the memory: a run of a million files holds them until the last one is read."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import overload

from archive.indexing.scan import Seed

_BLOCK = 200  # seeds that are unpacked together
_END = "\0"  # stands between names, for no file's name holds it


class PackedSeeds(Sequence[Seed]):
    """A sequence of seeds that makes each of them anew when it is asked for."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self._blocks: list[tuple[str, array[int], array[int]]] = []
        self._length = 0
        left = iter(seeds)
        while block := list(islice(left, _BLOCK)):
            names, sizes, times = zip(*block, strict=True)
            self._blocks.append((_END.join(names), array("q", sizes), array("q", times)))
            self._length += len(block)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Seed]:
        return chain.from_iterable(map(self._unpacked, range(len(self._blocks))))

    @overload
    def __getitem__(self, place: int) -> Seed: ...
    @overload
    def __getitem__(self, place: slice) -> list[Seed]: ...
    def __getitem__(self, place: int | slice) -> Seed | list[Seed]:
        wanted = range(self._length)[place]
        if isinstance(wanted, int):
            return self._unpacked(wanted // _BLOCK)[wanted % _BLOCK]
        blocks = {number: self._unpacked(number) for number in {each // _BLOCK for each in wanted}}
        return [blocks[each // _BLOCK][each % _BLOCK] for each in wanted]

    def _unpacked(self, number: int) -> list[Seed]:
        names, sizes, times = self._blocks[number]
        return list(map(Seed, names.split(_END), sizes, times))
