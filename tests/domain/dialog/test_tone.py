"""Anger, worry and thanks are heard; plain questions are calm, also those about complaints."""

from __future__ import annotations

import pytest

from shop_helper.domain.dialog.tone import Tone, tone_of


@pytest.mark.parametrize(
    ("words", "tone"),
    [
        ("this is ridiculous where is my blender", Tone.ANGRY),
        ("I'm fed up with waiting for the refund", Tone.ANGRY),
        ("for the third time where is my order", Tone.ANGRY),
        ("i'm worried that my parcel is lost", Tone.WORRIED),
        ("it's a birthday present for my son where is it", Tone.WORRIED),
        ("thank you and where is the kettle", Tone.THANKFUL),
        ("i'm furious but thanks", Tone.ANGRY),
        ("where is my order", Tone.CALM),
        ("how do i complain about a seller", Tone.CALM),
        ("i'm not angry i just want to know where it is", Tone.CALM),
        ("there's nothing to be worried about is there", Tone.CALM),
        ("can i return the madeleine pan", Tone.CALM),
        ("the lamp hurts my eyes", Tone.CALM),
        ("", Tone.CALM),
    ],
)
def test_tone(words: str, tone: Tone) -> None:
    assert tone_of(words) is tone
