"""SSML, or words with our markers → the words as they are heard; and how long they take to say.

The length is measured where espeak-ng is installed and asked for (`measured`), else estimated from syllables and
pauses (`seconds`). The estimate's constants were fitted to espeak-ng 1.51 on this project's articles and prompts; its
speed is set so that they come to about 150 words a minute, pauses included (docs/checks.md has the figures).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import wave
import xml.etree.ElementTree as ET

from simulator.check.ssml_rules import parse
from simulator.speech import joined, pieces

SYLLABLE_S = 0.245
SENTENCE_PAUSE_S = 0.75
CLAUSE_PAUSE_S = 0.35
ESPEAK = "espeak-ng"
_SILENCE = 200
"""Of 32,768: what is below it is no sound."""
ESPEAK_SPEED = 135
"""espeak-ng's own measure, which leaves out the pauses."""

_MARKER = re.compile(r"\[(tel|digits):([^\]\[]+)\]|\[pause\]")


_TEEN_AND_MORE_SYLLABLES = {"7": 2, "0": 2}


def heard(text: str) -> str:
    """What a person hears, in one line: `<sub>` by its alias, codes and telephone numbers digit by digit.

    Raises ElementTree.ParseError for SSML that is not well-formed.
    """
    if text.lstrip().startswith("<speak"):
        return joined(pieces(parse(text), _spelt))
    return joined(_MARKER.sub(lambda marker: digits_apart(marker.group(2) or ""), text))


def digits_apart(code: str) -> str:
    """ "1-866" → "1, 8 6 6": as a code is said."""
    groups = [" ".join(group) for group in re.findall(r"\w+", code)]
    return ", ".join(groups)


def seconds(words: str) -> float:
    """About how long plain words take to say."""
    spoken = sum(_syllables(word) for word in re.findall(r"[\w$£€%']+", words)) * SYLLABLE_S
    ends = len(re.findall(r"[.?!]+(?=\s|$)", words))
    pauses = len(re.findall(r"[,;:–—](?=\s|$)", words))
    return spoken + max(0, ends - 1) * SENTENCE_PAUSE_S + pauses * CLAUSE_PAUSE_S


def measured(words: str) -> float | None:
    """How long espeak-ng takes to say plain words, silence at the end left out; None where it is not installed."""
    program = shutil.which(ESPEAK)
    if program is None:
        return None
    command = [program, "-v", "en-us", "-s", str(ESPEAK_SPEED), "--stdin", "-w", "/dev/stdout"]
    made = subprocess.run(command, input=words.encode(), capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(made)) as sound:
        rate = sound.getframerate()
        frames = sound.readframes(sound.getnframes())
    samples = memoryview(frames).cast("h")
    last = next((n for n in range(len(samples) - 1, 0, -1) if abs(samples[n]) > _SILENCE), 0)
    return float(last / rate)


def sentences(words: str) -> list[str]:
    """Cut at full stops, question and exclamation marks, and colons: each is one breath."""
    return [part.strip() for part in re.split(r"(?<=[.?!:])\s+", words) if part.strip(" .?!:")]


def _spelt(element: ET.Element) -> str | None:
    one_by_one = element.get("interpret-as") in ("digits", "telephone", "spell-out", "characters")
    return digits_apart("".join(element.itertext())) if one_by_one else None


def _syllables(word: str) -> float:
    """Of an English word, by its groups of vowels; of a number, by its digits."""
    if any(letter.isdigit() for letter in word):
        return sum(_TEEN_AND_MORE_SYLLABLES.get(digit, 1.4) for digit in word if digit.isdigit()) + 0.5
    lower = word.lower().replace("'", "")
    groups = len(re.findall(r"[aeiouy]+", lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    if lower.endswith("ed") and not lower.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return max(1, groups)
