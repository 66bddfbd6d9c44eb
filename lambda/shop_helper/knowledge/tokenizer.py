"""Words → word pieces, the way the encoder was trained: uncased WordPiece, greedy longest match first.

Standard library only. The vocabulary comes with the encoder's weights (`encoder.py`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

MAX_PIECES = 64
"""Pieces that are looked at, markers included. People say up to about 40 words; what is longer keeps its
beginning and, more of it, its end, since that is where the question stands."""
_HEAD = 22
_MAX_CHARACTERS = 4000
_MAX_WORD = 60

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"


class Tokenizer:
    def __init__(self, vocabulary: Sequence[str]) -> None:
        """`vocabulary`: pieces in the order of their ids; `##` marks one that goes on with a word."""
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown, self._start, self._end = (self._ids[mark] for mark in (UNKNOWN, START, END))

    def encode(self, text: str) -> list[int]:
        """Ids with start and end markers; never more than MAX_PIECES. Empty text gives the two markers."""
        pieces = [piece for word in words(shorten(text)) for piece in self._pieces(word)]
        room = MAX_PIECES - 2
        if len(pieces) > room:
            pieces = pieces[:_HEAD] + pieces[-(room - _HEAD) :]
        return [self._start, *pieces, self._end]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _MAX_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self._ids.get(word[start:end] if start == 0 else "##" + word[start:end])
                if piece is not None:
                    break
            else:
                return [self._unknown]
            found.append(piece)
            start = end
        return found


def shorten(text: str) -> str:
    """At most a few thousand characters: the beginning and the end of what was said."""
    if len(text) <= _MAX_CHARACTERS:
        return text
    half = _MAX_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def words(text: str) -> Iterator[str]:
    """Lower-case words and single punctuation marks, accents and control characters removed."""
    word = ""
    for character in unicodedata.normalize("NFD", text.lower()):
        if character.isalnum() and not _is_ideograph(character):
            word += character
            continue
        if unicodedata.category(character) in ("Mn", "Cc", "Cf") and character not in "\t\n\r":
            continue
        if word:
            yield word
            word = ""
        if not character.isspace():
            yield character
    if word:
        yield word


def _is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
