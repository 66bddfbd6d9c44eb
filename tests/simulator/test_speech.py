"""SSML as it is heard."""

from __future__ import annotations

import pytest

from simulator.speech import SpeechError, plain


@pytest.mark.parametrize(
    ("ssml", "heard"),
    [
        ("<speak>Hello.</speak>", "Hello."),
        ("<speak>One<break time='1s'/>two.</speak>", "One two."),
        ("<speak><p>One.</p><p>Two.</p></speak>", "One. Two."),
        ("<speak>Call <say-as interpret-as='telephone'>555</say-as>.</speak>", "Call 555."),
        ("<speak>A <sub alias='kilometre'>km</sub>.</speak>", "A kilometre."),
        ("<speak><amazon:effect name='whispered'>Psst</amazon:effect> you</speak>", "Psst you"),
        ("<speak>Salt &amp; pepper</speak>", "Salt & pepper"),
        ("<speak><audio src='https://a.example/b.mp3'/> there</speak>", "[audio] there"),
    ],
)
def test_tags_are_heard_not_read(ssml: str, heard: str) -> None:
    assert plain(ssml) == heard


@pytest.mark.parametrize("ssml", ["Hello", "<speak>a & b</speak>", "<speak>a", "<speak>&nbsp;</speak>", ""])
def test_what_cannot_be_said_is_refused(ssml: str) -> None:
    with pytest.raises(SpeechError):
        plain(ssml)
