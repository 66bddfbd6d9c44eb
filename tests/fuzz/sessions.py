"""Session attributes as nobody ever wrote them, of the owner who is asking: every field, every open question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_args

from shop_helper.alexa.session import ATTRIBUTE, VERSION
from shop_helper.dialog.people import Audience, Owner
from shop_helper.dialog.questions import OpenQuestion
from shop_helper.dialog.writing import Written
from shop_helper.domain.actions.catalog import OFFERED
from shop_helper.domain.actions.draft import ActionKind, Draft, to_data
from shop_helper.domain.cases import Problem, Wanted
from shop_helper.domain.danger import Danger
from shop_helper.domain.naming import By
from shop_helper.domain.orders import Order
from tests.fuzz.values import NO_TYPE, SENTENCES, TEXTS, Draw

KEYS = ("1234567890123456", "1", "", "desk:1", "key0", "\x00", "²")
TONES = ("", "calm", "angry", "worried", "thankful", "furious")
DATES = ("0001-01-01", "2026-11-01", "2026-11-25", "9999-12-31")
OLD_PENDING = (
    "what", "which_item", "which_topic", "which_case", "confirm", "problem", "words", "seller", "resume", "offer",
    "more_items", "more_sales", "step", "voice_code", "audience", "king",
)  # fmt: skip
"""Names of open questions in the state of version 2, which is a name and a mapping."""


@dataclass(frozen=True)
class Known:
    """What a forged session may name: of the customer's own, of others', and of nobody."""

    topics: Sequence[str]
    refs: Sequence[str]
    own: Sequence[Order]
    case_ids: Sequence[str]


class Sessions:
    def __init__(self, draw: Draw, known: Known) -> None:
        self._draw, self._known = draw, known

    def attributes(self, owner: Owner) -> Any:
        """The session attributes of one request."""
        draw, dice = self._draw, self._draw.random.random()
        if dice < 0.04:
            return draw.one([None, {}, {ATTRIBUTE: None}, {ATTRIBUTE: []}, {"other": 1}, *NO_TYPE])
        if dice < 0.08:
            return {ATTRIBUTE: self._of_version_two()}
        state = self.state(owner)
        if dice < 0.11:
            return {ATTRIBUTE: state | {"v": draw.one([0, 1, 2, 4, 99, "3", 3.0, True, None])}}
        return {ATTRIBUTE: draw.spoiled(state) if dice < 0.25 else state}

    def state(self, owner: Owner) -> dict[str, Any]:
        """Of the right version and of the right types."""
        draw = self._draw
        made: dict[str, Any] = {"v": VERSION, "owner": [owner.user, owner.access, owner.customer]}
        optional: Mapping[str, Any] = {
            "pending": self.question,
            "interrupted": self.question,
            "interrupted_words": draw.text,
            "said": draw.text,
            "question": draw.text,
            "topic": self._topic,
            "item": self._ref,
            "audience": lambda: draw.one([*Audience]).value,
            "failures": draw.number,
            "draft": self.draft,
            "heard": lambda: draw.some(self._known.topics, 40),
            "listed": lambda: draw.some(self._known.refs, 60),
            "earlier": lambda: draw.some(self._known.refs, 20),
            "choices": lambda: draw.some(TEXTS + SENTENCES, 20),
            "rows": lambda: [[draw.text(), draw.text()] for _ in range(draw.one((0, 1, 3, 30)))],
            "screen": lambda: draw.one(("screen.00000000", "screen", draw.text())),
            "tone": lambda: draw.one(TONES),
            "unsettled": lambda: {"what": draw.one([*Written]).value, "key": draw.one(KEYS)},
        }
        often = {
            "interrupted": 0.1,
            "pending": 0.9,
            "question": 0.9,
            "said": 0.7,
            "unsettled": 0.08,
            "failures": 0.4,
        }
        for name, make in optional.items():
            if draw.chance(often.get(name, 0.5)):
                made[name] = make()
        if "unsettled" in made and "draft" in made and draw.chance(0.6):
            made["unsettled"]["key"] = made["draft"].get("key", "")
        return made

    def question(self) -> dict[str, Any]:
        """Any open question, with fields of their types."""
        draw, made = self._draw, self._draw.one(get_args(OpenQuestion))
        sent: dict[str, Any] = {"ask": made.tag or made.kind}
        for field in fields(made):
            if draw.chance(0.9):
                sent[field.name] = self._field(field.name, field.default)
        return sent

    def _field(self, name: str, default: object) -> Any:
        draw = self._draw
        if name in ("first_day", "last_day"):
            return draw.one(DATES)
        if name == "topic":
            return self._topic()
        if name in ("topics", "nearby"):
            return draw.some(self._known.topics, 9)
        if name == "refs":
            return draw.some(self._known.refs, 60)
        if name == "cases":
            return draw.some(self._known.case_ids, 9)
        if name == "danger":
            return draw.one([*Danger, "hail", draw.text()])
        if name == "action":
            return draw.one([*OFFERED, "send_card", draw.text()])
        if isinstance(default, bool):
            return draw.chance(0.5)
        if isinstance(default, int):
            return draw.number()
        if isinstance(default, date | None):
            return draw.one(DATES)
        return draw.text()

    def draft(self) -> dict[str, Any]:
        """A draft of any action; at times one that could be honest, ready for its yes."""
        draw, kind = self._draw, self._draw.one([*ActionKind])
        if self._known.own and draw.chance(0.4):
            order = draw.one(self._known.own)
            item = draw.one(order.items)
            made = to_data(Draft(kind, ref=item.ref, item_name=item.spoken_name, order_version=order.version))
            made |= {"case_id": draw.one(self._known.case_ids), "key": KEYS[0]}
            told = {"words": "it came broken", "problem": draw.one([*Problem]).value}
            return made | (told if draw.chance(0.7) else {})
        optional: Mapping[str, Any] = {
            "seller": lambda: draw.chance(0.5),
            "ref": self._ref,
            "item_name": draw.text,
            "traits": lambda: [self._trait() for _ in range(draw.one((0, 1, 2, 9)))],
            "order_version": draw.number,
            "case_id": lambda: draw.one(self._known.case_ids),
            "case_version": draw.number,
            "problem": lambda: draw.one([*Problem]).value,
            "words": draw.text,
            "wanted": lambda: draw.one([*Wanted]).value,
            "told_seller": lambda: draw.chance(0.5),
            "key": lambda: draw.one(KEYS),
            "tries": draw.number,
        }
        return {"kind": kind.value} | {name: make() for name, make in optional.items() if draw.chance(0.5)}

    def _trait(self) -> list[str]:
        draw = self._draw
        return [draw.one([*By]).value, draw.one(("1", "12", "2026-11-25", "blue", draw.text()))]

    def _topic(self) -> str:
        return self._draw.one(self._known.topics)

    def _ref(self) -> str:
        return self._draw.one(self._known.refs)

    def _of_version_two(self) -> dict[str, Any]:
        """As the version deployed before wrote it: no owner, an open question as a name and its data."""
        draw = self._draw
        data = {"topic": self._topic(), "refs": draw.some(self._known.refs, 12), "page": draw.number()}
        return {
            "v": 2,
            "pending": {"ask": draw.one(OLD_PENDING), "data": data},
            "said": draw.text(),
            "question": draw.text(),
            "topic": self._topic(),
            "item": self._ref(),
            "failures": draw.number(),
            "draft": {"kind": draw.one([*ActionKind]).value, "ref": self._ref(), "tries": draw.number()},
            "heard": draw.some(self._known.topics, 12),
            "rows": [["Item", "Kettle"]],
        }
