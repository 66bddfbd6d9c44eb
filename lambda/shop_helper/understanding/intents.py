"""The sense of each intent of the interaction model.

Alexa picks the intent whose sample is nearest; the sentence may still mean something else in this conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop_helper.dialog.people import Audience
from shop_helper.dialog.question import Answer
from shop_helper.dialog.reading import Act
from shop_helper.domain.actions.draft import ActionKind


@dataclass(frozen=True)
class Sense:
    """The meaning of an intent without its words."""

    act: Act
    answer: Answer | None = None
    topic: str | None = None
    wish: ActionKind | None = None
    side: Audience | None = None
    carrier: str = ""
    """The request as a sentence, to complete an item slot whose words name no item."""
    points: bool = False
    """Whether all samples without an item say "it" or "this"."""
    goes_on: bool = True
    """Whether the item spoken of last is meant when none is named."""


def _look_up(topic: str, carrier: str = "", points: bool = False, goes_on: bool = True) -> Sense:
    return Sense(Act.LOOK_UP, topic=topic, carrier=carrier, points=points, goes_on=goes_on)


def _sales(topic: str) -> Sense:
    return Sense(Act.LOOK_UP, topic=topic, side=Audience.SELLER, goes_on=False)


def _request(wish: ActionKind, carrier: str = "") -> Sense:
    return Sense(Act.REQUEST, wish=wish, carrier=carrier, points=wish is not ActionKind.CANCEL)


QUESTION = "HelpQuestionIntent"
"""The intent for questions without an intent of their own."""

INTENTS: Mapping[str, Sense] = {
    QUESTION: Sense(Act.ASK),
    "ReturnItemIntent": _look_up("returns.can_i_return", "can i return my {item}", points=True),
    "OrderStatusIntent": _look_up("order.where", "where is my {item}", goes_on=False),
    "RefundStatusIntent": _look_up("refund.status", "where is the refund for my {item}"),
    "OrderHistoryIntent": _look_up("order.history", "what did i order"),
    "CaseStatusIntent": Sense(Act.ASK_CASES),
    "SalesIntent": _sales("order.where"),
    "SalesHistoryIntent": _sales("order.history"),
    "SalesRiskIntent": _sales("order.delay_warning"),
    "OpenCaseIntent": _request(ActionKind.CASE),
    "AddToCaseIntent": _request(ActionKind.NOTE),
    "CloseCaseIntent": _request(ActionKind.CLOSE),
    "StartReturnIntent": _request(ActionKind.RETURN, "can i return my {item}"),
    "ExchangeItemIntent": _request(ActionKind.EXCHANGE, "exchange my {item}"),
    "RequestRefundIntent": _request(ActionKind.REFUND, "refund my {item}"),
    "ClaimGuaranteeIntent": _request(ActionKind.CLAIM),
    "CancelOrderIntent": _request(ActionKind.CANCEL, "cancel my {item}"),
    "MessageSellerIntent": _request(ActionKind.MESSAGE),
    "DeleteDataIntent": _request(ActionKind.DELETE),
    "DescribeProblemIntent": Sense(Act.DESCRIBE),
    "ChangeAnswerIntent": Sense(Act.CORRECT),
    "SelectIntent": Sense(Act.CHOOSE),
    "VoiceCodeIntent": Sense(Act.GIVE_CODE),
    "SetVoiceCodeIntent": Sense(Act.SET_CODE),
    "ForgotCodeIntent": Sense(Act.FORGOT_CODE),
    "AudienceIntent": Sense(Act.STATE_SIDE),
    "AMAZON.YesIntent": Sense(Act.ANSWER, Answer.YES),
    "AMAZON.NoIntent": Sense(Act.ANSWER, Answer.NO),
    "AMAZON.NextIntent": Sense(Act.ANSWER, Answer.NEXT),
    "AMAZON.MoreIntent": Sense(Act.ANSWER, Answer.MORE),
    "AMAZON.PreviousIntent": Sense(Act.ANSWER, Answer.PREVIOUS),
    "AMAZON.StartOverIntent": Sense(Act.ANSWER, Answer.START_OVER),
    "AMAZON.CancelIntent": Sense(Act.ANSWER, Answer.CANCEL),
    "SkipIntent": Sense(Act.ANSWER, Answer.SKIP),
    "AnotherOneIntent": Sense(Act.ANSWER, Answer.ANOTHER),
    "EmergencyIntent": Sense(Act.EMERGENCY),
    "SafeIntent": Sense(Act.SAY_SAFE),
    "StepCountIntent": Sense(Act.COUNT_STEPS),
    "AMAZON.RepeatIntent": Sense(Act.REPEAT),
    "SlowerIntent": Sense(Act.REPEAT_SLOWLY),
    "ChoicesIntent": Sense(Act.RECALL_CHOICES),
    "ThanksIntent": Sense(Act.THANK),
    "UpsetIntent": Sense(Act.VENT),
    "GreetingIntent": Sense(Act.GREET),
    "AboutMeIntent": Sense(Act.ABOUT_ASSISTANT),
    "OffTopicIntent": Sense(Act.OFF_TOPIC),
    "UnsureIntent": Sense(Act.UNSURE),
    "AMAZON.HelpIntent": Sense(Act.HELP),
    "AMAZON.StopIntent": Sense(Act.STOP),
    "AMAZON.NavigateHomeIntent": Sense(Act.STOP),
    "AMAZON.FallbackIntent": Sense(Act.UNCLEAR),
}
"""Every intent of the interaction model; a test holds the two lists equal."""

UNKNOWN = Sense(Act.UNCLEAR)
"""An intent of an older or newer interaction model than this code."""

LAUNCH = Sense(Act.LAUNCH)
