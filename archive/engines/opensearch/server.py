"""A cluster of OpenSearch, and the only importer of its library: requests, the waiting where it is busy, and its errors
as ours."""

import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.engines.opensearch.address import Address
from archive.engines.opensearch.tuning import (
    BULK_BYTES,
    BULK_ENTRIES,
    BULKS_AT_ONCE,
    CONNECTIONS,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    READ_PATIENCE,
    READ_TIMEOUT,
    WRITE_TIMEOUT,
)
from archive.engines.opensearch.tuning import WRITE_PATIENCE as WRITE_PATIENCE
from archive.errors import EngineError, EngineUnavailable

try:
    import opensearchpy
    import orjson
    from opensearchpy.exceptions import ConnectionError as NoConnection
    from opensearchpy.exceptions import ConnectionTimeout, SSLError, TransportError
except ImportError as error:
    raise EngineError(
        "This archive lies in a cluster, and the library for that is missing.",
        "Install it: pip install 'zeitungsarchiv[opensearch]'.",
    ) from error

Action = tuple[dict[str, Any], dict[str, Any] | None]
"""A line of a bulk request, and the entry below it, if any."""


@dataclass(frozen=True, slots=True)
class Writes:
    """What is written to one index.

    Attributes:
        index: the alias by which it is written to.
        actions: read only when it is their turn to be sent.
        keep_newer: whether an entry that is newer there stays without an error.
    """

    index: str
    actions: Iterable[Action]
    keep_newer: bool = False


_NO_INDEX = ("There is no index yet.", 'Run "archive index".')


class Server:
    """One cluster. Safe to use from several threads.

    Args:
        patience: seconds over which what fails for a moment is tried again.
    """

    def __init__(self, address: Address, patience: float = READ_PATIENCE) -> None:
        self.address = address
        self._patience = patience
        password = os.environ.get("ARCHIVE_OPENSEARCH_PASSWORD", "")
        if address.ca and not Path(address.ca).is_file():
            raise EngineError(
                f"There is no file of certificates {address.ca}.", "Name one that is there: …/name?ca=FILE."
            )
        secure: dict[str, Any] = {"use_ssl": True, "verify_certs": address.verify, "ca_certs": address.ca}
        if not address.verify:
            secure |= {"ssl_show_warn": False, "ssl_assert_hostname": False}
        try:
            self._client = opensearchpy.OpenSearch(
                [{"host": host.strip("[]"), "port": port} for host, port in address.hosts],
                http_auth=(address.user, password) if address.user else None,
                max_retries=2 * len(address.hosts),  # a node that is gone: the next one, at once
                retry_on_status=(),
                pool_maxsize=CONNECTIONS,
                **(secure if address.tls else {}),
            )
        except (OSError, ValueError, TransportError) as error:
            raise EngineError(f"The cluster cannot be asked ({error}).", "Check the file of certificates.") from error

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | bytes | None = None,
        *,
        missing: Any = None,
        exists: Any = None,
        seconds: float = READ_TIMEOUT,
        **parameters: Any,
    ) -> Any:
        """Send a request and return the answer, as JSON that was read.

        Args:
            missing: returned where what is asked about is not there (status 404), if it is not None.
            exists: returned where what is to be made is there already, if it is not None.
            seconds: how long one answer may take.
            parameters: of the URL.

        Raises:
            EngineUnavailable: the cluster does not answer, or there is no such index.
            EngineError: it refuses.
        """
        until = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            try:
                asked = {"request_timeout": seconds, **parameters}
                return self._client.transport.perform_request(method, path, params=asked, body=body)
            except TransportError as error:
                if missing is not None and error.status_code == 404:
                    return missing
                if exists is not None and error.error == "resource_already_exists_exception":
                    return exists
                if not self._is_passing(error) or time.monotonic() + pause > until:
                    raise self._told(error) from error
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _is_passing(self, error: TransportError) -> bool:
        if isinstance(error, SSLError):
            return False
        if isinstance(error, NoConnection):  # readers are told at once; a run of hours waits for a restart
            return self._patience > READ_PATIENCE
        return _is_busy(error.status_code)

    def _told(self, error: TransportError) -> EngineError:
        where = f"The cluster at {self.address}"
        if isinstance(error, SSLError):
            return EngineError(
                f"{where} shows a certificate that cannot be verified.", "Name its authority's file: …/name?ca=FILE."
            )
        if isinstance(error, ConnectionTimeout):
            return EngineUnavailable(f"{where} does not answer in time.", "Look at its load; try again later.")
        if isinstance(error, NoConnection):
            return EngineUnavailable(f"{where} does not answer.", "Is it running, and is the address right?")
        if error.status_code in (401, 403):
            return EngineError(
                f"{where} refuses the user.",
                "Name one in the address (…https://user@host) and the password in ARCHIVE_OPENSEARCH_PASSWORD.",
            )
        if error.status_code == 404:
            return EngineUnavailable(*_NO_INDEX)
        if _is_busy(error.status_code):
            return self.lost(str(error.error))
        return EngineError(
            f"{where} refuses: {_reason(error)}.", 'If this happens again, run "archive index --rebuild".'
        )

    def search(self, index: str | None, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a search, with scores that do not depend on the shard. ``index`` is None for one in a point in
        time.

        Raises:
            EngineUnavailable: a part of the index does not answer; a smaller answer is never given.
        """
        path = "/_search" if index is None else f"/{index}/_search"
        found: dict[str, Any] = self.ask(
            "POST", path, asked, search_type="dfs_query_then_fetch", allow_partial_search_results="false"
        )
        return found

    def lost(self, error: str) -> EngineUnavailable:
        """The error to tell when a part of the index does not answer."""
        return EngineUnavailable(
            f"The cluster at {self.address} cannot answer fully now ({error}).",
            "Look at its health; try again when it is green.",
        )

    def bulk(self, *writes: Writes) -> None:
        """Put in and take out entries; those that the cluster is too busy for are sent again.

        Raises:
            EngineUnavailable: the cluster does not take all of them in time.
            EngineError: it refuses one.
        """
        chunks = ((to, chunk) for to in writes for chunk in _chunks(to.actions))
        with ThreadPoolExecutor(BULKS_AT_ONCE) as threads:
            # The next chunk is made while those before it are under way.
            for _ in threads.map(lambda made: self._send(made[0].index, made[1], made[0].keep_newer), chunks):
                pass

    def _send(self, index: str, lines: list[bytes], keep_newer: bool) -> None:
        until = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while lines:
            answer = self.ask(
                "POST", f"/{index}/_bulk", b"".join(lines), seconds=WRITE_TIMEOUT, require_alias="true",
                filter_path="errors,items.*.status,items.*.error", timeout="30s",
            )  # fmt: skip
            if not answer.get("errors"):
                return
            again = []
            for line, item in zip(lines, answer["items"], strict=True):
                (result,) = item.values()
                status = result["status"]
                if _is_busy(status):
                    again.append(line)
                elif status == 409 and not keep_newer:
                    raise EngineError(
                        "An article in the cluster was written by a machine whose clock is ahead of this one's.",
                        "Set the clocks, then run the index again.",
                    )
                elif "error" in result and status != 409:
                    if result["error"]["type"] == "index_not_found_exception":
                        raise EngineUnavailable(
                            "Another run has put a new index in the place of this one.", 'Run "archive index" again.'
                        )
                    raise EngineError(f"The cluster refuses an article: {result['error'].get('reason')}.",
                                      "Please report this article.")  # fmt: skip
            lines = again
            if lines and time.monotonic() + pause > until:
                raise EngineUnavailable(
                    f"The cluster at {self.address} takes no more articles ({status}).",
                    "Look at its health; run the index again when it is green.",
                )
            time.sleep(pause if lines else 0)
            pause = min(2 * pause, LONGEST_PAUSE)

    def refresh(self, *names: str) -> None:
        """Let every search see what was written to these indices."""
        until = time.monotonic() + self._patience
        while True:
            shards = self.ask("POST", f"/{','.join(names)}/_refresh", seconds=WRITE_TIMEOUT)["_shards"]
            if not shards["failed"]:
                return
            if time.monotonic() > until:
                raise EngineUnavailable(
                    f"The cluster at {self.address} has lost a part of the index.",
                    "Look at its health, then run again.",
                )
            time.sleep(FIRST_PAUSE)


def _is_busy(status: object) -> bool:
    """Whether the server has too much to do (429), or a node is gone and no other does its work yet (500 and above)."""
    return isinstance(status, int) and (status == 429 or status >= 500)


def _chunks(actions: Iterable[Action]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for action in actions:
        lines = b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in action if line is not None)
        if chunk and (len(chunk) >= BULK_ENTRIES or size + len(lines) > BULK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(lines)
        size += len(lines)
    if chunk:
        yield chunk


def _reason(error: TransportError) -> str:
    info: Any = error.info
    try:
        found = info["error"]
        return str(found["root_cause"][0]["reason"] if found.get("root_cause") else found["reason"])
    except (KeyError, TypeError, IndexError):
        return str(error.error)
