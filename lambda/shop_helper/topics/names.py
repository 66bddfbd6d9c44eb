"""Names of items and cases, with the traits that tell namesakes apart.

Every question, list, row and read-back takes its names from here, so each thing has one name everywhere.
"""

from __future__ import annotations

from datetime import date

from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Day, Ending, Month, Name, Text, prompt
from shop_helper.domain.cases import Case, CaseKind
from shop_helper.domain.naming import By, Trait, Traits, TraitsByRef
from shop_helper.domain.orders import OrderItem


def item_name(context: Context, item: OrderItem) -> Name:
    """Return the name of an item: "the kettle", or "the kettle from October" if the customer has another one."""
    return told_apart(item.spoken_name, context.records.traits.get(item.ref, ()))


def item_title(context: Context, item: OrderItem) -> Name:
    """Return the catalog title for the screen, with the traits that it doesn't mention itself."""
    title = item.name.casefold()
    traits = context.records.traits.get(item.ref, ())
    return told_apart(item.name, tuple(one for one in traits if not one.value or one.value not in title))


def told_apart(name: Name, traits: Traits) -> Name:
    for trait in traits:
        name = prompt(f"name.{trait.by.value}", item=name, value=_value(trait))
    return name


def case_name(case: Case, traits: TraitsByRef) -> Name:
    """Return the name of a case, by its item or, without an item, by its number.

    Namesakes become "the claim for the kettle" or "the case opened yesterday about the kettle".
    """
    if not case.item_name:
        return prompt("case.name.number", ending=Ending(case.case_id))
    item = _item_of(case, traits)
    match traits.get(case.case_id, ()):
        case ():
            return item
        case (Trait(by=By.KIND), *_):
            kind = "claim" if case.kind is CaseKind.CLAIM else "case"
            return prompt(f"action.name.{kind}", item=item)
        case (Trait(by=By.ENDING), *_) as told:  # tells enough: a list has to stay short
            return prompt("case.name", record=record(case), about=_about(case.item_name, told))
        case told:
            return prompt("case.name", record=record(case), about=_about(item, told))


def case_about(case: Case, traits: TraitsByRef) -> Text:
    """Return the description of a case: "opened yesterday about the kettle", or "ending in 0060" without an item."""
    if not case.item_name:
        return prompt("case.about.number", ending=Ending(case.case_id))
    return _about(_item_of(case, traits), traits.get(case.case_id, ()))


def _about(item: Name, told: Traits) -> Text:
    said = prompt("case.about.item", item=item)
    for trait in told:
        if trait.by is By.OPENED:
            said = prompt("case.about.opened", day=_value(trait), about=said)
        elif trait.by is By.ENDING:
            said = prompt("case.about.ending", ending=_value(trait), about=said)
    return said


def record(case: Case) -> Text:
    """Return the word for the record: "case" or "claim"."""
    return prompt("record.claim" if case.kind is CaseKind.CLAIM else "record.case")


def _item_of(case: Case, traits: TraitsByRef) -> Name:
    return told_apart(case.item_name, traits.get(case.ref or "", ()))


def _value(trait: Trait) -> object:
    match trait.by:
        case By.MONTH:
            return Month(int(trait.value))
        case By.ORDERED | By.DELIVERED | By.OPENED:
            return Day(date.fromisoformat(trait.value))
        case By.ENDING:
            return Ending(trait.value, len(trait.value))
    return trait.value
