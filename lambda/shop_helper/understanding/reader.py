"""Turn evidence and records into a `Reading`: the meaning of the sentence in this conversation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from shop_helper.dialog.move import POINTING
from shop_helper.dialog.people import Audience
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import What, WhichTopic
from shop_helper.dialog.reading import (
    Act,
    Description,
    ItemMention,
    NoReference,
    NotTheirs,
    One,
    Part,
    Reading,
    Tone,
)
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.task_questions import WhichCase, WhichItem
from shop_helper.dialog.turn import Turn
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import Problem
from shop_helper.understanding.case_choice import chosen_case
from shop_helper.understanding.en.kinds import Categories
from shop_helper.understanding.en.problems import is_question, problem_of, wanted_of
from shop_helper.understanding.en.requests import (
    after_because,
    asks_so_far,
    instead_of_it,
    only_hesitates,
    wish_of,
)
from shop_helper.understanding.en.secrets import names_a_secret
from shop_helper.understanding.en.text import normalize
from shop_helper.understanding.en.tone import tone_of
from shop_helper.understanding.evidence import CHOOSING, MAX_NAME_WORDS, Evidence, Listener
from shop_helper.understanding.items import parse_choice
from shop_helper.understanding.mentions import Mentions
from shop_helper.understanding.places import ABOUT_ITEMS, Places
from shop_helper.understanding.references import asks_for_another

if TYPE_CHECKING:
    from shop_helper.knowledge.base import KnowledgeBase

UNSPECIFIC = "unspecific"
"""Id of the item slot's value for "it", "this", "the item"."""

_MAX_FEELING = 6
"""Longest sentence, in words, that may be anger, worry or thanks and nothing else."""

_OF_AN_ORDER = ("seller", "date", "order_ending")
"""Slots that identify an order: "the one from Bluefin" is about an order, found or not."""

_HAS_WRITTEN = re.compile(r"\b(?:wrote|written|write|messaged?|contacted|told|asked|e-?mailed|spoke)\b")
_NAMED_THING = re.compile(r"(?:the|my|that|those|these) (?:\w+ ?){1,3}$")
_POINTING_WORDS = frozenset("it|that|this|them|those|these|one|it all|the item|this one|that one".split("|"))
_DENYING = {"not", "haven't", "never", "no", "didn't"}


class Reader:
    def __init__(self, knowledge: KnowledgeBase, listener: Listener, zone: ZoneInfo) -> None:
        self._zone, self._categories = zone, Categories(knowledge.policy["returns"])
        self._places = Places(knowledge, listener, self._categories)

    def read(self, turn: Turn, evidence: Evidence, context: Context) -> Reading:
        session = context.session
        today = local_date(context.now, self._zone)
        mentions = Mentions(session, context.records, today, self._zone, self._categories)
        reading = self._plain(evidence, context)
        reading = replace(reading, named=mentions.named(evidence.words, evidence.slot("item"), context.sells))
        match reading.act:
            case Act.ASK | Act.DESCRIBE:
                reading = self._asked(turn, evidence, context, mentions, reading)
            case Act.LOOK_UP:
                reading = self._looked_up(turn, evidence, context, mentions, reading)
            case Act.REQUEST:
                reading = self._requested(turn, evidence, context, mentions, reading)
            case Act.CHOOSE | Act.GIVE_CODE:
                reading = self._chosen(turn, evidence, context, mentions, reading)
            case Act.CORRECT if evidence.slot("item") is not None and session.draft is None:
                reading = replace(reading, act=Act.CHOOSE)
                reading = self._chosen(turn, evidence, context, mentions, reading)
            case Act.ANSWER if reading.answer is Answer.ANOTHER:
                reading = replace(reading, mention=mentions.of("the other one"))
        if isinstance(session.open_question, WhichCase):
            choice = _chosen_case(evidence.words, reading.named, context, today, self._zone)
            reading = replace(reading, choice=choice)
        return replace(reading, named=_named(reading, context.sells))

    @staticmethod
    def _plain(evidence: Evidence, context: Context) -> Reading:
        """Read the words without records; an open action reads them as an answer too."""
        sense, words = evidence.sense, evidence.words
        item, part, side = evidence.slot("item"), evidence.slot("part"), evidence.slot("audience")
        reading = Reading(
            sense.act,
            sense.answer,
            topic=evidence.topic or sense.topic,
            names_item=item is not None,
            means_the_item=sense.act is Act.CHOOSE and item is not None and item.id == UNSPECIFIC,
            wish=sense.wish,
            part=Part(part.id) if part is not None and part.id in list(Part) else None,
            side=Audience(side.id) if side is not None and side.id in list(Audience) else sense.side,
            tone=tone_of(words) if words else Tone.CALM,
            is_short=len(words.split()) <= MAX_NAME_WORDS,
            text=words,
            may_keep_text=not names_a_secret(words),
        )
        draft = context.session.draft
        return _as_answer(reading, evidence, draft) if draft is not None else reading

    def _asked(
        self, turn: Turn, evidence: Evidence, context: Context, mentions: Mentions, reading: Reading
    ) -> Reading:
        picks = isinstance(context.session.open_question, WhichItem)
        text = evidence.words if picks else evidence.question or evidence.words
        mention = mentions.of(text, pointing=evidence.leans_back, picks=picks)
        wish = wish_of(evidence.words) if reading.act is Act.ASK and reading.topic is None else None
        if wish is not None:
            reading = replace(reading, wish=wish[0], reason=describe(wish[1]))
        place = None
        plain = (
            _plain_wish(evidence, context, mentions) if context.session.draft is None and not picks else None
        )
        if plain is not None:
            kind, item = plain
            return replace(reading, act=Act.REQUEST, wish=kind, mention=item)
        if evidence.fact is not None and not picks:
            about = _of_fact(evidence, context, mentions)
            if about is not None:
                return replace(reading, asks=evidence.fact[0], mention=about)
        if reading.topic is None:
            place = self._places.place(turn, evidence, context, mention)
            mention = self._places.mention_of(place, evidence, mention)
        return replace(reading, mention=mention, place=place)

    def _looked_up(
        self, turn: Turn, evidence: Evidence, context: Context, mentions: Mentions, reading: Reading
    ) -> Reading:
        item, seller, day = evidence.slot("item"), evidence.slot("seller"), evidence.slot("date")
        sense, order = evidence.sense, evidence.slot("order_ending")
        points = sense.points and not (item or seller or day)
        mention = mentions.of("", item, order, seller, day, points, sense.goes_on)
        if item is not None and item.id is None and sense.carrier and not _is_theirs(mention, context):
            return self._places.elsewhere(
                turn, evidence, context, mentions, replace(reading, mention=mention)
            )
        return replace(reading, mention=mention)

    def _requested(
        self, turn: Turn, evidence: Evidence, context: Context, mentions: Mentions, reading: Reading
    ) -> Reading:
        item, order = evidence.slot("item"), evidence.slot("order_ending")
        seller, day = evidence.slot("seller"), evidence.slot("date")
        points = (item is None and evidence.sense.points) or (item is not None and item.id == UNSPECIFIC)
        mention = mentions.of("", item, order, seller, day, points)
        reason = after_because(item.text) if item is not None else None
        reading = replace(reading, mention=mention, reason=describe(reason) if reason else None)
        if evidence.question and self._places.of_another_world(evidence.ranking):
            unread = isinstance(context.orders, Unavailable)
            if not unread and not _is_theirs(mention, context):
                of_words = mentions.of(evidence.question)
                place = self._places.place(turn, evidence, context, of_words)
                return replace(reading, act=Act.ASK, wish=None, place=place, mention=of_words)
        return reading

    def _chosen(
        self, turn: Turn, evidence: Evidence, context: Context, mentions: Mentions, reading: Reading
    ) -> Reading:
        """Read a choice from the open question's list, or an item named outside it."""
        session, item = context.session, evidence.slot("item")
        order = evidence.slot("order_ending") or evidence.slot("code")
        text = " ".join(slot.text for name, slot in evidence.slots.items() if name in CHOOSING)
        words = " ".join(filter(None, (item.text if item else "", text)))
        mention = mentions.of(
            text,
            item,
            order,
            evidence.slot("seller"),
            evidence.slot("date"),
            picks=isinstance(session.open_question, WhichItem),
        )
        reading = replace(
            reading,
            mention=mention,
            beyond=bool(text) and item is None,
            wants_other=asks_for_another(words),
            tells_order=any(evidence.slot(name) for name in _OF_AN_ORDER) or order is not None,
        )
        match session.open_question:
            case WhichTopic(topics=topics):
                index = parse_choice(words, len(topics))
                if index is not None:
                    asked = mentions.of(session.open_question.text)
                    return replace(reading, choice=index, mention=asked)
            case What(nearby=nearby) if text and nearby:
                index = parse_choice(words, len(nearby))
                if index is not None:
                    return replace(reading, choice=index, mention=ItemMention())
        if item is None or _is_theirs(mention, context) or reading.tells_order:
            return reading
        if isinstance(session.open_question, WhichItem):
            return reading
        ranked = replace(evidence, question=words, ranking=self._places.rank(turn, words))
        of_words = mentions.of(words)
        return replace(reading, place=self._places.place(turn, ranked, context, of_words), text=words)


def _as_answer(reading: Reading, evidence: Evidence, draft: Draft) -> Reading:
    """Read the words as an answer to the open action: a description, another action, hesitation, a feeling."""
    words, free = evidence.words, reading.act in (Act.ASK, Act.DESCRIBE)
    problem, asks = problem_of(words, draft.seller), is_question(words)
    is_little = len(words.split()) <= _MAX_FEELING
    reading = replace(
        reading,
        instead=instead_of_it(words) if free else reading.wish,
        description=_description(evidence, draft.seller),
        tells_problem=free and not asks and bool(evidence.problem_slot or problem),
        is_question=asks,
        hesitates=only_hesitates(words),
        only_feels=is_little and problem is None and reading.tone is not Tone.CALM,
        asks_so_far=asks_so_far(words),
    )
    if reading.act is Act.STATE_SIDE and draft.words:
        reading = replace(reading, description=describe(draft.words))
    return replace(reading, told_seller=_told_seller(evidence, reading))


def describe(words: str, seller: bool = False, known: Problem | None = None) -> Description:
    """Classify a description. `seller`: sellers have problem names of their own."""
    problem = known or problem_of(words, seller) or Problem.OTHER
    return Description(words, problem, wanted_of(words), problem_of(words, seller=True) or Problem.OTHER)


def _description(evidence: Evidence, seller: bool) -> Description | None:
    slot = evidence.slots.get(evidence.problem_slot or "")
    known = Problem(slot.id) if slot is not None and slot.id in list(Problem) else None
    return describe(evidence.words, seller, known) if evidence.words else None


def _told_seller(evidence: Evidence, reading: Reading) -> bool | None:
    """Whether the seller was contacted, if words other than yes and no tell; else None."""
    words = normalize(evidence.words)
    answers = not reading.tells_problem or bool(_HAS_WRITTEN.search(words))
    if evidence.sense.act is not Act.ASK or reading.is_question or not answers:
        return None
    return not _DENYING & set(words.split())


def _plain_wish(
    evidence: Evidence, context: Context, mentions: Mentions
) -> tuple[ActionKind, ItemMention] | None:
    """A wish about an item of their own, named or spoken of last; None where it is about anything else."""
    if evidence.wish is None or context.customer is None or context.sells:
        return None
    kind, about = evidence.wish
    spoken_of = POINTING if context.session.item is not None else None
    if not about:
        return (kind, spoken_of) if spoken_of is not None else None
    mention = mentions.of(about)
    if mention.bought != NoReference() and mention.refers(False):
        return kind, mention
    return (kind, spoken_of) if spoken_of is not None and about in _POINTING_WORDS else None


def _of_fact(evidence: Evidence, context: Context, mentions: Mentions) -> ItemMention | None:
    """The item whose fact is asked for; None where the question is about no item of the customer's.

    Words that name none of theirs ("what did the sofa cost") are about an item that isn't there, unless the sentence
    is plainly about something else.
    """
    if evidence.fact is None or context.customer is None:
        return None
    _, about = evidence.fact
    if not about:
        return POINTING if context.session.item is not None else None
    mention = mentions.of(about)
    if mention.refers(context.sells) or mention.refers(not context.sells):
        return mention
    ranking = evidence.ranking
    is_topic = evidence.topic is not None or (ranking is not None and ranking.decision == "answer")
    of_items = (context.session.topic or "").split(".")[0] in ABOUT_ITEMS
    if is_topic or not of_items or not _NAMED_THING.match(about):
        return None
    return replace(mention, bought=NotTheirs(), sold=NotTheirs(), goes_on=False)


def _is_theirs(mention: ItemMention, context: Context) -> bool:
    return context.customer is not None and mention.refers(context.sells)


def _named(reading: Reading, sells: bool) -> str | None:
    """Return the one item that is named, also as "the other kettle" or, in a choice, "the older one"."""
    mention, found = reading.mention, reading.mention.on(sells)
    names = mention.names_bought or mention.names_sold or reading.act is Act.CHOOSE
    if reading.named is None and names and not mention.by_number and isinstance(found, One):
        return found.ref
    return reading.named


def _chosen_case(words: str, named: str | None, context: Context, today: date, zone: ZoneInfo) -> int | None:
    """Return the index of the chosen case among those that were read out."""
    question, cases, orders = context.session.open_question, context.records.cases, context.records.bought
    if not isinstance(question, WhichCase) or isinstance(cases, Unavailable):
        return None
    known = {case.case_id: case for case in cases}
    shown = [known[case_id] for case_id in question.cases if case_id in known]
    if len(shown) < len(question.cases):
        return parse_choice(words, len(question.cases))
    return chosen_case(words, named, shown, () if isinstance(orders, Unavailable) else orders, today, zone)
