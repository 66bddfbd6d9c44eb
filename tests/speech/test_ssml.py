from xml.etree import ElementTree

import pytest

from shop_helper.speech.ssml import slowly, to_plain, to_ssml


def test_markers_become_say_as() -> None:
    assert to_ssml("Call [tel:1-206-555-0100] about [digits:4417].") == (
        '<speak>Call <say-as interpret-as="telephone">1-206-555-0100</say-as> about '
        '<say-as interpret-as="digits">4417</say-as>.</speak>'
    )


def test_nothing_a_shop_wrote_becomes_markup() -> None:
    assert to_ssml("Salt & <break/> Pepper") == "<speak>Salt &amp; &lt;break/&gt; Pepper</speak>"
    assert "<audio" not in to_ssml('[tel:<audio src="x"/>]')


def test_plain_text_has_the_values_without_markers() -> None:
    assert to_plain("Call  [tel:1-206-555-0100] [pause] now.") == "Call 1-206-555-0100 now."


def test_slow_words_stand_in_a_prosody_element_and_are_heard_without_it() -> None:
    said = slowly("Call [digits:4417].")
    assert to_ssml(said) == (
        '<speak><prosody rate="slow">Call <say-as interpret-as="digits">4417</say-as>.</prosody></speak>'
    )
    assert to_plain(said) == "Call 4417."
    assert slowly(said) == said
    assert slowly("") == ""


@pytest.mark.parametrize(
    "words",
    [
        "a\x00b",
        "\x1b[2J",
        "\ufffe",
        "\ud800",
        "[slow]go",
        "go[/slow]",
        "[slow][slow]a[/slow]",
        "[/slow][slow]",
        "]]>&",
    ],
)
def test_whatever_the_words_are_the_ssml_can_be_parsed(words: str) -> None:
    assert ElementTree.fromstring(to_ssml(words)).tag == "speak"
