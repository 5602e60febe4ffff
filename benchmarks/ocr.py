"""How much of a plan survives a scanner: targets, numbers that are wrong, how sure the right ones are.

::

    python -m benchmarks ocr              # other pages than those the threshold was chosen on
    python -m benchmarks.ocr --calibrate  # what each threshold would give, on pages of its own

The five seeds, each with digits of its own in every draw, are printed, scanned and read back. What the rules find in
the text itself is what should be found. A number is wrong where the page has another one, or none; that may only stand
in an item that is unsure.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

import summarizer
from benchmarks.corpus import SEEDS
from benchmarks.figures import Figure, Words
from benchmarks.scanning import SANS, Scanner, as_pdf, scanned
from summarizer.documents import from_bytes, from_text
from summarizer.documents.doubts import MARKED, TABLED, is_number
from summarizer.documents.normalising import view_of

if TYPE_CHECKING:
    from benchmarks.measuring import Sizes
    from summarizer.models import Goal, Measure, Summary, Target

USUAL = {"300 dpi": Scanner()}
HARDER = {
    "200 dpi, 12 pt, another font": Scanner(SANS, points=12, dots=200),
    "200 dpi, black and white": Scanner(dots=200, only_black=True),
    "150 dpi, noise": Scanner(dots=150, noise=20, blur=0.8, quality=40, ink=60),
    "120 dpi, 10.5 pt": Scanner(SANS, points=10.5, dots=120, noise=12, quality=50, ink=60),
}
RULES = summarizer.Settings(engine="rules")
_CALIBRATED_ON, _TESTED_ON = 1000, 2000
"""Where the seeds of chance begin: what is tested was never looked at when the threshold was chosen."""
_THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
_STRICT = ("kind", "value", "value_max", "unit", "masked", "deadline")


class Found(NamedTuple):
    """What one scanned plan came to; counts of targets, and of items with a wrong number by their confidence."""

    wanted: int
    right: list[tuple[float, bool]]
    """Of each target that is strictly right: its confidence, and whether the rules were sure of it."""
    wrong: list[tuple[float, bool, str]]
    """The same of each item with a wrong number, and what it says."""
    missed: list[str]
    """What the targets say that are not found as they are."""


def measure(sizes: Sizes) -> list[Figure]:
    """Pages of all seeds, or of one where it is only tried."""
    quick = sizes.rounds == 1
    kinds = USUAL if quick else USUAL | HARDER
    figures = []
    for name, scanner in kinds.items():
        print(f"  {name} …", file=sys.stderr, flush=True)
        found = [*_drawn(scanner, _TESTED_ON, 1, SEEDS[1:2] if quick else SEEDS)]
        figures += _figures(name, found, bound=name in USUAL)
    return figures


def _figures(name: str, found: Sequence[Found], *, bound: bool) -> Iterator[Figure]:
    from summarizer.pipeline.weighing import SURE

    wanted, right = sum(one.wanted for one in found), [each for one in found for each in one.right]
    wrong = [words for one in found for confidence, known, words in one.wrong if known and confidence >= SURE]
    sure = [known and confidence >= SURE for confidence, known in right]
    for words in wrong:
        print(f"  {name}: sure and wrong: {words}", file=sys.stderr)
    share = Words("", "")
    least = (0.9, 0.5) if bound else (None, None)
    rows = (
        (
            f"OCR, {name}: targets strictly right",
            f"OCR，{name}：量化指标严格正确",
            len(right) / max(1, wanted),
            least[0],
        ),
        (f"OCR, {name}: sure, of those", f"OCR，{name}：其中无需核对", sum(sure) / max(1, len(sure)), least[1]),
    )
    for english, chinese, value, lowest in rows:
        yield Figure(Words(english, chinese), (value,), share, lowest, least=True, digits=3)
    said = Words(f"OCR, {name}: items sure and with a wrong number", f"OCR，{name}：数字有误却未标待核对的条目")
    yield Figure(said, (float(len(wrong)),), share, 0 if bound else None)


def calibrate(draws: int) -> None:
    """Print what each threshold gives, of every kind of scan."""
    for name, scanner in (USUAL | HARDER).items():
        found = [*_drawn(scanner, _CALIBRATED_ON, draws, SEEDS)]
        right = [each for one in found for each in one.right]
        wrong = [each for one in found for each in one.wrong]
        wanted = sum(one.wanted for one in found)
        print(f"{name}: {len(right)} of {wanted} targets right, {len(wrong)} items with a wrong number")
        for threshold in _THRESHOLDS:
            sure = sum(known and confidence >= threshold for confidence, known in right)
            missed = [words for confidence, known, words in wrong if known and confidence >= threshold]
            print(f"  {threshold:.2f}: sure of right {sure / max(1, len(right)):.3f}, sure and wrong {len(missed)}")
        for confidence, known, words in sorted(wrong, reverse=True)[:5]:
            print(f"    wrong: {confidence:.2f} {'' if known else 'unsure by the rules '}{words}")
        for words in [words for one in found for words in one.missed][:10]:
            print(f"    missed: {words}")
        sys.stdout.flush()


def _drawn(scanner: Scanner, begin: int, draws: int, seeds: Sequence[object]) -> Iterator[Found]:
    for draw in range(draws):
        for at, path in enumerate(SEEDS):
            if path in seeds:
                chance = random.Random(begin + draw * len(SEEDS) + at)  # noqa: S311 - nothing secret
                text = re.sub("[0-9]", lambda _, chance=chance: str(chance.randint(1, 9)), path.read_text("utf-8"))
                yield compared(text, scanner, chance)


def compared(text: str, scanner: Scanner, chance: random.Random) -> Found:
    """A text, scanned and read, beside what the rules find in it."""
    clean = summarizer.summarize(from_text(text, "clean.txt"), RULES)
    document = from_bytes(as_pdf(scanned(text, scanner, chance), scanner), "scan.pdf")
    read = summarizer.summarize(document, RULES)
    return against(clean, text, read, document.text)


def against(clean: Summary, text: str, read: Summary, seen: str) -> Found:
    """The two summaries, each with its text, compared."""
    page = Page(text, seen)
    waiting = list(clean.targets)
    right = []
    for target in read.targets:
        place = page.place(*_at(target))
        same = next((one for one in waiting if place and _overlap(place, _at(one)) and _same(one, target)), None)
        if same is not None:
            waiting.remove(same)
            right.append((_confidence(target), _sure(target)))
    wrong = [(_confidence(item), _sure(item), item.quote) for item in read.items() if page.has_wrong_number(item)]
    return Found(len(clean.targets), right, wrong, [target.quote for target in waiting])


def _at(target: Target) -> tuple[int, int]:
    if target.number_start is None or target.number_end is None:
        return target.start, target.end
    return target.number_start, target.number_end


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _same(one: Target, other: Target) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _STRICT)


def _confidence(item: Goal | Measure | Target) -> float:
    return 1.0 if item.confidence is None else item.confidence


def _sure(item: Goal | Measure | Target) -> bool:
    """Whether the rules are: what OCR makes of it aside."""
    return item.unsure is None or item.unsure_code in {"recognised-doubtfully", MARKED, TABLED}


class Page:
    """Where what was seen stands on the page."""

    def __init__(self, text: str, seen: str) -> None:
        self._text, self._seen = view_of(text), view_of(seen)
        ours, theirs = ([at for at, char in enumerate(view) if not char.isspace()] for view in (self._text, self._seen))
        matcher = SequenceMatcher(
            None, "".join(self._text[at] for at in ours), "".join(self._seen[at] for at in theirs), autojunk=False
        )
        self._places = {
            theirs[block.b + at]: ours[block.a + at]
            for block in matcher.get_matching_blocks()
            for at in range(block.size)
        }

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where on the page a stretch of what was seen stands."""
        places = [self._places[at] for at in range(start, end) if at in self._places]
        return (min(places), max(places) + 1) if places else None

    def has_wrong_number(self, item: Goal | Measure | Target) -> bool:
        """Whether the page has another number, or none, where one was seen."""
        return any(self._differs(*number) for number in _numbers(self._seen, item.start, item.end))

    def _differs(self, start: int, end: int) -> bool:
        place = self.place(start, end)
        if place is None:
            return True
        here = next((number for number in _numbers(self._text, 0, len(self._text)) if _overlap(number, place)), (0, 0))
        return "".join(self._text[slice(*here)].split()) != "".join(self._seen[start:end].split())


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The numbers in a stretch of a text: digits and numerals, with the marks and blanks between them and a percent."""
    at = start
    while at < end:
        if not is_number(text[at]):
            at += 1
            continue
        begin, last = at, at
        while at < end and (is_number(text[at]) or text[at] in ".,%" or text[at].isspace()):
            last = at if is_number(text[at]) or text[at] == "%" else last
            at += 1
        yield begin, last + 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description="How sure OCR has to be.")
    parser.add_argument("--calibrate", action="store_true", required=True, help="print what each threshold gives")
    parser.add_argument("--draws", type=int, default=2, help="of all seeds, of each kind of scan; default: 2")
    calibrate(parser.parse_args().draws)
