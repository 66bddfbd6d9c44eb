"""Which one fact a question asks for: "who has it", "when was that", "what did the kettle cost".

Such a question says what it is about in a few words: a name, a pronoun, or nothing. Whoever names a subject of the
shop ("how much is delivery") asks about a topic, and no fact is found.

In the phrases, `…` is what the question is about, and what stands in square brackets may be missing.
"""

# ruff: noqa: E501 - one phrase a line

from __future__ import annotations

import re

from shop_helper.dialog.reading import Fact
from shop_helper.understanding.en.text import core, normalize

LONGEST = 16
"""Words of a question for a fact; a longer sentence tells a story."""

_COME = (
    "(come|arrive|get here|be here|be there|be delivered|get delivered|show up|turn up|get to me|reach me|land|get in|"
    "come in|have come|have arrived|have been here|have been delivered|be coming|be arriving)"
)
_PHRASES = {
    Fact.DAYS_LEFT: """
        how many days is (that|it|this) [from|from now|from today]
        how many [more] days (do i have|are|have i got) [left] [(for|with|on) …]
        how (long|much time|much longer) (do i have|have i got|is) [left] [(for|with|on) …] [left]
    """,
    Fact.RETURN_UNTIL: """
        (until|by|till|up to) when (can|do|may|could|must|should) i [have to] (return|send|give|bring|take) [back] … [back]
        (what|when|which) (is|was) the (last day|deadline|cutoff|cut off) [(for|of) …]
        (what|when|which) (is|was) the (last day|deadline|cutoff|cut off) to (return|send back|give back|bring back) …
    """,
    Fact.REFUND_AMOUNT: """
        how much [money] (do|will|did|would|am|was|can|should) i (get|getting|be getting|receive|expect) [refunded] [back] [(for|from|on) …]
        how much (is|was|will) (my|the|that) (refund|money back) [be] [(for|on) …]
        what (is|was) the [refund] amount [(for|of) …]
    """,
    Fact.REFUND_DAY: """
        when (was|did|is|will|does) (my|the|that) (refund|money|cash) [(for|on|of) …] [be] [get] (paid|come|issued|coming|back|sent|arrive|made|go out|refunded|come through|get there|come back)
        when (do|will|did|can|would|should) i (get|see|have|receive|expect) [my|the] (money|cash|refund) [back] [(for|on) …]
        when (do|will|did|can|would|should) i (get|see|have|receive) my [\\w+] [\\w+] (dollars|bucks) back [(for|on) …]
    """,
    Fact.RETURN_RECEIVED: """
        (when|what day|which day|on what day) did (you|they|you guys|the store|the shop|the seller|anyone) (get|receive) … [back]
        (has|have|did) … (come|came|get|got|gotten|arrived|arrive|made it|make it) back [to you]
        (did|have) (you|they|you guys|the store|the shop|the seller) (get|got|gotten|receive|received) … back
        (did|have) (you|they|you guys|the store|the shop|the seller) (receive|received) …
    """,
    Fact.WROTE: """
        (when|what day) did i [last] (write|message|contact|text|ask|email|e-mail) [to] (them|him|her|the seller|that seller) [about …]
        (did|have) i (write|message|contact|written|messaged|contacted) [to] (them|him|her|the seller) [about …]
        (did|has|have) (they|the seller|he|she|anyone|anybody) [ever] (answered|answer|replied|reply|responded|respond|written back|write back|gotten back|get back) [to me] [about …]
    """,
    Fact.ORDERED: """
        (when|what day|which day|on what day|how long ago) did i (order|buy|purchase) …
        (when|how long ago) was … (ordered|bought|purchased)
        i (ordered|bought) … when
        (when|how long ago) were … (ordered|bought|purchased)
        (what|when) (is|was) the order date [(of|for) …]
    """,
    Fact.LAST_SEEN: """
        (when|where) (was|were) … last (seen|scanned|tracked)
        (when|where) did (they|anyone|anybody|you|somebody|the carrier) last (see|scan|track) …
        (when|where) (is|was) (the|its) last (scan|update|tracking) [(of|for|on) …]
        since when … (is|was|has|have|are) [been] (not moving|stuck|not moved|standing still|sitting there|stalled)
        since when (is|was|has|have|are) … [been] (not moving|stuck|not moved|standing still|sitting there|stalled)
        how long (has|have) … [been] (stuck|not moved|sitting there|stalled)
    """,
    Fact.SHIPPED: """
        (when|what day) (was|were|did|has|have|is|are) … [been] (shipped|sent out|sent off|sent|ship|leave|go out|dispatched|posted|mailed)
        when did (they|you|the seller|the store|you guys) (ship|send|mail|post) … [out|off]
        (has|have|is|are|was|were) … [been] (shipped|sent out|sent off|dispatched)
    """,
    Fact.PROMISED: """
        (when|what day|which day) (is|are|was|were) … (supposed|meant|due|expected|scheduled|promised|going) [to] [{COME}]
        when should … {COME}
        (when|what day|which day) (does|will|do|would) … {COME}
        (when|what day) (is|are) … (coming|arriving|getting here|here)
        (what|when) (is|was) the (delivery date|promised date|arrival date|due date|eta) [(of|for) …]
        when (can|should) i expect …
        (is|are|was|were) … [still] (coming|on the way|due|on its way|on time) [today|tomorrow|on monday|on tuesday|on wednesday|on thursday|on friday|on saturday|on sunday]
    """,
    Fact.DELIVERED: """
        (when|what day|which day|what time) did … (come|arrive|get here|get delivered|show up|turn up|get to me|get in|come in)
        (when|what day) (was|were) … (delivered|dropped off|brought)
        when did i (get|receive) …
        (did|has|have) … (come|arrived|arrive|get here|gotten here|been delivered|shown up) [already|yet|too]
        when did (they|you) (deliver|bring|drop off) …
        how late (is|was|are|were|will) … [be]
    """,
    Fact.CARRIER: """
        who (has|carries|delivers|brings|ships|handles|shipped|delivered|carried|brought|took) …
        who is (carrying|delivering|bringing|shipping|having|taking) …
        who has got …
        (which|what) (carrier|courier|delivery company|shipping company|delivery service|company) [(has|is having|is carrying|carries|is bringing|brings|delivers|is delivering|ships|had|is) …]
        (who|what|which) is the (carrier|courier|delivery company|shipping company|delivery service) [(of|for|with) …]
        (with|by) (whom|who|which carrier|what carrier|which courier) (is|was|does|did) … [coming|come|sent|shipped|delivered]
    """,
    Fact.SELLER: """
        who (sold|sells|did sell|was selling) [me|us] …
        (who|what shop|which shop|which seller|what store|which store|what seller) did i (buy|get|order|purchase) … [from]
        (who|what) (is|was) the seller [(of|for) …]
        where did i (buy|get|order) … [from]
        who (is|was) … (from|sold by|bought from)
        who did … come from
    """,
    Fact.NUMBER: """
        (what is|what was|give me|tell me|read me|i need|say|read|can i have|can i get|do you have|have you got) (the|my|that|its) order number [(of|for|on) …]
        order number [(of|for) …]
        what is (the|its) number [(of|for) …]
        which order (is|was|were|are) … [in|part of]
    """,
    Fact.QUANTITY: """
        how many [of] … (did i order|did i buy|did i get|have i ordered|were ordered|were there|are there|are coming)
        how many of …
    """,
    Fact.COMPANIONS: """
        what else (was|is|were|did i order|did i buy|did i get) (in|with|on|together with|along with) …
        what else did i (order|buy|get) [then|that day|at the same time]
        (was|is) [there] (anything|something) else (in|with) …
        what (was|is) in …
    """,
    Fact.ADDRESS: """
        where (is|was|are|were) … (going|being sent|sent|shipped|headed|delivered|heading|supposed to go) [to]
        (what|which) address (is|was|are|did|does|do) … [go|going|sent|shipped|delivered] [to]
        where (did|do|will) (you|they) (send|deliver|ship|bring) … [to]
        where does … go
    """,
    Fact.PRICE: """
        how much (was|is|were|are) …
        how much (did|do|does|would) … cost [me]
        what (did|do|does) … cost [me]
        (how much|what) did i (pay|spend|give) [for|on] […]
        [what is|what was|tell me] [the] price (of|for|on) …
        how expensive (was|is|were|are) …
        what (was|is) the price
    """,
    Fact.WHEN: """
        when
        when (was|is|will|would) (that|it|this) [be]
        [on] (which|what) (day|date) [(was|is|will) (that|it|this)] [be]
        when did (that|it) happen
        by when
    """,
    Fact.HOW_MUCH: """
        how much
        how much (was|is|will|would) (that|it|this) [be|going to be|cost]
    """,
    Fact.WHY: """
        why
        why not
        how come
        why (is|was) (that|it|this) [so]
        what (is|was) the reason [for that]
        for what reason
        why (can't|cannot|couldn't) i
    """,
    Fact.SURE: """
        [are] you sure [(about|of) (that|it|this)]
        is (that|it|this) (right|sure|certain|true|correct|so|for sure|accurate|definite)
        how (do|can|would) you know […]
        (really|says who|who says so|who says that|is that a fact|how sure are you|how sure is that)
        where do you (get|have) that from
        can i (trust|rely on) that
    """,
}
_OF_WHAT_WAS_SAID = (Fact.WHEN, Fact.HOW_MUCH, Fact.WHY, Fact.SURE)
_ORDER = (*_OF_WHAT_WAS_SAID, *_PHRASES)
"""The shortest first: "how much is it" is no question for a price where a refund was spoken of."""

_CONTRACTED = re.compile(r"\b(what|when|who|where|which|how|that|it|there|he|she)'(s|re|d|ll)\b")
_WHOLE = {"s": "is", "re": "are", "d": "did", "ll": "will"}
_POINTING = frozenset(
    "it|that|this|they|them|those|these|one|mine|it all|all that|all of that|all of it|all of them|that one|this one|"
    "the whole thing|everything".split("|")
)
_NOUNS = frozenset(
    "item items thing things order parcel package stuff box shipment product refund return money".split()
)
_DETERMINERS = frozenset("the my that this those these our".split())
_SUBJECTS = re.compile(
    r"\b(?:delivery|shipping|returns|refunds|exchanges?|membership|gift ?cards?|fees?|postage|cases?|customer service|"
    r"accounts?|passwords?|claims?|orders|an order|a return|a refund|something|anything|people|sellers|you|i|we)\b"
)
"""Words after which a question is about a topic of the shop, or about somebody."""


def fact_in(words: str) -> tuple[Fact, str] | None:
    """The fact asked for, and what the question is about, as it was said; "" for what was spoken of last."""
    text = _CONTRACTED.sub(lambda found: f"{found[1]} {_WHOLE[found[2]]}", normalize(words.replace("?", "")))
    text = core(text)
    if not text or len(text.split()) > LONGEST:
        return None
    for fact in _ORDER:
        for pattern in _PATTERNS[fact]:
            found = pattern.fullmatch(text)
            if found is not None:
                about = "" if fact in _OF_WHAT_WAS_SAID else _about(next(filter(None, found.groups()), ""))
                return None if _SUBJECTS.search(about) else (fact, about)
    return None


def _about(said: str) -> str:
    words = said.split()
    if said in _POINTING or (len(words) == 2 and words[0] in _DETERMINERS and words[1] in _NOUNS):
        return ""
    return said.strip()


def _pattern(phrase: str) -> re.Pattern[str]:
    """One phrase as a pattern; its groups are what the question is about."""
    made = phrase.replace("{COME}", _COME).replace("(", "(?:")
    made = re.sub(r"^\[([^\]]*)\] ", r"(?:(?:\1) )?", made)
    made = re.sub(r" ?\[(\S[^\]]*)\]", lambda found: rf"(?: ?(?:{found[1]}))?", made)
    return re.compile(made.replace("…", "(.{1,40}?)"))


_PATTERNS = {
    fact: tuple(_pattern(line.strip()) for line in lines.strip().splitlines())
    for fact, lines in _PHRASES.items()
}
