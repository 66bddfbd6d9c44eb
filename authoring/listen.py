"""`python -m authoring listen`: every spoken piece with its seconds; with --speak it is heard as well."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from authoring.spoken import Piece
from shop_helper.errors import ContentError
from simulator.check.spoken import ESPEAK, ESPEAK_SPEED, measured, seconds


@dataclass(frozen=True)
class Timed:
    piece: Piece
    seconds: float


def timed(pieces: Iterable[Piece]) -> Iterator[Timed]:
    """Measured where espeak-ng is installed, else estimated."""
    for piece in pieces:
        length = measured(piece.words)
        yield Timed(piece, seconds(piece.words) if length is None else length)


def report(lines: list[Timed]) -> str:
    """One line a piece, and the totals."""
    rows = [f"{line.seconds:5.1f} s  {line.piece.place}\n         {line.piece.words}" for line in lines]
    total = sum(line.seconds for line in lines)
    words = sum(len(line.piece.words.split()) for line in lines)
    how = "measured with espeak-ng" if is_installed() else "estimated from syllables; espeak-ng measures"
    longest = max(lines, key=lambda line: line.seconds)
    totals = (
        f"\n{len(lines)} pieces, {words:,} words, {total / 60:.0f} minutes ({how}), "
        f"{60 * words / total:.0f} words a minute; the longest, {longest.piece.place}, takes {longest.seconds:.1f} s"
    )
    return "\n".join([*rows, totals])


def speak(lines: Iterable[Timed]) -> None:
    """Says each piece aloud. Raises ContentError where espeak-ng is not installed or has no sound."""
    if not is_installed():
        raise ContentError(
            "--speak", None, "espeak-ng is not installed; `apt install espeak-ng`, or leave out --speak"
        )
    for line in lines:
        print(f"{line.piece.place}\n         {line.piece.words}", flush=True)
        command = [ESPEAK, "-v", "en-us", "-s", str(ESPEAK_SPEED), "--stdin"]
        said = subprocess.run(command, input=line.piece.words.encode(), capture_output=True, check=False)
        why = said.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        if said.returncode or why[0].startswith("error"):  # it ends with 0 even without a sound device
            raise ContentError(
                "--speak", None, f"espeak-ng could not speak: {why[0]}; is there a sound device?"
            )


def is_installed() -> bool:
    return shutil.which(ESPEAK) is not None
