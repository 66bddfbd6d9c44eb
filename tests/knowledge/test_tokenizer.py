from hypothesis import given
from hypothesis import strategies as st

from shop_helper.knowledge.tokenizer import MAX_PIECES, Tokenizer, shorten, words

VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "track", "##ing", "my", "order", "'", "s", "a", "b", *"cdefghijkl"]


def _pieces(text: str) -> list[str]:
    return [VOCABULARY[number] for number in Tokenizer(VOCABULARY).encode(text)]


def test_the_longest_piece_wins_and_the_rest_of_the_word_goes_on() -> None:
    assert _pieces("tracking my order") == ["[CLS]", "track", "##ing", "my", "order", "[SEP]"]


def test_case_and_accents_do_not_matter() -> None:
    assert _pieces("Trácking MY") == _pieces("tracking my")


def test_an_apostrophe_is_a_word_of_its_own() -> None:
    assert list(words("order's")) == ["order", "'", "s"]


def test_a_word_that_has_no_pieces_is_unknown_as_a_whole() -> None:
    assert _pieces("trackzzz") == ["[CLS]", "[UNK]", "[SEP]"]
    assert _pieces("a" * 61) == ["[CLS]", "[UNK]", "[SEP]"]


def test_nothing_said_gives_the_markers_alone() -> None:
    assert _pieces("") == _pieces(" \n\t ") == ["[CLS]", "[SEP]"]


def test_ideographs_are_words_of_their_own_and_control_characters_vanish() -> None:
    assert list(words("a退b\x00c\u200dd\n")) == ["a", "退", "bcd"]


def test_of_what_is_too_long_the_beginning_and_the_end_are_kept() -> None:
    ids = Tokenizer(VOCABULARY).encode("a " * 100 + "b " * 100)
    assert len(ids) == MAX_PIECES
    assert ids[1] == VOCABULARY.index("a")
    assert ids[-2] == VOCABULARY.index("b")


def test_a_very_long_text_is_cut_before_any_work_is_done() -> None:
    assert len(shorten("x" * 100_000)) < 5_000


@given(st.text(max_size=300))
def test_any_text_is_encoded_within_bounds(text: str) -> None:
    ids = Tokenizer(VOCABULARY).encode(text)
    assert 2 <= len(ids) <= MAX_PIECES
    assert ids[0] == 1
    assert ids[-1] == 2
