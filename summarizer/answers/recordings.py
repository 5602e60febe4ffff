"""Recordings: a document's answers in one readable file, to run the endpoint engine again without an endpoint.

A recording is JSON Lines. The first line is a header (which document, model, mode of asking, date);
each further line is one answer with the key it is found by and the question's label. The key knows
nothing of the address, so a recording made anywhere replays anywhere.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from summarizer.answers.store import Stored
from summarizer.errors import StoreError, SummarizerError
from summarizer.writing.atomic_file import write_file

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: what answered, how it was asked, and when (an ISO date)."""

    document: str
    model: str
    way: tuple[str, str, bool]
    """Mode, shape and strictness of asking, as in :class:`summarizer.engines.endpoint.client.Way`."""
    judges: bool
    prompts: str
    date: str
    recording: int = FORMAT

    @classmethod
    def today(cls, *, document: str, model: str, way: tuple[str, str, bool], judges: bool, prompts: str) -> Self:
        """A header dated today (UTC)."""
        date = dt.datetime.now(dt.UTC).date().isoformat()
        return cls(document, model, way, judges, prompts, date)


def recording_path(folder: Path, document: str) -> Path:
    """Where the recording of a document of this name lies in ``folder``."""
    return folder / f"{Path(document).stem}.jsonl"


class Recording:
    """Answers of one document by key, as read from a file or about to be written to one."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self._answers: dict[str, tuple[str, Stored]] = {}

    def get(self, key: str) -> Stored | None:
        """The answer kept under ``key``."""
        found = self._answers.get(key)
        return None if found is None else found[1]

    def add(self, key: str, label: str, stored: Stored) -> None:
        """Keep an answer; ``label`` tells a reader what was asked."""
        self._answers[key] = (label, stored)

    def write(self, path: Path) -> None:
        """Write header and answers, sorted by label and key so that a new run changes only what changed.

        Raises :class:`StoreError` where that fails, or would take the place of anything but this document's recording.
        """
        lines = [json.dumps(asdict(self.header), ensure_ascii=False)]
        for key, (label, stored) in sorted(self._answers.items(), key=lambda item: (item[1][0], item[0])):
            fields = asdict(stored)
            answer = fields.pop("answer")
            row = {"asked": label, "key": key, **fields, "answer": json.loads(answer) if answer else None}
            lines.append(json.dumps(row, ensure_ascii=False))
        if path.exists() and (there := Recording.read(path).header.document) != self.header.document:
            raise StoreError("recording-of-another", file=path, document=there)
        try:
            write_file(path, "\n".join(lines) + "\n", within=path.parent)
        except SummarizerError as error:
            raise StoreError("recording-unwritable", file=path, why=error.message) from error

    @classmethod
    def read(cls, path: Path) -> Self:
        """The recording in ``path``. Raises :class:`StoreError` naming the file and line that is wrong."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            raise StoreError("no-recording", file=path, folder=path.parent) from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError("recording-unreadable", file=path, why=error) from error
        number = 1
        try:
            first: dict[str, Any] = json.loads(lines[0])
            if first.get("recording") != FORMAT:
                raise StoreError("recording-format", file=path, format=FORMAT)
            recording = cls(Header(**(first | {"way": tuple(first["way"])})))
            for line in lines[1:]:
                number += 1
                row = json.loads(line)
                answer = "" if row["answer"] is None else json.dumps(row["answer"], ensure_ascii=False)
                stored = Stored(answer, row["finish"], row["prompt_tokens"], row["completion_tokens"])
                recording.add(row["key"], row["asked"], stored)
        except (IndexError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise StoreError("recording-broken", file=path, line=number, why=repr(error)) from error
        return recording


class ReplayStore:
    """A store that answers from recordings and never lets anything be asked."""

    replays = True

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise StoreError("no-recordings-folder", folder=folder)
        self._folder = folder
        self._recordings: dict[str, Recording] = {}

    def recording(self, document: str) -> Recording:
        """The recording of the document of this name. Raises :class:`StoreError` where there is none."""
        if document not in self._recordings:
            self._recordings[document] = Recording.read(recording_path(self._folder, document))
        return self._recordings[document]

    def get(self, endpoint: str, key: str, label: str) -> Stored:  # noqa: ARG002 - a recording knows no address
        """The recorded answer; ``label`` begins with the document's name and a tab.

        Raises :class:`StoreError` naming key and question where nothing was recorded: never a silent call.
        """
        document, _, question = label.partition("\t")
        found = self.recording(document).get(key)
        if found is None:
            path = recording_path(self._folder, document)
            raise StoreError("recording-lacks", file=path, question=question, key=key[:16])
        return found

    def put(self, endpoint: str, key: str, stored: Stored) -> None:  # noqa: ARG002 - a store's signature
        """Nothing is asked in a replay, so there is nothing to keep."""
        raise StoreError("recordings-read-only")

    def notice(self) -> None:
        """Nothing: what is wrong with a recording is an error."""
        return

    def close(self) -> None:
        """Nothing is held open."""
