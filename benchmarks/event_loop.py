"""How long a program's event loop stands still while many documents are read by rules in it.

``python -m benchmarks.event_loop CALLS`` makes so many calls at once and prints the 99th percentile in seconds.
"""

import asyncio
import sys
import time

from benchmarks.corpus import SEEDS
from benchmarks.figures import MILLISECONDS, Figure, Words
from benchmarks.measuring import Sizes, python
from summarizer import Settings, asummarize

_MAX_DELAY = 50.0
_TICK = 0.001
_PERCENT = 0.99


def measure(sizes: Sizes) -> list[Figure]:
    """Runs in processes of their own: what another benchmark left in memory would be collected in their time."""
    runs = [float(python("-m", "benchmarks.event_loop", str(sizes.calls))) for _ in range(sizes.runs)]
    return [
        Figure(
            Words(f"delay of the event loop under {sizes.calls} concurrent calls by rules, 99th percentile",
                  f"{sizes.calls} 个并发的规则调用下事件循环的延迟，第 99 百分位"),
            tuple(run * 1000 for run in runs), MILLISECONDS, _MAX_DELAY,
        )
    ]  # fmt: skip


async def _delay(calls: int) -> float:
    """The 99th percentile of what a sleep of a millisecond takes too long, while ``calls`` are under way."""
    settings = Settings(engine="rules")
    delays: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_TICK)
            delays.append(time.perf_counter() - began - _TICK)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(_TICK)
    await asyncio.gather(*(asummarize(SEEDS[number % len(SEEDS)], settings) for number in range(calls)))
    await asyncio.sleep(_TICK)  # what was held up at last is counted too
    watching.cancel()
    return sorted(delays)[int(len(delays) * _PERCENT)]


if __name__ == "__main__":
    print(asyncio.run(_delay(int(sys.argv[1]))))
