"""The characters in the picture of a page, read by RapidOCR: its models come inside its package, nothing is fetched.

Each character has its place and a confidence. A line with numbers is read twice, the second time as a worse picture:
what the readings say differently, what is easily taken for something else beside a number, what a seal or a pen
touches, and what stands in a ruled table is doubted.
"""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.documents.doubts import MARKED, TABLED, ambiguous, differing, is_number, with_numbers
from summarizer.documents.marks import MARGIN, Marked, ShownLine, marked, middles, worn
from summarizer.documents.normalising import view_of
from summarizer.documents.pdf_lines import is_wide
from summarizer.documents.scan_tables import Grid, grids_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.documents.pdf_chars import Char

Picture = Any
"""An array of numpy: rows of pixels, each blue, green and red."""
Box = Any
"""An array of numpy: the corners of a line from its top left clockwise, in pixels."""

DOUBTED = 0.5
"""The most confidence of what two readings say differently."""
_PACKAGES = ("rapidocr", "onnxruntime")
_NO_MEMORY = ("bad_alloc", "Failed to allocate", "Insufficient memory")
_DETECTED_SIDE = 1280
"""Pixels of the longer side of the picture in which lines are looked for; they are read in the whole one."""
_AT_ONCE = 8
"""Lines between two looks at the clock."""
_READABLE = 0.75
"""Mean confidence of a line; below it is a seal, a drawing, or a guess."""
_NOISE = 0.3
"""Below this mean a line is left out."""
_UPSIDE_DOWN = 0.8
"""Mean confidence of a page below which it is tried upside down."""
_TALL = 1.5
"""So much higher than wide is a line of a page that lies on its side."""
_USUAL_SIZE = 0.68
"""The size of characters by the height of their line's box, where no two stand side by side to be measured."""
_FIRST_BROAD = "\u2000"
"""From here on are quotes and dashes that Chinese sets as wide as its characters, then those."""
_ONE, _SURE_OF_ONE = chr(0x4E00), 0.97
"""The numeral that is one stroke differs from a dash by its ends alone: less than that is doubt."""


class Recognised(NamedTuple):
    """A page as it was read: characters in pixels of the page set upright, with ``confidence``; how much is legible."""

    chars: list[Char]
    width: int
    height: int
    legible: float
    """The share of its lines, by their area, that could be read."""
    tabled: bool = False
    """Whether lines of it stand in a ruled table."""
    marked: bool = False
    """Whether something lies over a number of it."""


class _ReadLine(NamedTuple):
    text: str
    confidences: list[float]
    columns: list[int]
    """Of each character that is no blank: where it stands in the line, of ``length``."""
    length: float
    mean: float


def is_installed() -> bool:
    """Whether pictures can be read here."""
    return all(find_spec(package) for package in _PACKAGES)


def of_grey(grey: Any) -> Picture:
    """The picture of rows of grey pixels, dark on light."""
    import numpy as np

    return np.repeat(grey.reshape(*grey.shape[:2], 1), 3, axis=2)


def recognise(picture: Picture, until: float) -> Recognised:
    """What stands in a picture of a page, however it is turned.

    Raises :class:`TimeoutError` where it is not done at ``until`` of :func:`time.monotonic`, and
    :class:`MemoryError`.
    """
    import numpy as np

    shown, picture = picture, _without_colour(picture)
    boxes = _boxes(picture)
    if _lies(boxes):
        shown, picture = (np.ascontiguousarray(np.rot90(one)) for one in (shown, picture))
        boxes = _boxes(picture)
    lines = _read(picture, boxes, until)
    if lines and _mean(lines) < _UPSIDE_DOWN:
        turned = np.ascontiguousarray(picture[::-1, ::-1])
        boxes_turned = _boxes(turned)
        lines_turned = _read(turned, boxes_turned, until)
        if _mean(lines_turned) > _mean(lines):
            shown = np.ascontiguousarray(shown[::-1, ::-1])
            picture, boxes, lines = turned, boxes_turned, lines_turned
    height, width = picture.shape[:2]
    areas = [_width(box) * _height(box) for box in boxes]
    legible = sum(area for area, line in zip(areas, lines, strict=True) if line.mean >= _READABLE)
    kept = [(box, line) for box, line in zip(boxes, lines, strict=True) if line.mean >= _NOISE and line.text.strip()]
    skew = _skew([box for box, _ in kept])
    sizes = _sizes(kept)
    grids = grids_of(picture, skew, median(sizes)) if kept else []
    tabled = [any(grid.holds(*_middle(box, skew)) for grid in grids) for box, _ in kept]
    doubted = _doubts(picture, shown, kept, sizes, tabled, until)
    chars = _placed(kept, sizes, doubted, skew, grids)
    causes = {char["why"] for char in chars}
    return Recognised(
        chars, width, height, legible / sum(areas) if areas else 1.0, TABLED in causes, MARKED in causes
    )  # fmt: skip


def _without_colour(picture: Picture) -> Picture:
    import cv2

    return of_grey(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


@cache
def _engine() -> Any:
    import cv2
    import rapidocr

    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    # Named, or else the library looks for them at an address; one that is missing is an error of the file's.
    found, read = (next(iter(sorted(models.glob(f"*_{part}_*.onnx"))), models / part) for part in ("det", "rec"))
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.max_side_len": 1 << 20,  # lines are cut out of the whole picture
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_SIDE,
            "Det.model_path": str(found),
            "Rec.model_path": str(read),
            "Rec.rec_batch_num": 2,  # each line of a batch is as wide as the widest
            # A second thread waits by spinning: it costs as much again, and slows whatever else is running.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


@contextmanager
def _within_memory() -> Iterator[None]:
    """Raise :class:`MemoryError` where a model wants more than there is: the library says so in words of its own."""
    try:
        yield
    except Exception as error:
        if any(words in str(error) for words in _NO_MEMORY):
            raise MemoryError from None
        raise


def _boxes(picture: Picture) -> list[Box]:
    with _within_memory():
        found = _engine()(picture, use_det=True, use_cls=False, use_rec=False).boxes
    return [] if found is None else list(found)


def _width(box: Box) -> float:
    return math.dist(box[0], box[1])


def _height(box: Box) -> float:
    return math.dist(box[0], box[3])


def _lies(boxes: Sequence[Box]) -> bool:
    """Whether most of a page's text runs up or down."""
    tall = sum(_height(box) for box in boxes if _height(box) > _TALL * _width(box))
    return tall > sum(_width(box) for box in boxes if _height(box) <= _TALL * _width(box))


def _cut(picture: Picture, box: Box, margin: float = 0.0) -> Picture:
    """A line set straight, with a little more at both its ends: the box may have cut a character in two.

    ``margin`` is what is cut out above and below it, by the box's height.
    """
    import cv2
    import numpy as np

    along = (box[1] - box[0]) / max(1.0, _width(box)) * _height(box) * 0.2
    down = ((box[3] - box[0]) * margin, (box[2] - box[1]) * margin)
    corners = np.array(
        [box[0] - along - down[0], box[1] + along - down[1], box[2] + along + down[1], box[3] - along + down[0]],
        dtype=np.float32,
    )
    width, height = max(2, round(_width(corners))), max(2, round(_height(corners)))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(corners, flat)
    return cv2.warpPerspective(
        picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )  # fmt: skip


def _worse(line: Picture) -> Picture:
    """The line as a worse scanner would have given it: what hangs by a thin stroke is read otherwise."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    grey = cv2.normalize(grey, np.empty_like(grey), 0, 255, cv2.NORM_MINMAX)
    height, width = grey.shape
    narrower = cv2.resize(cv2.medianBlur(grey, 3), (max(2, int(width * 0.9)), height), interpolation=cv2.INTER_LINEAR)
    return cv2.cvtColor(narrower, cv2.COLOR_GRAY2BGR)


def _read(picture: Picture, boxes: Sequence[Box], until: float) -> list[_ReadLine]:
    return list(_lines((_cut(picture, box) for box in boxes), until))


def _lines(cuts: Iterator[Picture], until: float) -> Iterator[_ReadLine]:
    while some := [*islice(cuts, _AT_ONCE)]:
        if time.monotonic() > until:
            raise TimeoutError
        with _within_memory():
            made = _engine().recognize_txt(some)
        for text, mean, found in zip(made.txts, made.scores, made.word_results, strict=True):
            columns = [column for word in found.word_cols for column in word]
            yield _ReadLine(text, [*found.confs][: len(text)], columns, found.line_txt_len, float(mean))


def _mean(lines: Sequence[_ReadLine]) -> float:
    weight = sum(len(line.text) for line in lines)
    return sum(line.mean * len(line.text) for line in lines) / weight if weight else 0.0


def _doubts(
    picture: Picture,
    shown: Picture,
    lines: Sequence[tuple[Box, _ReadLine]],
    sizes: Sequence[float],
    tabled: Sequence[bool],
    until: float,
) -> list[dict[int, str]]:
    """The characters of each line that are doubted, and why: the ``picture`` is what was read, ``shown`` has colour.

    Of lines that are ``tabled`` the rules and the gaps between cells say nothing of the page.
    """
    counted = [at for at, (_, line) in enumerate(lines) if any(map(is_number, line.text))]
    again = _lines((_worse(_cut(picture, lines[at][0])) for at in counted), until)
    doubted: list[dict[int, str]] = [{} for _ in lines]
    seen: list[Marked] = []
    for at, second in zip(counted, again, strict=True):
        box, line = lines[at]
        doubted[at] = dict.fromkeys(differing(line.text, second.text) | ambiguous(line.text), "")
        cut = _cut(shown, box, MARGIN)
        # Of a turned box the picture is as wide as what was read, to a pixel.
        size = sizes[at] * cut.shape[1] / _reach(box)
        view = view_of(line.text)
        seen.append(marked(ShownLine(cut, view, middles(view, line.columns, line.length, cut.shape[1]), size)))
    everywhere = worn([found for at, found in zip(counted, seen, strict=True) if not tabled[at]])
    for at, found in zip(counted, seen, strict=True):
        if tabled[at]:
            continue
        view = view_of(lines[at][1].text)
        for place in range(len(view)) if everywhere else found.touched:
            if is_number(view[place]) or not everywhere:
                doubted[at] |= dict.fromkeys(with_numbers(view, place, place + 1), MARKED)
    return doubted


def _sizes(lines: Sequence[tuple[Box, _ReadLine]]) -> list[float]:
    """The size of the characters of each line, in pixels: measured, or by its height as that of the others."""
    measured = [(_size(box, line), _height(box)) for box, line in lines]
    share = median([size / height for size, height in measured if size] or [_USUAL_SIZE])
    return [size or share * height for size, height in measured]


def _placed(
    lines: Sequence[tuple[Box, _ReadLine]],
    sizes: Sequence[float],
    doubted: Sequence[dict[int, str]],
    skew: float,
    grids: Sequence[Grid],
) -> list[Char]:
    """The characters of all lines where they stand on the page once it is set straight."""
    chars: list[Char] = []
    for (box, line), size, doubts in zip(lines, sizes, doubted, strict=True):
        x, y = _middle(box, skew)
        placed = [*_characters(line, x, y, _reach(box), size, doubts)]
        for char in placed:
            if any(grid.holds((char["x0"] + char["x1"]) / 2, y) for grid in grids):
                char |= {"why": TABLED, "confidence": min(char["confidence"], DOUBTED)}
        chars += placed
    return chars


def _skew(boxes: Sequence[Box]) -> float:
    """By how much, clockwise in radians, the lines of a page are turned."""
    long = sorted(boxes, key=_width, reverse=True)[: max(1, len(boxes) // 2)]
    return median([math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box in long]) if long else 0.0


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _middle(box: Box, skew: float) -> tuple[float, float]:
    """The middle of a line once its page is set straight."""
    middle = box.mean(axis=0)
    return _turned(float(middle[0]), float(middle[1]), -skew)


def _reach(box: Box) -> float:
    """The width of what was cut out."""
    return _width(box) + 0.4 * _height(box)


def _size(box: Box, line: _ReadLine) -> float:
    """How far apart characters stand that are as wide as they are high; 0 where too few do."""
    solid = [char for char in line.text if not char.isspace()]
    steps = [
        after - before
        for (one, before), (other, after) in pairwise(zip(solid, line.columns, strict=False))
        if is_wide(one) and is_wide(other)
    ]
    return median(steps) / line.length * _reach(box) if len(steps) > 3 and line.length else 0.0  # noqa: PLR2004


def _characters(
    line: _ReadLine, x: float, y: float, reach: float, size: float, doubts: dict[int, str]
) -> Iterator[Char]:
    """The characters of a line whose middle is at ``x``, ``y``: each reaches up to its neighbours."""
    columns = iter(line.columns)
    places = [at for at, char in enumerate(line.text) if not char.isspace() or _parts(line.text, at)]
    text = [line.text[at] for at in places]
    halves = [size / 2 if is_wide(char) else size / 4 for char in text]
    middles: list[float] = []
    for char in text:
        known = None if char.isspace() else next(columns, None)
        after = middles[-1] + size / 2 if middles else x - reach / 2
        middles.append(after if known is None else x - reach / 2 + reach * (known + 0.5) / max(1.0, line.length))
    ends = [middle + half for middle, half in zip(middles, halves, strict=True)]
    starts = [middle - half for middle, half in zip(middles, halves, strict=True)]
    for at in range(1, len(middles)):
        if middles[at] - middles[at - 1] < 1.6 * (halves[at] + halves[at - 1]) + 0.2 * size:
            starts[at] = ends[at - 1] = (middles[at] + middles[at - 1]) / 2
    for at, (place, char) in enumerate(zip(places, text, strict=True)):
        sure = min(line.confidences[place] if place < len(line.confidences) else 0.0, line.mean)
        doubted = place in doubts or (char == _ONE and sure < _SURE_OF_ONE)
        yield {
            "text": char,
            "x0": starts[at],
            "x1": max(starts[at], ends[at]),
            "top": y - size / 2,
            "bottom": y + size / 2,
            "size": size,
            "upright": True,
            "matrix": (1.0, 0.0),
            "confidence": round(min(sure, DOUBTED) if doubted else sure, 3),
            "why": doubts.get(place, ""),
        }


def _parts(text: str, at: int) -> bool:
    """Whether a blank stands between words: beside Chinese, and its quotes, it was only taken for one."""
    return all("\0" < text[side : side + 1] < _FIRST_BROAD for side in (at - 1, at + 1) if side >= 0)
