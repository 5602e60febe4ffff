"""Workers, an endpoint, shared limits and a database, simulated: how long many documents take, and what holds them up.

A document waits for a worker, takes a core, asks its questions side by side, each where the worker has a place and the
limits let it pass, and is written by the database. What is steady is simulated (a few thousand documents); more of them
take the same time each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import simpy

if TYPE_CHECKING:
    from collections.abc import Generator

_LEAST, _TIMES = 4000, 4
"""Documents that are simulated: so many, and so many times what is begun at once; a fifth only fills the queues."""
_WINDOW = 61.5
"""Seconds of a worker's minute: ``summarizer/batch/limits.py``."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What reads, and what is read; seconds, and means of a document or request where nothing else is said."""

    workers: int = 1
    cores: int = 1
    """Of all workers together; a worker reads on one of them at a time."""
    at_a_time: int = 8
    """Documents that a worker has begun."""
    polling: float = 0.05
    """Between two looks into the queue: a document that has ended leaves its place free until the next."""
    places: int = 16
    """Requests that a worker has under way."""
    processor: float = 0.03
    """Processor time of a document: reading, rules, checks, what the queue takes."""
    requests: float = 0.0
    """Questions of a document; a fraction is spread evenly."""
    tokens: float = 0.0
    """Tokens of a question and its answer."""
    latency: float = 1.0
    """Of an answer."""
    requests_a_minute: float = 0.0
    tokens_a_minute: float = 0.0
    """Of all workers together; 0: no limit."""
    accepting: float = 0.0
    """One after the other, by whoever gives the documents."""
    database: float = 0.0
    """Processor time of the database for a document."""
    database_cores: int = 1
    """Of all databases together, where there are several."""
    apart: bool = True
    """Whether the database, and whoever gives the documents, have cores of their own; else they share the workers'."""


class Outcome(NamedTuple):
    """``rate`` in documents a second; ``busy`` is how much of each of its parts is used, 0 to 1."""

    rate: float
    first: float
    """Seconds until the rate is reached."""
    busy: dict[str, float]
    whole: float
    """Seconds of all that was simulated."""

    @property
    def bound(self) -> str:
        """What is used most, and so breaks first."""
        return max(self.busy, key=lambda name: self.busy[name])

    def seconds(self, documents: int) -> float:
        """What so many documents take."""
        return self.first + documents / self.rate


class _Run:
    """One simulation."""

    def __init__(self, setup: Setup, documents: int) -> None:
        self.setup, self.documents = setup, documents
        self.time = simpy.Environment()
        self.processors = simpy.Resource(self.time, setup.cores)
        self.database = simpy.Resource(self.time, setup.database_cores) if setup.apart else self.processors
        self.accepter = simpy.Resource(self.time, 1) if setup.apart else self.processors
        self.queue = simpy.Store(self.time)
        self.turns = [simpy.Resource(self.time, 1) for _ in range(setup.workers)]
        self.places = [simpy.Resource(self.time, setup.places) for _ in range(setup.workers)]
        requests = _WINDOW / setup.requests_a_minute if setup.requests_a_minute else 0.0
        tokens = _WINDOW * setup.tokens / setup.tokens_a_minute if setup.tokens_a_minute else 0.0
        self.interval = max(requests, tokens)
        self.next_request = 0.0
        self.used = dict.fromkeys(("processor", "database", "limits", "places", "accepting"), 0.0)
        self.ended: list[float] = []
        self.waiting = iter(range(documents))

    def run(self) -> None:
        """All documents, each worker with as many at a time as it may have."""
        self.time.process(self._accepter())
        for worker in range(self.setup.workers):
            for _ in range(self.setup.at_a_time):
                self.time.process(self._reader(worker))
        self.time.run()

    def _accepter(self) -> Generator[simpy.Event, None, None]:
        for number in range(self.documents):
            yield from self._held(self.accepter, self.setup.accepting, "accepting")
            yield self.queue.put(number)

    def _reader(self, worker: int) -> Generator[simpy.Event, None, None]:
        for number in self.waiting:
            yield self.queue.get()
            yield self.time.timeout(-self.time.now % self.setup.polling)
            yield self.time.process(self._document(worker, number))
            self.ended.append(self.time.now)

    def _document(self, worker: int, number: int) -> Generator[simpy.Event, None, None]:
        with self.turns[worker].request() as turn:
            yield turn
            yield from self._held(self.processors, self.setup.processor, "processor")
        count = int((number + 1) * self.setup.requests) - int(number * self.setup.requests)
        if count:
            yield self.time.all_of([self.time.process(self._request(worker)) for _ in range(count)])
        yield from self._held(self.database, self.setup.database, "database")

    def _request(self, worker: int) -> Generator[simpy.Event, None, None]:
        with self.places[worker].request() as place:
            yield place
            began = self.time.now
            if self.interval:
                at = max(self.next_request, self.time.now)
                self.next_request = at + self.interval
                self.used["limits"] += self.interval
                yield self.time.timeout(at - self.time.now)
            yield self.time.timeout(self.setup.latency)
            self.used["places"] += self.time.now - began

    def _held(self, resource: simpy.Resource, seconds: float, name: str) -> Generator[simpy.Event, None, None]:
        with resource.request() as turn:
            yield turn
            yield self.time.timeout(seconds)
            self.used[name] += seconds


def simulate(setup: Setup, documents: int = 0) -> Outcome:
    """How fast documents are read once all queues are full, and how much of each part is used meanwhile.

    ``documents``: how many are simulated; 0 for enough of them.
    """
    documents = documents or max(_LEAST, _TIMES * setup.workers * setup.at_a_time)
    run = _Run(setup, documents)
    run.run()
    warm = documents // 5
    span = run.ended[-1] - run.ended[warm]
    rate = (documents - warm - 1) / span
    whole = run.time.now
    many = {
        "processor": min(setup.cores, setup.workers),
        "database": setup.database_cores if setup.apart else setup.cores,
        "limits": 1,
        "accepting": 1,
        "places": setup.places * setup.workers,
    }
    busy = {name: used / whole / many[name] for name, used in run.used.items()}
    return Outcome(rate, max(0.0, run.ended[warm] - warm / rate), busy, whole)
