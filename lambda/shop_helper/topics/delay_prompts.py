"""Prompts for the delay risk of an item: always an estimate, with its reasons."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Name, Quantity, Text, prompt
from shop_helper.domain import delay
from shop_helper.domain.delay import AtRisk, DelayPolicy, DelayRisk, delay_risk
from shop_helper.domain.orders import OrderItem
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.names import item_name

MAX_REASONS = 2
LIKELIHOOD_PERCENT, LEAD_DAYS = 74, 1
"""Defaults for a profile without `early_warning`."""


class DelayPrompts:
    def __init__(self, knowledge: KnowledgeBase, zone: ZoneInfo, silent_days: int) -> None:
        self._zone = zone
        self._carriers = delay.carriers_from(knowledge.policy.get("carriers", {}))
        self._policy = DelayPolicy(
            silent_days,
            knowledge.fact("early_warning.likelihood") or LIKELIHOOD_PERCENT,
            knowledge.fact("early_warning.lead_time") or LEAD_DAYS,
        )

    def risk(self, context: Context, item: OrderItem) -> DelayRisk:
        return delay_risk(item, context.now, self._zone, self._carriers, self._policy)

    def is_at_risk(self, context: Context, item: OrderItem) -> bool:
        return isinstance(self.risk(context, item), AtRisk)

    def warning(self, context: Context, item: OrderItem) -> tuple[Text, ...]:
        """Return the warning; empty if no delay is likely or it can't be foreseen."""
        risk = self.risk(context, item)
        if not isinstance(risk, AtRisk):
            return ()
        reasons = (_reason(item_name(context, item), reason) for reason in risk.reasons[:MAX_REASONS])
        return (prompt("delay.at_risk", item=item_name(context, item)), *reasons)

    def outlook(self, context: Context, item: OrderItem) -> tuple[Text, ...]:
        """Return the warning, or that there is none, for a customer who asks about it."""
        if isinstance(self.risk(context, item), delay.OnCourse):
            return (prompt("delay.on_course"),)
        return self.warning(context, item)

    def is_silence_told(self, context: Context, item: OrderItem) -> bool:
        """Whether the warning already says that tracking is silent."""
        risk = self.risk(context, item)
        return isinstance(risk, AtRisk) and any(isinstance(one, delay.Silent) for one in risk.reasons)


def _reason(name: Name, reason: delay.Reason) -> Text:
    match reason:
        case delay.Silent():
            return prompt("delay.silent", days=Quantity(reason.days, "days"))
        case delay.NotHandedOver(overdue_days=0):
            return prompt("delay.not_handed_over", item=name)
        case delay.NotHandedOver():
            return prompt("delay.handed_over_late", item=name, days=Quantity(reason.overdue_days, "days"))
        case delay.Slow():
            return prompt("delay.slow", days=Quantity(reason.usual_days, "days"))
        case delay.Close():
            return prompt("delay.close", item=name)
        case delay.AtCustoms():
            return prompt("delay.customs", item=name)
        case delay.Missed():
            return prompt("delay.missed")
