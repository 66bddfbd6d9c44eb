from shop_helper.speech.ssml import to_plain, to_ssml


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
