"""People in danger come first: one piece of advice, one question, and everything else waits.

Needs no account and reads no store. What was going on stays in the session: the open question waits there, and is asked
again, never answered, when the person says that they are safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop_helper.dialog.question import Answer
from shop_helper.dialog.reading import Act, DangerReading
from shop_helper.dialog.reply import Card, Outcome, Reply, Text, prompt
from shop_helper.dialog.safety_questions import AreYouSafe, InDanger
from shop_helper.dialog.session import Session
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.domain.danger import ADVICE_FOR, Advice, Alarm, Danger
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.closing import offer

_GOES_ON = (Answer.YES, Answer.NEXT, Answer.SKIP)
_STAYS = (
    Act.UNCLEAR, Act.HELP, Act.REPEAT, Act.REPEAT_SLOWLY, Act.RECALL_CHOICES, Act.UNSURE, Act.VENT, Act.THANK,
)  # fmt: skip
_STAYING_ANSWERS = (Answer.MORE, Answer.START_OVER, Answer.PREVIOUS)
"""Said to "Are you safe?", these get the advice again: whoever is in danger may not find other words."""


@dataclass(frozen=True)
class SafeAgain:
    """They are safe: what was begun is taken up."""

    lead: tuple[Text, ...]


@dataclass(frozen=True)
class Leaving:
    """Stop and cancel mean what was going on before."""


class DangerAnswers:
    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._numbers = Numbers(knowledge)

    def answer(
        self, session: Session, act: Act, answer: Answer | None, said: DangerReading
    ) -> Reply | SafeAgain | Leaving | None:
        """The reply to a danger, or to a question that one has left open; None where there is neither."""
        question = session.open_question
        if isinstance(question, AreYouSafe):
            return self._to_safe(session, question, act, answer, said)
        if said.alarm is not None:
            return self._advise(said.alarm)
        if isinstance(question, InDanger):
            return self._to_in_danger(act, answer)
        if act is Act.EMERGENCY and not said.has_words:
            lead = (prompt("danger.unsure"),)
            return Reply(
                "danger.unsure",
                lead,
                prompt("danger.ask"),
                InDanger(),
                outcome=Outcome.ASKED,
                keeps_last_answer=True,
            )
        return None

    def _to_safe(
        self, session: Session, asked: AreYouSafe, act: Act, answer: Answer | None, said: DangerReading
    ) -> Reply | SafeAgain | Leaving | None:
        """An answer to "Are you safe right now?"."""
        if act is Act.STOP or answer is Answer.CANCEL:
            return Leaving()
        if answer is Answer.NO:
            return self._stay(asked)
        if answer in _GOES_ON or act is Act.SAY_SAFE:
            return self._go_on(session, asked)
        if said.alarm is not None:
            return self._advise(said.alarm)
        if said.says_safe is not None:
            return self._go_on(session, asked) if said.says_safe else self._stay(asked)
        if act in _STAYS or answer in _STAYING_ANSWERS or (act is Act.EMERGENCY and not said.has_words):
            return self._again(asked)
        return self._advise(said.perhaps) if said.perhaps is not None else None

    def _to_in_danger(self, act: Act, answer: Answer | None) -> Reply | SafeAgain | Leaving | None:
        """An answer to "Is somebody in danger?"."""
        if act is Act.STOP or answer is Answer.CANCEL:
            return Leaving()
        if answer is Answer.YES or act in _STAYS or act is Act.EMERGENCY:
            return self._again(AreYouSafe())
        return SafeAgain((prompt("danger.okay"),)) if answer is Answer.NO or act is Act.SAY_SAFE else None

    def _advise(self, alarm: Alarm) -> Reply:
        return self._again(AreYouSafe(alarm.kind.value, alarm.advice.value, alarm.product))

    def _again(self, asked: AreYouSafe) -> Reply:
        name = self._numbers.prompt_for(asked.danger, asked.advice)
        return self._asked(self._numbers.said(name), asked)

    def _stay(self, asked: AreYouSafe) -> Reply:
        """ "No" to the question: the number once more, and nobody is left alone with it."""
        if asked.danger == Danger.FRAUD:
            return self._asked(prompt("danger.stay.bank"), asked)
        if asked.advice == Advice.PET:
            return self._asked(prompt("danger.stay.vet"), asked)
        return self._asked(prompt("danger.stay", number=self._numbers.first(asked.danger)), asked)

    def _asked(self, said: Text, asked: AreYouSafe) -> Reply:
        return Reply(
            said.prompt,
            (said,),
            prompt("danger.safe"),
            asked,
            outcome=Outcome.CONVERSATIONAL,
            card=self._numbers.card(asked.danger),
            keeps_last_answer=True,
            danger=Danger(asked.danger) if asked.danger in list(Danger) else None,
        )

    @staticmethod
    def _go_on(session: Session, asked: AreYouSafe) -> Reply | SafeAgain:
        """A product that hurt somebody is to be reported, and what was begun is taken up."""
        lead: tuple[Text, ...] = (prompt("danger.good"),)
        draft, before = session.draft, session.interrupted
        if not asked.product:
            return SafeAgain(lead)
        if draft is None and (before is None or before.gives_way):
            question, ask = offer(ActionKind.CASE)
            said = (*lead, prompt("danger.report"))
            outcome = Outcome.CONVERSATIONAL
            return Reply("danger.report", said, question, ask, outcome=outcome, keeps_last_answer=True)
        if draft is None or draft.kind is not ActionKind.CASE:
            lead += (prompt("danger.report.later"),)
        return SafeAgain(lead)


class Numbers:
    """The numbers of the profile's country, and the words for them where it states none."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._facts = knowledge.facts

    def prompt_for(self, kind: str, advice: str) -> str:
        """The advice for a kind; one that names a number which the country lacks has a variant without it."""
        known = next((one for one in Danger if one == kind), None)
        name = f"danger.{known or ANYTHING}"
        if known is not None and advice in ADVICE_FOR[known]:
            name = f"{name}.{advice}"
        needed = NEEDS.get(name)
        return f"{name}.local" if needed is not None and self._fact(needed) is None else name

    def said(self, name: str) -> Text:
        return prompt(name, **{key: self._number(key) for key in SPOKEN_NUMBERS})

    def first(self, kind: str) -> Text:
        """The number to call first."""
        key = {Danger.SELF_HARM.value: "crisis_line", Danger.SWALLOWED.value: "poison_line"}.get(kind, "")
        return self._number(key if self._fact(key) is not None else "emergency_number")

    def card(self, kind: str) -> Card | None:
        keys = [key for key in _ON_CARD.get(kind, ("emergency_number",)) if self._fact(key) is not None]
        lines = tuple(prompt(f"danger.card.{key}", number=str(self._written(key))) for key in keys)
        if kind == Danger.FRAUD:
            lines = (prompt("danger.card.bank"), *lines)
        return Card(heading=prompt("danger.card"), lines=lines) if lines else None

    def _number(self, key: str) -> Text:
        """As it is spoken; "your local emergency number" for all that isn't known."""
        fact = self._fact(key)
        return Text(words=fact["spoken"]) if fact is not None else prompt("danger.local_number")

    def _written(self, key: str) -> object:
        fact = self._fact(key)
        return fact["written"] if fact is not None else ""

    def _fact(self, key: str) -> Mapping[str, Any] | None:
        """A number that somebody has checked; an address is only for the card."""
        fact = self._facts.get(f"country.{key}")
        if fact is None or fact["value"] is None:
            return None
        return fact if fact["may_be_spoken"] or fact["unit"] == "url" else None


ANYTHING = "any"
"""In place of a kind: somebody is in danger, and nothing more is known."""

SPOKEN_NUMBERS = ("emergency_number", "crisis_line", "poison_line", "battery_line")
NEEDS: Mapping[str, str] = {
    "danger.self_harm": "crisis_line",
    "danger.self_harm.other": "crisis_line",
    "danger.swallowed": "poison_line",
    "danger.swallowed.magnet": "poison_line",
    "danger.swallowed.battery": "battery_line",
}
_ON_CARD: Mapping[str, tuple[str, ...]] = {
    "self_harm": ("crisis_line", "emergency_number"),
    "medical": ("emergency_number", "poison_line"),
    "swallowed": ("poison_line", "battery_line", "emergency_number"),
    "threat": ("emergency_number", "abuse_line"),
    "fraud": ("fraud_report",),
}
