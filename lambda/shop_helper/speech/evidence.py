"""What speaks for a delay, in the few words that go into the record of a case and are read back before it is opened."""

from __future__ import annotations

from shop_helper.domain import delay
from shop_helper.speech.forms import day_of_month, quantity


def evidence(risk: delay.AtRisk) -> str:
    """ "no scan for 4 days, promised for November 27th"."""
    return ", ".join(
        [
            *(_words(reason) for reason in risk.reasons),
            f"promised for {day_of_month(risk.promised_on)}",
        ]
    )


def _words(reason: delay.Reason) -> str:
    match reason:
        case delay.Silent():
            return f"no scan for {quantity(reason.days, 'days')}"
        case delay.NotHandedOver(overdue_days=0):
            return "not with the carrier yet"
        case delay.NotHandedOver():
            return f"not with the carrier, due there {quantity(reason.overdue_days, 'days')} ago"
        case delay.Slow():
            return f"usually {quantity(reason.usual_days, 'days')} more from there"
        case delay.Close():
            return "its day is near for where it is"
        case delay.AtCustoms():
            return "still at customs"
        case delay.Missed():
            return "nobody was in"
