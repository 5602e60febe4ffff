"""What Prometheus reads: requests, and the jobs of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from summarizer.batch.jobs import State

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from summarizer.batch.store import JobStore

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_Kind = TypeVar("_Kind", Counter, Gauge, Histogram)


class Metrics:
    """The measures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        labels = ("method", "route", "status")
        self._requests = self._of(Counter, "requests", "Requests that were answered.", labels)
        self._seconds = self._of(Histogram, "request_seconds", "Seconds until the whole answer was sent.", ("route",))
        self._under_way = self._of(Gauge, "requests_under_way", "Requests that are being answered.")
        self._jobs = self._of(Gauge, "jobs", "Documents of the database by state.", ("state",))
        self._waiting = self._of(Gauge, "queue_jobs", "Documents that wait or are read.", ("queue",))
        self._workers = self._of(Gauge, "queue_workers", "Living workers of a queue with documents.", ("queue",))

    def _of(self, kind: type[_Kind], name: str, about: str, labels: tuple[str, ...] = ()) -> _Kind:
        return kind(f"summarizer_{name}", about, labels, registry=self._registry)

    def under_way(self) -> AbstractContextManager[object]:
        """Counts a request as long as the block lasts."""
        return self._under_way.track_inprogress()

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Take note of an answer; ``route`` is its pattern, which there are few of."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def page(self, store: JobStore) -> bytes:
        """All of them now, as Prometheus reads them."""
        counts = store.counts()
        for state in get_args(State):
            self._jobs.labels(state).set(counts.get(state, 0))
        self._waiting.clear()
        self._workers.clear()
        for one in store.waiting():
            self._waiting.labels(one.queue).set(one.jobs)
            self._workers.labels(one.queue).set(one.workers)
        return generate_latest(self._registry)
