"""The text that rules are timed on: the seeds again and again, with other digits in every copy."""

import random
import re

from benchmarks.figures import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
_DIGITS = re.compile("[0-9０-９]")
_SENTENCE = re.compile("[^。；;！？\n]+")
_HAN = re.compile("[一-鿿]")


def seeds() -> str:
    """All five seeds, joined."""
    return "\n".join(path.read_text(encoding="utf-8") for path in SEEDS) + "\n"


def copies_for(size: int) -> int:
    """The even number of copies of the seeds that makes at least ``size`` bytes of UTF-8."""
    copies = -(-size // len(seeds().encode()))
    return copies + copies % 2


def varied(copies: int, seed: int) -> str:
    """So many copies of the seeds, each digit replaced by a random one of 1 to 9: no sentence with a number recurs."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    text = seeds()

    def other(found: re.Match[str]) -> str:
        zero = "0" if found[0] <= "9" else "０"
        return chr(ord(zero) + chance.randint(1, 9))

    return "".join(_DIGITS.sub(other, text) for _ in range(copies))


def unrepeated(copies: int, seed: int) -> str:
    """The same, and where a sentence stands in it already, some of its characters are others of the seeds."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    others = _HAN.findall(seeds())
    known: set[str] = set()

    def new(found: re.Match[str]) -> str:
        said = found[0]
        places = [at for at, char in enumerate(said) if _HAN.match(char)]
        while said in known and places:
            at = chance.choice(places)
            said = said[:at] + chance.choice(others) + said[at + 1 :]
        known.add(said)
        return said

    return _SENTENCE.sub(new, varied(copies, seed))
