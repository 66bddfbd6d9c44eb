"""Which advice fits, and the answers to "Are you safe right now?"; the trained part is tested in tests/danger."""

from __future__ import annotations

import pytest

from shop_helper.domain.danger import ADVICE_FOR, Advice, Alarm, Danger
from shop_helper.understanding.danger import ALARM_FROM, LIKELY_FROM, read_danger
from shop_helper.understanding.en.danger import alarm_of, says_safe


@pytest.mark.parametrize(
    ("kind", "words", "advice"),
    [
        (Danger.SELF_HARM, "I want to end my life", Advice.PLAIN),
        (Danger.SELF_HARM, "my brother says he will kill himself", Advice.OTHER),
        (Danger.MEDICAL, "she can't breathe", Advice.PLAIN),
        (Danger.FIRE, "the kitchen is on fire and it smells of gas", Advice.PLAIN),
        (Danger.FIRE, "it smells of gas", Advice.GAS),
        (Danger.FIRE, "the toaster gave me a shock", Advice.SHOCK),
        (Danger.SWALLOWED, "my dog ate a battery", Advice.PET),
        (Danger.SWALLOWED, "the baby swallowed a button cell", Advice.BATTERY),
        (Danger.SWALLOWED, "he swallowed two magnets", Advice.MAGNET),
        (Danger.SWALLOWED, "he swallowed a coin", Advice.PLAIN),
        (Danger.INJURY, "the glue is in my eye", Advice.EYE),
        (Danger.INJURY, "i burned my hand on it", Advice.BURN),
        (Danger.INJURY, "the blade cut me", Advice.CUT),
        (Danger.INJURY, "it fell on my foot", Advice.PLAIN),
        (Danger.FRAUD, "they made me buy gift cards", Advice.GIFT_CARD),
        (Danger.FRAUD, "i gave him my password", Advice.ACCESS),
        (Danger.FRAUD, "they took my money", Advice.PLAIN),
        (Danger.THREAT, "he has a knife", Advice.PLAIN),
    ],
)
def test_the_advice_for_a_danger(kind: Danger, words: str, advice: Advice) -> None:
    alarm = alarm_of(kind, words)
    assert (alarm.kind, alarm.advice) == (kind, advice)
    assert advice is Advice.PLAIN or advice in ADVICE_FOR[kind]


@pytest.mark.parametrize(
    ("kind", "words", "product"),
    [
        (Danger.INJURY, "it fell on my foot", True),
        (Danger.SWALLOWED, "he swallowed a coin", True),
        (Danger.FIRE, "the charger is burning", True),
        (Danger.FIRE, "what you sold me is burning", True),
        (Danger.FIRE, "the curtain is burning", False),
        (Danger.MEDICAL, "she can't breathe since she took your vitamins", True),
        (Danger.MEDICAL, "she can't breathe", False),
        (Danger.THREAT, "he came with my package", False),
        (Danger.FRAUD, "i bought gift cards for him", False),
        (Danger.SELF_HARM, "i bought pills to end my life", False),
    ],
)
def test_whether_a_product_had_a_part_in_it(kind: Danger, words: str, product: bool) -> None:
    assert alarm_of(kind, words).product is product


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("we're all out", True),
        ("I'm okay now", True),
        ("nobody is hurt", True),
        ("the fire is out", True),
        ("i already called them", True),
        ("let's go on", True),
        ("it was a false alarm", True),
        ("I'm not okay", False),
        ("it's still burning", False),
        ("i can't get out", False),
        ("nobody is answering", False),
        ("he isn't breathing, we're outside", False),
        ("where is my order", None),
        ("the kettle", None),
    ],
)
def test_answers_to_are_you_safe(words: str, safe: bool | None) -> None:
    assert says_safe(words) is safe


class Sure:
    """Judges every sentence alike."""

    def __init__(self, share: float) -> None:
        self._share = share

    def judge(self, words: str) -> tuple[Danger, float]:
        return Danger.FIRE, self._share


FIRE = Alarm(Danger.FIRE, Advice.PLAIN, True)
WORDS = "the charger is burning"


@pytest.mark.parametrize(
    ("share", "likely", "alarm", "perhaps"),
    [
        (ALARM_FROM, False, FIRE, FIRE),
        (ALARM_FROM - 0.01, False, None, FIRE),
        (ALARM_FROM - 0.01, True, FIRE, FIRE),
        (LIKELY_FROM, False, None, FIRE),
        (LIKELY_FROM - 0.01, True, None, None),
    ],
)
def test_less_is_needed_where_something_else_speaks_for_a_danger(
    share: float, likely: bool, alarm: Alarm | None, perhaps: Alarm | None
) -> None:
    found = read_danger(WORDS, Sure(share), likely)
    assert (found.alarm, found.perhaps, found.has_words) == (alarm, perhaps, True)


def test_no_words_tell_of_nothing() -> None:
    found = read_danger("", Sure(1.0), True)
    assert (found.alarm, found.perhaps, found.says_safe, found.has_words) == (None, None, None, False)
