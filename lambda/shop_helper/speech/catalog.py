"""Prompts that the code says, each with the values that the code gives it every time.

The code is the source of this list, not any prompts file: a knowledge base that lacks one of these, or uses a value
that is not given, can't be used (`knowledge.required`). `tests/test_catalog.py` compares it with the source.

A prompt `<name>.again` is the reprompt of `<name>`: it takes the same values and may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple, get_args

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import OpenQuestion
from shop_helper.dialog.reading import Tone
from shop_helper.dialog.records import Failure
from shop_helper.domain.actions.catalog import CATALOG, Requirement
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.domain.actions.eligibility import Reason
from shop_helper.domain.cases import Addressee, CaseState, Problem
from shop_helper.domain.danger import ADVICE_FOR, Danger
from shop_helper.domain.naming import OF_ITEMS
from shop_helper.domain.orders import ItemStatus, RefundState, ReturnState
from shop_helper.speech.forms import AGREEING

AGAIN = ".again"
_OF_ACTION = "item seller record about"


class Family(NamedTuple):
    """Prompts whose ids are made while running: an f-string of the source, and what it is filled with."""

    pattern: str
    """The f-string, with `{}` for what is filled in."""
    fills: tuple[str, ...]
    values: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.pattern.format(fill) for fill in self.fills)


_VARIANTS = (*ActionKind, "case.seller")
_DESCRIBED = tuple(spec.kind for spec in CATALOG if {Requirement.PROBLEM, Requirement.WORDS} & {*spec.needs})
_REFUSED_WITH = {
    Reason.SELLER_HAS_TIME: "until",
    Reason.WINDOW_CLOSED: "on",
    Reason.TOO_EARLY: "on",
    Reason.TOO_LATE: "on",
    Reason.ALREADY_OPEN: "ending",
    Reason.ALREADY_CLAIMED: "ending",
    Reason.CASE_CLOSED: "ending",
}
"""What a reason not to act comes with, beside the values of the action."""

_EXAMPLES = tuple(
    dict.fromkeys(
        [
            *(one.example for one in get_args(OpenQuestion) if one.example),
            *"order returns refund item case seller contact account any".split(),
        ]
    )
)
"""Questions and subjects with an example of their own, for somebody who was not understood."""

_DESK = ("replied", "waiting", "closed")
"""What a desk does with a case."""

_UNDATED_OR_LATE = ("delivery.not_shipped", "delivery.on_the_way")
_SALES = ("sales.not_shipped", "sales.on_the_way")
_RETURNS = tuple(state for state in ReturnState if state is not ReturnState.NONE)
_REFUNDS = tuple(state for state in RefundState if state is not RefundState.NONE)

_CODE_NOTICES = ("set", "changed", "removed")
_LINES = ("emergency_number", "crisis_line", "poison_line", "battery_line")
_NUMBERS = " ".join(_LINES)
_WITHOUT_A_LINE = (
    "danger.self_harm",
    "danger.self_harm.other",
    "danger.swallowed",
    "danger.swallowed.battery",
    "danger.swallowed.magnet",
)
"""Advice that names a line, for a country that has none."""

FAMILIES = (
    Family("action.ask.{}", (*_DESCRIBED, "case.seller", Requirement.SELLER), _OF_ACTION),
    Family("action.changed.{}", tuple(ItemStatus), "item"),
    Family("action.confirm.{}", _VARIANTS, _OF_ACTION),
    Family("action.confirm.problem.{}", tuple(Problem), "item"),
    Family("action.confirm.to.{}", tuple(Addressee), _OF_ACTION),
    Family("action.done.{}", tuple(v for v in _VARIANTS if v != ActionKind.DELETE), f"{_OF_ACTION} ending"),
    Family(
        "action.instead.{}",
        (ActionKind.CASE, ActionKind.RETURN, ActionKind.CANCEL, ActionKind.MESSAGE, ActionKind.NOTE),
    ),
    Family("action.name.{}", _VARIANTS, "item"),
    Family(
        "action.not_caught.{}",
        ("problem", "words", "seller", "confirm", "change", "which_case", "redirect"),
    ),
    Family("action.possible.{}", (ActionKind.CLAIM,), _OF_ACTION),
    *(
        Family("action.refuse.{}", (reason,), f"{_OF_ACTION} {_REFUSED_WITH.get(reason, '')}")
        for reason in Reason
        if reason is not Reason.NOT_THERE
    ),
    Family("action.refuse.claim.{}", (Reason.SELLER_FIRST,), _OF_ACTION),
    Family("action.refuse.claim.{}", (Reason.SELLER_HAS_TIME,), f"{_OF_ACTION} until"),
    Family("action.shall.{}", tuple(ActionKind)),
    Family("audience.noted.{}", tuple(Audience)),
    Family("case.card.evidence.{}", ("quality", "delivery", "account", "listing", "other")),
    Family("case.status.{}", tuple(CaseState), "about record"),
    Family("cases.{}", tuple(Failure)),
    Family("danger.{}", (*Danger, "any"), _NUMBERS),
    Family("danger.{}", tuple(f"{kind}.{one}" for kind in Danger for one in ADVICE_FOR[kind]), _NUMBERS),
    Family("{}.local", _WITHOUT_A_LINE, _NUMBERS),
    Family("danger.card.{}", (*_LINES, "abuse_line", "fraud_report"), "number"),
    Family("delivery.out_for_delivery{}", ("", ".late"), "item promised"),
    Family("fact.carrier{}", ("", ".came"), "item carrier"),
    Family("launch.case.{}", _DESK, "about record words"),
    Family("launch.case.{}.silently", _DESK, "about record"),
    Family("name.{}", OF_ITEMS, "item value"),
    Family("offer.action.{}", tuple(spec.kind for spec in CATALOG if spec.offered_as)),
    Family("recover.example.{}", _EXAMPLES),
    Family("orders.{}", tuple(Failure)),
    Family("refund.{}", (RefundState.REQUESTED, RefundState.REFUSED), "item"),
    Family("return.state.{}", tuple(ReturnState), "item"),
    Family("returns.already.{}", _RETURNS, "item"),
    Family("sales.{}", ("not_shipped", "on_the_way"), "item code promised"),
    Family("screen.{}", tuple("yes no done none others next previous where return contact sales".split())),
    Family("screen.{}", tuple(Audience)),
    Family(
        "screen.problem.{}",
        (
            Problem.DAMAGED,
            Problem.NOT_WORKING,
            Problem.WRONG_ITEM,
            Problem.MISSING_PARTS,
            Problem.NOT_RECEIVED,
            Problem.CHANGED_MIND,
        ),
    ),
    Family("screen.case.{}", tuple(CaseState)),
    Family("screen.refund.{}", _REFUNDS),
    Family("screen.return.{}", _RETURNS),
    Family("screen.row.{}", ("item", "arrived", "promised", "carrier", "seller", "case", "due")),
    Family("screen.status.{}", (*ItemStatus, "digital")),
    Family("seller.name.{}", ("ships", "shop_ships"), "item seller"),
    Family("tone.{}", tuple(tone for tone in Tone if tone is not Tone.CALM)),
    Family("voice_code.{}", ("set", "changed")),
    Family("voice_code.card.{}", _CODE_NOTICES),
    Family("voice_code.card.{}.line", _CODE_NOTICES),
    Family("voice_code.card.number.{}", ("digits", "how", "warning"), "number"),
    Family("{}.late", _UNDATED_OR_LATE, "item promised late"),
    Family("{}.late", _SALES, "item code promised late"),
    Family("{}.late.listed", _SALES, "item code late"),
    Family("{}.undated", _UNDATED_OR_LATE, "item"),
    Family("{}.undated", _SALES, "item code"),
)

SINGLE: Mapping[str, str] = {
    "": """
        account.late account.unchecked account.unchecked.ask account.unreachable action.ask.change
        action.ask.change.item action.ask.try_again action.changed
        action.done.card action.done.delete action.done.delete.staying action.not_caught action.not_saved
        action.still_uncertain action.uncertain again.nothing again.question ask.anything_else ask.audience
        ask.what ask.what_else ask.which_item.last back.none cancel.task case.card.always case.card.heading
        case.card.intro case.card.messages case.due_unknown case.none case.none_open change.nothing
        danger.ask danger.card danger.card.bank danger.good danger.local_number danger.okay danger.report
        danger.report.later danger.safe danger.stay.bank danger.stay.vet danger.unsure
        choices.listed choices.none choices.question choose.no_other choose.none choose.please decline.ask
        decline.person decline.plain delay.missed delay.on_course doubt.say error.ask error.sorry
        error.uncertain help.ask help.say history.all history.more history.nothing_then items.not_there
        items.which_again launch.ask launch.back launch.look_into launch.welcome link.needed link.refused
        more.nothing no.goodbye no.nothing_open notice.expired offer.more orders.none orders.none_bought
        orders.none_fit orders.unknown orders.unknown_number person.way progress.looking
        progress.writing record.case record.claim recover.choices recover.choices.kept recover.goodbye
        recover.missed recover.person returns.eligible.rule_unknown returns.kind.not_returnable
        returns.kind.not_yours sales.no_more sales.no_risk sales.none sales.not_a_seller
        sales.return_requested sales.soon sales.unanswered sales.unknown screen.row.refund screen.row.return
        screen.row.status screen.title secret.stop skip.question small.about_me small.hello small.off_topic
        start.over steps.ask steps.first_already steps.no_more steps.none stop.goodbye thanks.goodbye
        thanks.welcome unsure.anything unsure.time upset.ask upset.more upset.say voice_code.ask
        unsure.audience unsure.which_item unsure.which_topic voice_code.card.not_you voice_code.card.number
        voice_code.differ voice_code.expired voice_code.hint voice_code.number voice_code.number.expired
        voice_code.number.later voice_code.number.limit.open voice_code.number.not_caught voice_code.number.right
        voice_code.number.screen voice_code.number.sent voice_code.number.spent voice_code.number.where
        voice_code.number.wrong.one voice_code.number.wrong.two voice_code.resend
        voice_code.forgotten voice_code.given_up voice_code.left
        voice_code.link voice_code.new voice_code.not_caught voice_code.not_set voice_code.off
        voice_code.old voice_code.once_more voice_code.overtaken voice_code.uncertain
        voice_code.unchecked voice_code.weak voice_code.what voice_code.wrong.one voice_code.wrong.two
        worry.say yes.nothing_open
        """,
    "item": """
        case.about.item delay.at_risk delay.close delay.customs delay.not_handed_over delivery.cancelled
        delivery.digital delivery.returned delivery.returned_to_sender launch.at_risk launch.look_into.item
        launch.open_case refund.none refund.none.no_return refund.paid.undated returns.cancelled
        returns.digital returns.not_delivered returns.not_returnable returns.not_shipped returns.returned
        returns.window_unknown seller.name.shop fact.companions.none fact.address fact.carrier.unknown
        fact.last_seen.unknown fact.refund_day.unknown fact.why.unknown fact.sure fact.sure.estimate
        """,
    "item day": "fact.ordered fact.shipped fact.promised fact.last_seen fact.return_received",
    "item count": "fact.quantity",
    "item ending": "fact.number",
    "item others": "fact.companions",
    "item amount": "fact.refund_amount",
    "item days until": "fact.days_left",
    "item days day": "fact.why.window",
    "item seller day": "fact.wrote fact.wrote.answered",
    "item seller": "fact.wrote.never fact.wrote.unanswered delivery.shipped_by_seller returns.via_seller",
    "item promised": "delivery.not_shipped delivery.on_the_way",
    "item delivered": "delivery.delivered",
    "item delivered late": "delivery.delivered.late",
    "item carrier": "delivery.carrier",
    "item late": "launch.late",
    "item until": "returns.eligible",
    "item ended": "returns.closed",
    "item days": "delay.handed_over_late",
    "item code": """
        sales.cancelled sales.digital sales.on_the_way.stalled sales.returned sales.returned_to_sender
        """,
    "item code promised": "sales.not_shipped.listed",
    "item code delivered": "sales.delivered",
    "item paid": "price.paid price.paid.same fact.refund_amount.unknown",
    "item paid now difference": "price.paid.lower price.paid.higher",
    "item paid amount": "refund.paid",
    "amount": "action.confirm.fee",
    _OF_ACTION: "action.ask.problem.choices",
    "words": "action.confirm.evidence action.confirm.words case.answer",
    "what": "action.resume action.resume.earlier action.so_far action.unfinished action.went_through action.went_wrong",
    "choices": """
        action.ask.which_case ask.which_item.few ask.which_item.more ask.which_item.one ask.which_item.page
        ask.which_item.page.one
        """,
    "first second": "choose.two decline.first",
    "first second third": "choose.three",
    "count": """
        case.several choose.beyond delivery.several delivery.several.mixed delivery.several.one_order
        sales.at_risk
        """,
    "condition": "returns.eligible.condition returns.not_returnable.condition",
    "window": "returns.kind.returnable returns.kind.rule_unknown",
    "scanned": "delivery.stalled",
    "days": "delay.silent delay.slow",
    "items": "history.in_span history.list history.one history.then",
    "day items": "history.that_day",
    "count number step": "steps.lead",
    "count number": "steps.count",
    "number step": "steps.last steps.next",
    "step": "steps.single",
    "topic": "offer.topic",
    "topics": "recover.so_far",
    "number": "case.card.number danger.stay",
    "ending": "case.about.number case.name.number case.number",
    "ending about": "case.about.ending",
    "day about": "case.about.opened",
    "record about": "case.name",
    "due": "case.due",
    "time": "voice_code.locked voice_code.locked.now voice_code.number.limit",
    "value": "screen.value",
}
"""Values → ids that stand in the source as they are."""


@cache
def placeholders(values: str) -> frozenset[str]:
    """Names that words may use where these values are given; an item brings the words that agree with it."""
    names = values.split()
    return frozenset([*names, *(AGREEING if "item" in names else ())])


def _all() -> Iterable[tuple[str, str]]:
    for values, ids in SINGLE.items():
        yield from ((name, values) for name in ids.split())
    for family in FAMILIES:
        yield from ((name, family.values) for name in family.ids)


PROMPTS: Mapping[str, frozenset[str]] = {name: placeholders(values) for name, values in _all()}
"""Prompt id → names that its words may use in braces."""


def allowed(name: str) -> frozenset[str] | None:
    """Names that a prompt's words may use; None for a prompt that this code never says."""
    return PROMPTS.get(name.removesuffix(AGAIN))
