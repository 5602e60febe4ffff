"""How much a document may take: memory and time of the process that reads it, bytes of what is read at all."""

from typing import NamedTuple

_MB = 1_000_000
MOST_RECOGNISED = 100
"""Pages of a file that are recognised; those of a longer one are named as missing."""

STARVED = 5
"""By how much longer than its time a reading may last by the clock, where other programs keep the cores busy."""


class Bounds(NamedTuple):
    """What reading one document may take; what goes beyond is that document's error and nobody else's."""

    memory_mb: float = 800
    """Megabytes of the process that reads a file that is no plain text."""
    seconds: float = 12
    """What such a file may take, and half as much again for each megabyte of it: of the processor's time."""
    text_mb: float = 64
    """Megabytes of a plain text, which is read in this process."""
    page_seconds: float = 30
    """What each page that is a picture and has to be recognised may take beside that."""

    @property
    def memory(self) -> int:
        """Bytes."""
        return int(self.memory_mb * _MB)

    @property
    def text_bytes(self) -> int:
        """The longest plain text."""
        return int(self.text_mb * _MB)

    @property
    def file_bytes(self) -> int:
        """The longest file of another format: it stands in the reader's memory beside what is made of it."""
        return self.memory // 4

    @property
    def most_bytes(self) -> int:
        """The longest file of any format."""
        return max(self.text_bytes, self.file_bytes)

    def time_for(self, size: int) -> float:
        """Seconds that a file of ``size`` bytes may take."""
        return self.seconds * (1 + size / _MB / 2)


USUAL = Bounds()
