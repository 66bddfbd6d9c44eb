"""Every conversation file, said to the stand-in and answered by the real handler."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.conversations import judged, play, read_conversation
from simulator.device import Device
from simulator.local import LocalSkill
from tests.conversation_files import FILES, FOLDER, flow, unsaid
from tests.stored import Watch, unlisted

MakeDevice = Callable[..., Device]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_conversation(path: Path, make_device: MakeDevice, handler: LocalSkill) -> None:
    hold(path, make_device, handler)


def hold(path: Path, make_device: MakeDevice, handler: LocalSkill) -> None:
    """Fails where anything is not as the file says; an expected failure for a known miss that is still one."""
    handler.start_over()
    watch = Watch()
    conversation = read_conversation(path, watch.checks)
    watch.customer = conversation.customer
    device = make_device(conversation.customer, device=conversation.device)
    with handler.with_settings(conversation.settings):
        turns = list(play(conversation, device, watch.checks))
        wrong = judged(conversation, turns)
        assert wrong is None, f"{path.name}, {conversation.about}\n{wrong}"
        if conversation.known_miss is not None:
            pytest.xfail(conversation.known_miss)
        for played in turns:
            lacking = unsaid(played)
            assert not lacking, f"{path.name}: turn {played.turn.number} has to say as well: {flow(lacking)}"
        assert watch.unseen() == [], f"{path.name}: written, and no turn says so with `wrote`"
        assert unlisted() == [], "persistence/personal_data.py: what is on no list is deleted by nobody"


ENOUGH = 3
"""Files at least for each phenomenon."""

PHENOMENA = (
    "happy path", "anaphora", "correction", "interruption and return", "change of mind", "silence and reprompt",
    "no-match once, twice, three times", "repeat", "more", "go back", "skip, start over", "yes and no",
    "stop at every point", "cancel of a task", "digression into a help question during a case", "wrong item",
    "two items", "topic switch", "session resumed the next day", "screen and no screen", "linked and not linked",
    "buyer and seller",
)  # fmt: skip


def folders() -> dict[str, list[str]]:
    """Phenomenon → folders, as the README has it."""
    rows = re.findall(r"^\| ([^|`]+?) \| (`.+) \|$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)
    return {name: re.findall(r"`(\w+)`", cell) for name, cell in rows}


def test_the_readme_tells_of_every_folder_and_each_is_there() -> None:
    named = {folder for found in folders().values() for folder in found}
    assert named == {path.parent.name for path in FILES}


@pytest.mark.parametrize("phenomenon", PHENOMENA)
def test_each_phenomenon_has_several_conversations(phenomenon: str) -> None:
    [found] = [names for name, names in folders().items() if name.startswith(phenomenon)]
    assert sum(path.parent.name in found for path in FILES) >= ENOUGH


def test_there_are_as_many_conversations_as_were_asked_for() -> None:
    assert len(FILES) >= 120
    assert sum(len(read_conversation(path, Watch().checks).turns) for path in FILES) >= 600


KETTLE = (
    "  - {say: where is my kettle, prompt: delivery.delivered, topic: order.where, asks: offer, open: true"
)
ALL = KETTLE + ", slots: {item: kettle}, session: {item: 114-5038821-4417/1}"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "some.yaml"
        path.write_text(f"about: a test\ncustomer: ana\n{text}}}\n", encoding="utf-8")
        return path

    return write


def test_a_known_miss_is_reported_as_expected(
    write: Callable[[str], Path], make_device: MakeDevice, handler: LocalSkill
) -> None:
    path = write(f"known_miss: the reason\nturns:\n{ALL}, hears: [the moon]")
    with pytest.raises(pytest.xfail.Exception, match="the reason"):
        hold(path, make_device, handler)


def test_a_known_miss_that_works_fails(
    write: Callable[[str], Path], make_device: MakeDevice, handler: LocalSkill
) -> None:
    with pytest.raises(AssertionError, match="works now: take out `known_miss`"):
        hold(write(f"known_miss: the reason\nturns:\n{ALL}"), make_device, handler)


def test_a_turn_that_asserts_less_than_all_is_told_what_to_say(
    write: Callable[[str], Path], make_device: MakeDevice, handler: LocalSkill
) -> None:
    hold(write(f"turns:\n{ALL}"), make_device, handler)
    with pytest.raises(
        AssertionError, match=r"slots: \{item: kettle\}, session: \{item: 114-5038821-4417/1\}"
    ):
        hold(write(f"turns:\n{KETTLE}"), make_device, handler)


def test_what_was_written_has_to_be_said(
    write: Callable[[str], Path], make_device: MakeDevice, handler: LocalSkill
) -> None:
    asked = (
        "{say: cancel the wall calendar, asks: confirm, prompt: action.confirm.cancel, topic: order.cancel, "
    )
    asked += "slots: {item: wall calendar}, session: {item: 114-6613378-1250/3, draft: {kind: cancel}}}"
    done = "{say: 'yes', prompt: action.done.cancel, topic: order.cancel, asks: anything_else, "
    done += "session: {item: 114-6613378-1250/3}"
    with pytest.raises(AssertionError, match="written, and no turn says so"):
        hold(write(f"turns:\n  - {asked}\n  - {done}"), make_device, handler)
