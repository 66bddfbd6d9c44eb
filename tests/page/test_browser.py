"""The page as its users use it, in a real browser: by mouse, keyboard and screen reader, with a network that fails."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright", reason="`make test-page` installs it")

from playwright.sync_api import Locator, Page, Route, expect

from simulator.page.app import ENGINE
from tests.page.conftest import Open

pytestmark = pytest.mark.page

TURN = ".turn[data-turn]"


def say(page: Page, words: str) -> Locator:
    """The turn that came of it."""
    before = page.locator(TURN).count()
    page.get_by_label("What you say").fill(words)
    page.keyboard.press("Enter")
    return came(page, before)


def came(page: Page, before: int) -> Locator:
    expect(page.locator(TURN)).to_have_count(before + 1)
    return page.locator(TURN).last


def suggested(page: Page, words: str) -> Locator:
    return page.get_by_role("group", name="Suggestions to say").get_by_role("button", name=words, exact=True)


def pick(page: Page, device: str) -> None:
    page.get_by_role("radio", name=device, exact=True).check()
    expect(page.locator("body")).to_have_attribute("data-device", device.lower())


def test_ask_choose_and_confirm_a_return(open_page: Open) -> None:
    page = open_page()
    expect(say(page, "start a return")).to_contain_text("Which item do you mean")
    before = page.locator(TURN).count()
    page.get_by_role("group", name="Suggestions").get_by_role("button").first.click()
    expect(came(page, before)).to_contain_text("Why would you like to return")
    expect(say(page, "it doesn't fit")).to_contain_text("Shall I ask for the return?")
    before = page.locator(TURN).count()
    suggested(page, "yes").click()
    done = came(page, before)
    expect(done.locator(".heard")).to_contain_text("return")
    expect(done.get_by_role("article", name="Card in the Alexa app")).to_contain_text("What to have ready")


def test_what_was_recognised_and_the_whole_request_are_told_on_demand(open_page: Open) -> None:
    page = open_page()
    say(page, "open shop helper")
    turn = say(page, "can I return my headphones")
    why = turn.locator("details.why")
    expect(why.locator("dl")).to_be_hidden()
    page.keyboard.press("Alt+w")
    expect(why.locator("dl")).to_contain_text("ReturnItemIntent")
    expect(why.locator("dl")).to_contain_text("item = “headphones”")
    why.get_by_text("The whole request").click()
    expect(why.locator("pre").first).to_contain_text('"type": "IntentRequest"')


def test_a_reload_goes_on_where_it_was(open_page: Open) -> None:
    page = open_page()
    heard = say(page, "cancel my order").locator(".heard").inner_text()
    page.reload()
    expect(page.locator(TURN)).to_have_count(1)
    expect(page.locator(".heard")).to_have_text(re.compile(re.escape(heard[-30:])))
    expect(say(page, "no")).not_to_contain_text("Nothing is said")
    page.get_by_label("What you say").press("ArrowUp")
    page.get_by_label("What you say").press("ArrowUp")
    expect(page.get_by_label("What you say")).to_have_value("cancel my order")


def test_an_answer_that_gets_lost_is_fetched_again_and_nothing_is_said_twice(open_page: Open) -> None:
    page = open_page()
    lost = 0

    def lose_the_first(route: Route) -> None:
        nonlocal lost
        if lost:
            route.continue_()
            return
        lost += 1
        route.fetch()
        route.abort()

    page.route("**/turns", lose_the_first)
    expect(say(page, "where is my order")).to_contain_text("on the way")
    assert lost == 1
    page.unroute("**/turns")
    page.reload()
    expect(page.locator(TURN)).to_have_count(1)


def test_without_a_network_the_words_are_kept_until_there_is_one(open_page: Open) -> None:
    page = open_page()
    page.context.set_offline(True)
    page.get_by_label("What you say").fill("where is my order")
    page.keyboard.press("Enter")
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("does not answer")
    page.context.set_offline(False)
    banner.get_by_role("button", name="Try again").click()
    expect(came(page, 0)).to_contain_text("on the way")
    expect(banner).to_be_hidden()
    expect(page.locator(".said")).to_have_count(1)


def test_two_tabs_have_sessions_of_their_own_and_one_world(open_page: Open) -> None:
    one, other = open_page(), open_page()
    say(one, "cancel my order")
    expect(other.get_by_text("No session is open")).to_be_visible()
    expect(other.locator(TURN)).to_have_count(0)
    say(one, "yes")
    heard = say(other, "where is the wall calendar").locator(".heard")
    expect(heard).to_contain_text("cancelled")


def test_a_copy_of_a_tab_gets_a_conversation_of_its_own(open_page: Open) -> None:
    page = open_page()
    say(page, "where is my order")
    with page.context.expect_page() as opened:
        page.evaluate("window.open('/')")
    copy = opened.value
    copy.locator("body[data-ready]").wait_for()
    expect(copy.locator(TURN)).to_have_count(0)


def test_an_account_is_linked_from_the_card(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Customer", exact=True).select_option(label="Nobody (not linked)")
    turn = say(page, "where is my order")
    card = turn.get_by_role("article", name="Card in the Alexa app")
    card.get_by_label("Customer to link").select_option(label="Ben")
    card.get_by_role("button", name="Link account").click()
    expect(page.get_by_label("Customer", exact=True)).to_have_value("ben")
    expect(say(page, "where is my rain jacket")).to_contain_text("rain jacket")


def test_silence_brings_the_reprompt_and_then_the_end(open_page: Open) -> None:
    page = open_page()
    say(page, "open shop helper")
    page.keyboard.press("Alt+s")
    expect(page.locator(TURN)).to_have_count(2)
    expect(page.get_by_text("The session is open")).to_be_visible()
    page.keyboard.press("Alt+s")
    expect(page.locator(TURN)).to_have_count(3)
    expect(page.get_by_text("No session is open")).to_be_visible()
    expect(page.get_by_role("button", name="Say nothing")).to_be_disabled()


def test_all_of_it_works_by_keyboard(open_page: Open) -> None:
    page = open_page()
    words = page.get_by_label("What you say")
    expect(words).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(page.locator(TURN)).to_have_count(1)
    expect(words).to_be_focused()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.type("half a sen")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    expect(words).to_have_value("half a sen")


def test_a_screen_reader_hears_each_answer_once_and_knows_every_control(open_page: Open) -> None:
    page = open_page()
    heard = say(page, "how long do I have to return something").locator(".heard")
    log = page.get_by_role("log")
    expect(log.locator("p")).to_have_count(1)
    said = heard.evaluate("bubble => bubble.lastChild.textContent")
    expect(log).to_contain_text(said)
    for control in page.locator("button:visible, input:visible, select:visible, summary:visible").all():
        name = control.evaluate(
            "one => one.ariaLabel || one.textContent.trim() || one.labels?.[0]?.textContent.trim()"
        )
        assert name, control.evaluate("one => one.outerHTML")


def test_the_voice_reads_what_is_said_and_stops_at_escape(open_page: Open) -> None:
    page = open_page()
    page.context.add_init_script(
        "window.spoken = []; speechSynthesis.speak = (one) => spoken.push(one.text);"
        "speechSynthesis.cancel = () => spoken.push('(quiet)');"
    )
    page.reload()
    page.locator("body[data-ready]").wait_for()
    page.keyboard.press("Alt+v")
    heard = say(page, "where is my order").locator(".heard")
    said = heard.evaluate("bubble => bubble.lastChild.textContent")
    expect(heard).to_have_class(re.compile("speaking"))
    spoken = page.evaluate("spoken.filter(one => one !== '(quiet)').join(' ')")
    assert spoken.split() == said.split()
    page.keyboard.press("Escape")
    assert page.evaluate("spoken.at(-1)") == "(quiet)"
    expect(heard).not_to_have_class(re.compile("speaking"))


@pytest.mark.skipif(not ENGINE.is_file(), reason="`make page-screen` installs the engine")
def test_a_small_round_screen_is_drawn(open_page: Open) -> None:
    page = open_page()
    pick(page, "Round")
    say(page, "cancel my order")
    expect(page.locator("#screen[data-drawn]")).to_be_visible()
    view = page.frame_locator("iframe[title='What the screen shows']").locator("#view")
    expect(view).to_contain_text("The wall calendar has not been shipped")


@pytest.mark.skipif(not ENGINE.is_file(), reason="`make page-screen` installs the engine")
def test_a_screen_is_drawn_and_touched(open_page: Open) -> None:
    page = open_page()
    pick(page, "Large")
    say(page, "cancel my order")
    expect(page.locator("#screen[data-drawn]")).to_be_visible()
    frame = page.frame_locator("iframe[title='What the screen shows']")
    expect(frame.locator("#view")).to_contain_text("Shall I cancel the item?")
    touch(page, frame.get_by_text("No", exact=True))
    turn = came(page, 1)
    expect(turn).to_contain_text("Touched no")
    expect(turn.locator("summary").first).to_contain_text("Alexa.Presentation.APL.UserEvent")


def touch(page: Page, label: Locator) -> None:
    """The frame is drawn smaller than it is, which a click of playwright's own doesn't know."""
    frame = page.locator("iframe[title='What the screen shows']")
    place, width = frame.bounding_box(), frame.get_attribute("width")
    left, top, right, bottom = label.evaluate(
        "one => (({left, top, right, bottom}) => [left, top, right, bottom])(one.getBoundingClientRect())"
    )
    assert place is not None
    assert width is not None
    scale = place["width"] / float(width)
    page.mouse.click(
        place["x"] + (left + right) / 2 * scale, place["y"] + (top + bottom) / 2 * scale, delay=60
    )


def test_without_the_engine_the_page_lists_what_the_screen_was_given(
    open_page: Open, url_without_engine: str
) -> None:
    page = open_page(url_without_engine)
    pick(page, "Large")
    say(page, "cancel my order")
    screen = page.locator("#screen")
    expect(screen).to_contain_text("make page-screen")
    expect(screen).to_contain_text("Shall I cancel the item?")
    screen.get_by_role("button", name="No", exact=True).click()
    expect(came(page, 1)).to_contain_text("Touched no")


@pytest.mark.parametrize("device", ["Speaker", "Round", "Large"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_cut_off_on_any_width(open_page: Open, width: int, device: str) -> None:
    page = open_page()
    pick(page, device)
    page.set_viewport_size({"width": width, "height": 844})
    say(page, "how do I return something")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Say it", "Say nothing", "Leave"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_light_or_dark_as_the_system_wishes_or_by_the_switch(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) != dark
    page.reload()
    assert page.evaluate(ground) != dark
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) == dark
