"""The intents that lead into actions, a handler for each family of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from shop_helper.domain.actions.draft import Draft, Kind
from shop_helper.domain.actions.problems import asks_in_general, problem_of, wanted_of
from shop_helper.domain.actions.request import after_because
from shop_helper.domain.actions.steps import NEEDS, Slot
from shop_helper.domain.cases import FOLLOWED, Problem
from shop_helper.errors import StoreError
from shop_helper.handlers.account import unavailable, unknown_customer
from shop_helper.handlers.actions import speaking
from shop_helper.handlers.actions.answers import ACTION_INTENTS, problem_slot, spoken
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.desk import Answerer, Said
from shop_helper.handlers.handler import ANYTHING_ELSE, Handler, prompt
from shop_helper.handlers.items import UNSPECIFIC
from shop_helper.handlers.questions import HelpQuestionHandler
from shop_helper.handlers.rows import case_rows
from shop_helper.turn import Outcome, Reply, Text, Turn

STATUS_TOPIC = "case.track"
TOLD_AT_ONCE = 3


class CaseIntentHandler:
    """Cases: open one, how it stands, add to it, close it."""

    intents = ("OpenCaseIntent", "CaseStatusIntent", "AddToCaseIntent", "CloseCaseIntent")

    def __init__(self, dialog: ActionDialog, articles: ArticleAnswers) -> None:
        self._dialog, self._articles = dialog, articles

    def handle(self, turn: Turn) -> Reply:
        if turn.intent == "CaseStatusIntent":
            return self.status(turn)
        return begin(turn, self._dialog)

    def status(self, turn: Turn) -> Reply:
        """How the customer's cases stand, newest first, three at most."""
        unknown = unknown_customer(turn, self._articles, STATUS_TOPIC)
        if unknown is not None:
            return unknown
        try:
            cases = [case for case in self._dialog.records.of_customer(turn) if case.kind in FOLLOWED]
        except StoreError:
            return unavailable(STATUS_TOPIC)
        cases = [case for case in cases if not case.is_closed] or cases[:1]
        if not cases:
            said: tuple[Text, ...] = (prompt("case.none"),)
        elif len(cases) == 1:
            said = speaking.status(cases[0])
        else:
            lines = (text for case in cases[:TOLD_AT_ONCE] for text in speaking.status(case)[:1])
            said = (prompt("case.several", count=len(cases)), *lines)
        rows = tuple(row for case in cases[:TOLD_AT_ONCE] for row in case_rows(case))
        return Reply(said[0].prompt, said, *ANYTHING_ELSE, topics=(STATUS_TOPIC,), rows=rows)


class RequestIntentHandler:
    """What is asked for about an item: return, exchange, refund, claim, cancel; and writing to its seller."""

    intents = (
        "StartReturnIntent",
        "ExchangeItemIntent",
        "RequestRefundIntent",
        "ClaimGuaranteeIntent",
        "CancelOrderIntent",
        "MessageSellerIntent",
    )

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "StartReturnIntent": "can i return my {item}",
        "ExchangeItemIntent": "exchange my {item}",
        "RequestRefundIntent": "refund my {item}",
        "CancelOrderIntent": "cancel my {item}",
    }
    """How the request sounds, where the item slot caught words that are no item."""

    def __init__(self, dialog: ActionDialog, questions: HelpQuestionHandler) -> None:
        self._dialog, self._questions = dialog, questions

    def handle(self, turn: Turn) -> Reply:
        item, sentence = turn.slot("item"), self.SENTENCES.get(turn.intent or "")
        if item is None or item.id is not None or sentence is None:
            return begin(turn, self._dialog)
        asked = sentence.format(item=item.text)
        if not self._questions.of_another_world(asked) or self._is_theirs(turn, Said(item=item)):
            return begin(turn, self._dialog)
        return self._questions.place(turn, asked)

    def _is_theirs(self, turn: Turn, said: Said) -> bool:
        """Also where that can't be looked up: beginning then says so."""
        try:
            return turn.customer is not None and self._dialog.items.points_at_something(turn, said)
        except StoreError:
            return True


class DescribeIntentHandler:
    """Words that describe or correct. With no action open they are a question like any other."""

    intents = ("DescribeProblemIntent", "ChangeAnswerIntent")

    def __init__(self, questions: HelpQuestionHandler, select: Handler) -> None:
        """`select` takes "no, the kettle" where no action is open."""
        self._questions, self._select = questions, select

    def handle(self, turn: Turn) -> Reply:
        words, problem = spoken(turn), turn.slots.get(problem_slot(turn) or "")
        if turn.intent == "DescribeProblemIntent" and words:
            return self._questions.place(turn, f"my item is {problem.text}" if problem else words)
        if turn.slot("item"):
            return self._select.handle(turn)
        return self._questions.corrected(turn)


class PrivacyIntentHandler:
    """Deletes what is stored of the customer, once they have confirmed it."""

    intents = ("DeleteDataIntent",)

    def __init__(self, dialog: ActionDialog) -> None:
        self._dialog = dialog

    def handle(self, turn: Turn) -> Reply:
        return begin(turn, self._dialog)


def cancelling(dialog: ActionDialog) -> Answerer:
    """The question whether something can be cancelled is answered by offering to do it."""

    def answer(turn: Turn, topic: str, said: Said) -> Reply:
        return dialog.start(turn, Draft(Kind.CANCEL), said)

    return answer


def claiming(dialog: ActionDialog, general: ArticleAnswers, article: Answerer) -> Answerer:
    """The question about the guarantee is answered by its article, then by what the order says: the claim is offered,
    or it is said what stands against it."""

    def answer(turn: Turn, topic: str, said: Said) -> Reply:
        if asks_in_general(said.text):
            return general.answer(turn, topic)
        reply = article(turn, topic, said)
        if reply.item is None or reply.outcome is not Outcome.ANSWERED:
            return reply
        return dialog.offer(turn, reply, Draft(Kind.CLAIM).about(reply.item))

    return answer


def begin(turn: Turn, dialog: ActionDialog) -> Reply:
    """Starts the action of the turn's intent with what its slots say; "it" is what was last spoken of."""
    kind = ACTION_INTENTS[turn.intent or ""]
    item, seller, date = turn.slot("item"), turn.slot("seller"), turn.slot("date")
    pointing = (item is None and kind is not Kind.CANCEL) or (item is not None and item.id == UNSPECIFIC)
    said = Said(item=item, order=turn.slot("order_ending"), seller=seller, date=date, pointing=pointing)
    turn.session.draft = None
    reason = after_because(item.text) if item is not None and Slot.PROBLEM in NEEDS[kind] else None
    draft = Draft(kind)
    if reason is not None:  # "start a return for the kettle because the lid is cracked"
        draft = draft.described(problem_of(reason) or Problem.OTHER, reason, wanted_of(reason))
    return dialog.start(turn, draft, said)
