"""People in danger: the kinds, and what belongs to each. An `Alarm` holds no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Danger(StrEnum):
    SELF_HARM = "self_harm"
    """Somebody may hurt or kill themselves."""
    MEDICAL = "medical"
    """An illness, an accident or a poisoning that can't wait."""
    FIRE = "fire"
    """Fire, smoke, gas, an electric shock, a battery about to burn."""
    SWALLOWED = "swallowed"
    """An object that was swallowed, by a child, an adult or a pet."""
    INJURY = "injury"
    """A product that cut, burned or hit somebody."""
    THREAT = "threat"
    """Somebody who is threatened, followed, beaten or locked in."""
    FRAUD = "fraud"
    """Money, codes or access that a swindler has got just now."""


class Advice(StrEnum):
    """Which advice fits within a kind."""

    PLAIN = ""
    OTHER = "other"
    """Of self-harm: somebody else is in danger, not who speaks."""
    GAS = "gas"
    SHOCK = "shock"
    BATTERY = "battery"
    MAGNET = "magnet"
    PET = "pet"
    BURN = "burn"
    CUT = "cut"
    EYE = "eye"
    GIFT_CARD = "gift_card"
    ACCESS = "access"
    """Of fraud: a password, a code or a computer was handed over."""


ADVICE_FOR: Mapping[Danger, tuple[Advice, ...]] = {
    Danger.SELF_HARM: (Advice.OTHER,),
    Danger.MEDICAL: (),
    Danger.FIRE: (Advice.GAS, Advice.SHOCK),
    Danger.SWALLOWED: (Advice.BATTERY, Advice.MAGNET, Advice.PET),
    Danger.INJURY: (Advice.BURN, Advice.CUT, Advice.EYE),
    Danger.THREAT: (),
    Danger.FRAUD: (Advice.GIFT_CARD, Advice.ACCESS),
}
"""What is said in place of the plain advice of a kind."""


@dataclass(frozen=True)
class Alarm:
    kind: Danger
    advice: Advice = Advice.PLAIN
    product: bool = False
    """A product had a part in it, so it is a safety report as well."""
