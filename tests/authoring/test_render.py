"""Facts are filled in per channel; a figure that is no fact, or a fact that may not be given, stops the build."""

from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.articles import read_article
from authoring.facts import load_profile
from authoring.render import Renderer
from shop_helper.errors import ContentError

Write = Callable[..., Path]
PROFILE = """
returns:
  window: {value: 30, unit: days, origin: seed, verified_on: null}
  cost: {value: null, unit: sentence, origin: unset, verified_on: null}
phone:
  help: {value: 1-206-555-0100, unit: phone number, origin: seed, verified_on: null}
  shop: {value: 1-206-555-0199, unit: phone number, origin: store, verified_on: 2026-11-01}
menu:
  account: {value: Account & Lists, unit: text, origin: seed, verified_on: null}
"""


def words_of(
    article_file: Write, profile_file: Callable[[str], Path], section: str, name: str = "Say"
) -> str:
    body = f"\n# {section}\n\n# Questions\n- can you wrap it\n"
    body = body if section.startswith("Say") else "\n# Say\nWe do.\n" + body
    article = read_article(article_file(body))
    return Renderer(load_profile(profile_file(PROFILE))).sections(article, name)[-1].words[0]


def test_a_fact_is_said_and_remembered(article_file: Write, profile_file: Callable[[str], Path]) -> None:
    article = read_article(article_file("\n# Say\nYou have {{ returns.window }}.\n# Questions\n- wrap it\n"))
    rendered = Renderer(load_profile(profile_file(PROFILE))).sections(article, "Say")[0]
    assert rendered.words == ("You have 30 days.",)
    assert rendered.facts == ("returns.window",)


def test_an_ampersand_is_said_as_and(article_file: Write, profile_file: Callable[[str], Path]) -> None:
    assert words_of(article_file, profile_file, "Say\nOpen {{ menu.account }}.") == "Open Account and Lists."


def test_a_number_nobody_verified_is_written_with_a_caution_and_never_spoken(
    article_file: Write, profile_file: Callable[[str], Path]
) -> None:
    text = "{% if phone.help %}Call {{ phone.help }}.{% else %}The number is on the card.{% endif %}"
    assert words_of(article_file, profile_file, f"Say\n{text}") == "The number is on the card."
    assert (
        words_of(article_file, profile_file, f"Card\n{text}", "Card")
        == "Call 1-206-555-0100 (check it on the official page first)."
    )


def test_a_verified_number_is_spoken(article_file: Write, profile_file: Callable[[str], Path]) -> None:
    assert words_of(article_file, profile_file, "Say\nCall {{ phone.shop }}.") == "Call [tel:1-206-555-0199]."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("You have 30 days.", "a figure stands in the words"),
        ("It costs {{ returns.cost }}.", "returns.cost is not set"),
        ("Call {{ phone.help }}.", "not to be spoken until it is verified"),
        ("You have {{ returns.windo }}.", "windo"),
        ("You have {{ nothing.here }}.", "nothing"),
        ("About {{ order.item }}.", "needs a section with an order condition"),
        ("{% if returns.window %}You have it.", "end"),
        ("word " * 46, "at most 45"),
        ("{% if returns.cost %}x{% endif %}", "is empty with this profile"),
    ],
)
def test_what_must_not_be_said_stops_the_build(
    article_file: Write, profile_file: Callable[[str], Path], words: str, told: str
) -> None:
    with pytest.raises(ContentError) as raised:
        words_of(article_file, profile_file, f"Say\n{words}")
    assert told in str(raised.value)
    assert raised.value.line is not None


def test_order_values_become_placeholders_where_an_order_is_known(
    article_file: Write, profile_file: Callable[[str], Path]
) -> None:
    body = (
        "\n# Say\nAsk the seller.\n# Say [shipped by seller]\nAsk {{ order.seller }} about {{ order.item }}.\n"
        "# Questions\n- wrap it\n"
    )
    renderer = Renderer(load_profile(profile_file(PROFILE)))
    assert renderer.sections(read_article(article_file(body)), "Say")[1].words == (
        "Ask {seller} about {item}.",
    )


def test_a_rule_read_elsewhere_is_not_put_in_the_stores_mouth(
    article_file: Write, profile_file: Callable[[str], Path]
) -> None:
    body = (
        '\n# Say\n{{ store.says("you have", returns.window) }} {{ returns.window }}. '
        '{{ store.says("a reply takes", reply.time) }} {{ reply.time }}.\n# Questions\n- wrap it\n'
    )
    profile = """
returns:
  window: {value: 30, unit: days}
reply:
  time: {value: 2, unit: days, stands_in: a help article}
marketplace:
  name: {value: Harbor, unit: text}
  assistant_name: {value: a helper, unit: text}
  operated_by_store: {value: false, unit: yes or no}
  says: {value: Harbor says, unit: text}
  time_zone: {value: America/New_York, unit: text}
"""
    article = read_article(article_file(body))
    said = Renderer(load_profile(profile_file(profile))).sections(article, "Say")[0]
    assert said.words == ("Harbor says you have 30 days. A help article says a reply takes 2 days.",)
    own = Renderer(load_profile(profile_file(profile.replace("false", "true")))).sections(article, "Say")[0]
    assert own.words == ("You have 30 days. A reply takes 2 days.",)
