"""A brake on guessing a password: how often a wrong one may be tried, from one address and from all together."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")
GUESSES = 10  # wrong ones of an address, at once
GUESS_SECONDS = 6.0  # until it may try once more
ALL_GUESSES = 100  # of all addresses together; those that once knew the password are not braked by the others
ALL_GUESS_SECONDS = 1.0
MOST_ADDRESSES = 10_000  # remembered, some 2 MB


class Brake:
    """Counts attempts by the generic cell rate algorithm (ITU-T I.371): of an address one number is kept. Safe to use
    from several threads.

    Args:
        clock: gives the time in seconds, never backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._full_until: OrderedDict[str, float] = OrderedDict()  # address → when all its guesses are free again
        self._all_full_until = 0.0
        self._known: OrderedDict[str, None] = OrderedDict()  # addresses that gave the right password

    def __len__(self) -> int:
        return len(self._full_until) + len(self._known)

    def attempt(self, address: str) -> float:
        """Count an attempt of an address before its password is looked at.

        Returns:
            0 if it may be looked at; else the seconds until the address may try again. The attempt does not count then.
        """
        address = _network(address)
        with self._lock:
            now = self._clock()
            own = max(self._full_until.get(address, 0.0), now) + GUESS_SECONDS
            everybodys = max(self._all_full_until, now) + ALL_GUESS_SECONDS
            wait = own - now - GUESSES * GUESS_SECONDS
            if address not in self._known:
                wait = max(wait, everybodys - now - ALL_GUESSES * ALL_GUESS_SECONDS)
            if wait > 0:
                return wait
            self._all_full_until = everybodys
            _remember(self._full_until, address, own)
            return 0.0

    def right(self, address: str) -> None:
        """Take an attempt back: its password was the right one."""
        address = _network(address)
        with self._lock:
            self._all_full_until -= ALL_GUESS_SECONDS
            if address in self._full_until:
                self._full_until[address] -= GUESS_SECONDS
            _remember(self._known, address, None)


def _remember(among: OrderedDict[str, V], address: str, value: V) -> None:
    among[address] = value
    among.move_to_end(address)
    if len(among) > MOST_ADDRESSES:
        among.popitem(last=False)


def _network(address: str) -> str:
    """An address as it is counted: of IPv6 its first 64 bits, for a line has so many of the others."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address
