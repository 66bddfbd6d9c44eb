"""What a customer says, by name: for each dialog act one sentence or more, as Alexa sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shop_helper.dialog.question import Answer
from shop_helper.dialog.reading import Act
from shop_helper.dialog.turn import Slot
from shop_helper.understanding.intents import INTENTS, LAUNCH, Sense

LAMP = "114-6613378-1250/1"
"""One of Ana's items; none of the moments is about it."""


@dataclass(frozen=True)
class Sentence:
    """An intent with its slots. Without an intent the skill is opened."""

    intent: str = ""
    slots: Mapping[str, Slot] = field(default_factory=dict)

    @property
    def sense(self) -> Sense:
        return INTENTS[self.intent] if self.intent else LAUNCH


def sentence(intent: str, **slots: str | Slot) -> Sentence:
    """Texts are slots that matched no value; a `Slot` carries the id of one that did."""
    return Sentence(
        intent, {name: Slot(said) if isinstance(said, str) else said for name, said in slots.items()}
    )


SAID: Mapping[str, Sentence] = {
    "(opens the skill)": Sentence(),
    # answers
    "yes": sentence("AMAZON.YesIntent"),
    "no": sentence("AMAZON.NoIntent"),
    "next": sentence("AMAZON.NextIntent"),
    "more": sentence("AMAZON.MoreIntent"),
    "go back": sentence("AMAZON.PreviousIntent"),
    "another one": sentence("AnotherOneIntent"),
    "skip it": sentence("SkipIntent"),
    "cancel": sentence("AMAZON.CancelIntent"),
    "start over": sentence("AMAZON.StartOverIntent"),
    "the first one": sentence("SelectIntent", ordinal="first"),
    "the fifth one": sentence("SelectIntent", ordinal="fifth"),
    "the desk lamp": sentence("SelectIntent", item=Slot("desk lamp", LAMP, "the desk lamp")),
    "it came with a crack": sentence("DescribeProblemIntent", it_came="with a crack"),
    "it leaks and smells": sentence("HelpQuestionIntent", question="it leaks and smells"),
    "change the item": sentence("ChangeAnswerIntent", part=Slot("item", "item")),
    "change the description": sentence("ChangeAnswerIntent", part=Slot("description", "description")),
    "that's not right": sentence("ChangeAnswerIntent"),
    "as a seller": sentence("AudienceIntent", audience=Slot("seller", "seller")),
    "seven three nine one": sentence("VoiceCodeIntent", code="7391"),
    # other matters
    "how long does delivery take": sentence(
        "HelpQuestionIntent", question=Slot("how long does delivery take", "delivery.time")
    ),
    "where is my desk lamp": sentence("OrderStatusIntent", item=Slot("desk lamp", LAMP, "the desk lamp")),
    "how is my case": sentence("CaseStatusIntent"),
    "cancel my wall calendar": sentence("CancelOrderIntent", item="wall calendar"),
    "set a voice code": sentence("SetVoiceCodeIntent"),
    "i forgot my code": sentence("ForgotCodeIntent"),
    "this is an emergency": sentence("EmergencyIntent"),
    # of the conversation itself
    "how many steps": sentence("StepCountIntent"),
    "say that again": sentence("AMAZON.RepeatIntent"),
    "slower": sentence("SlowerIntent"),
    "what are my choices": sentence("ChoicesIntent"),
    "thank you": sentence("ThanksIntent"),
    "hello": sentence("GreetingIntent"),
    "this is ridiculous": sentence("UpsetIntent"),
    "who are you": sentence("AboutMeIntent"),
    "tell me a joke": sentence("OffTopicIntent"),
    "i don't know": sentence("UnsureIntent"),
    "help": sentence("AMAZON.HelpIntent"),
    "stop": sentence("AMAZON.StopIntent"),
    "i'm safe": sentence("SafeIntent"),
    "(not understood)": sentence("AMAZON.FallbackIntent"),
}


def missing() -> set[Act | Answer]:
    """Acts and answers that no sentence here has."""
    senses = [one.sense for one in SAID.values()]
    return {*Act, *Answer} - {sense.act for sense in senses} - {s.answer for s in senses if s.answer}
