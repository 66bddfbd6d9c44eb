"""Around every handler: a secret that was said aloud stops everything, a customer's tone is answered first, and the
words for the customer's own items go along."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from shop_helper.domain.dialog.own_words import own_words, taking_turns
from shop_helper.domain.dialog.private import secret_in
from shop_helper.domain.dialog.tone import Tone, tone_of
from shop_helper.errors import StoreError
from shop_helper.handlers.handler import ANYTHING_ELSE, PERSON, WHAT, Handler, prompt
from shop_helper.handlers.items import ItemChoices
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Outcome, Reply, Turn

log = logging.getLogger("shop_helper")

PRIVACY = "safety.assistant_privacy"
NO_ANSWER = ("decline.first", "decline.plain")
_OWN_TONE = ("thanks.", "upset.", "worry.", "decline.person", "recover.", "stop.", "error.", "secret.")
"""Replies that have a tone of their own."""


class Guarded:
    """A handler, guarded. Nothing of a secret reaches the handler, the session or a log."""

    def __init__(
        self,
        handler: Handler,
        knowledge: KnowledgeBase,
        items: ItemChoices,
        code: Callable[[Turn], Reply | None] | None = None,
    ) -> None:
        """`code` answers what is said to the question for a voice code: the one secret that is asked for."""
        self._handler, self._knowledge, self._items = handler, knowledge, items
        self._code = code or (lambda turn: None)

    @property
    def intents(self) -> tuple[str, ...]:
        return self._handler.intents

    def handle(self, turn: Turn) -> Reply:
        words = [slot.text for slot in turn.slots.values()]
        answered = self._code(turn)
        if answered is not None:
            return answered
        if any(secret_in(text) for text in words):
            return self._stopped(turn)
        reply = self._with_own_words(turn, self._handler.handle(turn))
        return self._toned(turn, reply, " ".join(words))

    def _with_own_words(self, turn: Turn, reply: Reply) -> Reply:
        """Where the turn has read orders, their words go along: Alexa then hears them in the next turns. They take the
        place of earlier ones, so whoever buys and sells gets both; where these can't be read, the earlier ones stay."""
        try:
            orders = taking_turns(*self._items.bought_and_sold(turn))
        except StoreError as problem:
            log.warning("answered without the words for own items: %s", problem)
            return reply
        return replace(reply, entities=own_words(orders)) if orders and not reply.entities else reply

    def _stopped(self, turn: Turn) -> Reply:
        """Whatever was going on ends here; the warning says that nothing is kept. What may have been written already is
        still to be looked up, so that draft stays."""
        turn.session.item = None
        if not turn.session.unsure:
            turn.session.draft = None
        topics = (PRIVACY,) if PRIVACY in self._knowledge.articles else ()
        return Reply("secret.stop", (prompt("secret.stop"),), *WHAT, topics=topics)

    def _toned(self, turn: Turn, reply: Reply, words: str) -> Reply:
        tone = tone_of(words)
        if tone is not Tone.CALM and reply.prompt in NO_ANSWER:
            reply = _felt(reply, tone)
        elif reply.prompt == "upset.say":
            tone = Tone.ANGRY
        if reply.prompt == "upset.say" and turn.session.tone == Tone.ANGRY:
            reply = replace(reply, prompt="upset.more", say=(prompt("upset.more"),))
        last, turn.session.tone = turn.session.tone, tone.value if tone is not Tone.CALM else ""
        if tone is Tone.CALM or tone.value == last or not self._may_lead(reply, tone):
            return reply
        return replace(reply, say=(prompt(f"tone.{tone.value}"), *reply.say))

    def _may_lead(self, reply: Reply, tone: Tone) -> bool:
        """A warning comes first, and what has a tone of its own needs no other. "Let's see" needs more to follow."""
        if tone is Tone.WORRIED and reply.outcome is Outcome.DECLINED:
            return False
        if reply.prompt.startswith(_OWN_TONE) or reply.outcome is Outcome.ERROR:
            return False
        return not any(self._warns(topic) for topic in reply.topics)

    def _warns(self, topic: str) -> bool:
        article = self._knowledge.articles.get(topic)
        return article is not None and bool(article.warning)


def _felt(reply: Reply, tone: Tone) -> Reply:
    """What has no answer, and was said in anger, worry or thanks: the feeling is answered. An open question stays."""
    names = {Tone.ANGRY: "upset.say", Tone.WORRIED: "worry.say", Tone.THANKFUL: "thanks.welcome"}
    closing = ANYTHING_ELSE if tone is Tone.THANKFUL else PERSON
    question, ask = closing if reply.ask is None or reply.ask.ask == "what" else (reply.question, reply.ask)
    said = (prompt(names[tone]),)
    return Reply(said[0].prompt, said, question, ask, outcome=Outcome.MANAGED, aside=True)
