"""Thanks, goodbyes, giving up and a yes, in other words than Alexa's samples."""

from __future__ import annotations

import pytest

from shop_helper.understanding.en.passing import Passing, said_in_passing


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("great, that's all I needed, thanks", Passing.FAREWELL),
        ("okay i have to run", Passing.FAREWELL),
        ("nothing else for today", Passing.FAREWELL),
        ("alright, talk to you later", Passing.FAREWELL),
        ("oh wonderful", Passing.THANKS),
        ("got it, makes sense", Passing.THANKS),
        ("phew", Passing.THANKS),
        ("no, leave it for now", Passing.GIVES_UP),
        ("well, I'll sort it out myself", Passing.GIVES_UP),
        ("forget about it", Passing.GIVES_UP),
        ("nah, not today", Passing.GIVES_UP),
        ("sure, file the claim", Passing.AGREES),
        ("yes please, send it off", Passing.AGREES),
        ("go ahead", Passing.AGREES),
        ("okay then, cancel it", Passing.AGREES),
    ],
)
def test_a_short_turn_that_says_nothing_of_its_own(words: str, kind: Passing) -> None:
    assert said_in_passing(words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "thanks and where is my rug",
        "great but it never came",
        "cancel the rug",
        "forget the lamp i mean the rug",
        "it is all torn",
        "yes but not the rug",
        "where is it",
        "",
    ],
)
def test_what_says_more_is_read_as_what_it_says(words: str) -> None:
    assert said_in_passing(words) is None
