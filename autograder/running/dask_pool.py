"""The run phase on a Dask cluster; Dask is imported only where one is used."""

from __future__ import annotations

import contextlib
import logging
import time
import warnings
from concurrent.futures import BrokenExecutor, Future

from autograder.base.errors import CourseError
from autograder.running.bundle import Bundle, Graded, run

SECONDS = 10.0  # how long a scheduler is waited for
LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado.application", "asyncio")


class DaskPool:
    """The workers of a Dask cluster. Dask has the submissions of a worker that is lost run by another;
    the loss of the scheduler, or of all workers, breaks the pool."""

    def __init__(self, bundle: Bundle, address: str) -> None:
        try:
            import dask
            from distributed import Client
        except ImportError:
            raise CourseError(
                "--dask needs Dask; in the kit's folder run: pip install -c constraints.txt -e '.[dask]'"
            ) from None
        for name in LOGGERS:  # what matters of it is said in one line
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})  # notebooks may be large
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # other versions of what we do not use
                self._client = Client(address, timeout=SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise CourseError(
                f"{address}: no Dask scheduler answers ({reason}); check the address, start `dask scheduler`, "
                "and run the same command again"
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=SECONDS)  # those that were lost may be on their way
        except TimeoutError:
            self._client.close()
            raise CourseError(
                f"{address}: the Dask scheduler has no workers; start some with `dask worker {address}`, and "
                "run the same command again"
            ) from None
        self._bundle = self._client.scatter(bundle, broadcast=True)
        self._executor = self._client.get_executor(pure=False, retries=1)
        self._threads, self._counted = 1, -SECONDS

    @property
    def workers(self) -> int:
        """The cluster's threads: on a busy cluster they come one by one, and some may go."""
        if self._client.status == "running" and time.monotonic() - self._counted >= SECONDS:
            with contextlib.suppress(OSError):
                self._threads = max(1, sum(self._client.nthreads().values()))
            self._counted = time.monotonic()
        return self._threads

    def submit(self, lesson: str, data: bytes) -> Future[Graded]:
        try:
            future: Future[Graded] = self._executor.submit(run, self._bundle, lesson, data)
        except Exception as error:  # noqa: BLE001 — a client that has given the scheduler up says it in its own way
            raise BrokenExecutor(str(error)) from None
        return future

    def close(self) -> None:
        from distributed.client import ClosedClientError

        with contextlib.suppress(ClosedClientError, RuntimeError):  # the scheduler is lost, or the loop to it closed
            self._executor.shutdown(wait=False)
        self._client.close()
