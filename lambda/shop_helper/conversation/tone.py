"""Acknowledge anger, worry and thanks once, before the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shop_helper.dialog.questions import What
from shop_helper.dialog.reading import Tone
from shop_helper.dialog.reply import ANYTHING_ELSE, PERSON, Outcome, Reply, prompt

NO_ANSWER = ("decline.first", "decline.plain")
_OWN_TONE = (
    "thanks.",
    "upset.",
    "worry.",
    "decline.person",
    "recover.",
    "stop.",
    "error.",
    "secret.",
    "danger.",
)
"""Replies with a tone of their own."""


def with_tone(reply: Reply, tone: Tone, last: str, warns: Callable[[str], bool]) -> tuple[Reply, Tone]:
    """Lead the reply with an acknowledgment, and return it with the tone to remember. `last`: the previous tone."""
    if tone is not Tone.CALM and reply.prompt in NO_ANSWER:
        reply = _felt(reply, tone)
    elif reply.prompt == "upset.say":
        tone = Tone.ANGRY
    if reply.prompt == "upset.say" and last == Tone.ANGRY:
        reply = replace(reply, prompt="upset.more", say=(prompt("upset.more"),))
    if tone is Tone.CALM or tone.value == last or not _may_lead(reply, tone, warns):
        return reply, tone
    return replace(reply, say=(prompt(f"tone.{tone.value}"), *reply.say)), tone


def _may_lead(reply: Reply, tone: Tone, warns: Callable[[str], bool]) -> bool:
    """Whether an acknowledgment may lead: not before a warning or a reply with its own tone."""
    if tone is Tone.WORRIED and reply.outcome is Outcome.DECLINED:
        return False
    if reply.prompt.startswith(_OWN_TONE) or reply.outcome is Outcome.ERROR:
        return False
    return not any(map(warns, reply.topics))


def _felt(reply: Reply, tone: Tone) -> Reply:
    """Answer the feeling of a sentence without an answer; an open question stays."""
    names = {Tone.ANGRY: "upset.say", Tone.WORRIED: "worry.say", Tone.THANKFUL: "thanks.welcome"}
    closing = ANYTHING_ELSE if tone is Tone.THANKFUL else PERSON
    if reply.ask is None or reply.question is None or isinstance(reply.ask, What):
        question, ask = closing
    else:
        question, ask = reply.question, reply.ask
    said = (prompt(names[tone]),)
    return Reply(said[0].prompt, said, question, ask, outcome=Outcome.CONVERSATIONAL, keeps_last_answer=True)
