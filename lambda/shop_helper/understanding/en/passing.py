"""Short turns that say nothing of their own: thanks, goodbye, giving up, a yes with what it is for.

Alexa has samples for the usual ones; said in other words they come as a question in free words. The whole sentence has
to be one of these: "thanks, and where is my kettle" is a question.
"""

# ruff: noqa: E501 - one way of saying it a line

from __future__ import annotations

import re
from enum import StrEnum

from shop_helper.understanding.en.text import normalize


class Passing(StrEnum):
    FAREWELL = "farewell"
    THANKS = "thanks"
    GIVES_UP = "gives_up"
    """Of what is being done or asked just now."""
    AGREES = "agrees"


_FILL = (
    r"(?:(?:ok(?:ay)?|o k|alright|all right|right|so|well|oh|ah|u[hm]+|hm+|yeah|yes|yep|no|nope|nah|and|but|then|now|actually|"
    r"fine|cool|great|good|lovely|perfect|wonderful|awesome|brilliant|super|excellent|sweet|nice|got it|i see|sure|thanks|"
    r"thank you|thanks a lot|cheers|ta|many thanks|thank you so much|thank you very much|you know what|i think|i guess|anyway|"
    r"sorry|no worries|no problem|that is|that's|it's|it is|just|really|please|honestly)\b,? ?)*"
)
_BYE = (
    r"(?:good ?bye|bye(?: bye)?|see you(?: later| around)?|talk (?:to you )?later|later|have a (?:good|nice|great) (?:day|one|evening|night|weekend)|"
    r"(?:i )?(?:gotta|have to|got to|must|need to|should) (?:run|go|leave|hang up)|i(?:'m| am) (?:off|done|good|all set|out|leaving)(?: (?:now|here|thanks|then))?|"
    r"(?:that|this)(?:'s| is|'ll be| will be| was)? (?:it|all|everything|enough|fine|will do|will do me|do me|do)(?: (?:for (?:now|today|me)|i need(?:ed)?|i wanted|from me|thanks|really))*|"
    r"that'll do(?: me)?(?: for (?:now|today))?|nothing else(?: (?:thanks|(?:for )?(?:now|today)))*|nothing more|we(?:'re| are) (?:done|good|finished)|i(?:'ve| have) got (?:what|everything|all) i (?:need|needed|wanted)|"
    r"(?:it|everything|all) for (?:now|today)|all (?:set|good|done)|good night)"
)
_THANKS = (
    r"(?:thanks|thank you|thank god|thank goodness|thank heavens|cheers|ta|perfect|great|good|nice|cool|lovely|wonderful|awesome|brilliant|excellent|"
    r"super|sweet|okay|ok|alright|alrighty|fine|right|got it|i see|good to know|makes sense|fair enough|that helps|that's (?:good|great|fine|helpful|perfect|a relief)|"
    r"phew|understood|no worries|no problem|you(?:'re| are) (?:great|the best|very helpful|a star)|that(?:'s| is) (?:good|nice) to (?:know|hear)|what a relief|glad to hear (?:it|that)|much appreciated|appreciate it|very (?:good|kind|helpful))"
)
_LEAVE = (
    r"(?:never ?mind(?: (?:that|it|then|about (?:it|that)))?|forget (?:it|that|about (?:it|that)|the whole thing)|leave (?:it|that)(?: (?:be|alone|for now|then))?|drop (?:it|that)|skip (?:it|that|this)(?: whole thing)?|"
    r"don't (?:bother|worry)(?: (?:about it|with (?:it|that)))?|not now|not today|maybe later|another time|some other time|i(?:'ll| will) (?:do|sort|handle|fix|figure|manage|deal with|take care of|work) (?:it|that|this|them)(?: (?:out|myself|on my own|later|tomorrow|some other time|another time))*|"
    r"i(?:'d| would) rather (?:not|do it (?:myself|later|tomorrow|another time)|leave it)|i(?:'ve| have) changed my mind|i(?:'ll| will) (?:call|ring|phone|write|email|ask|contact) (?:them|him|her|you|the seller|customer service)(?: (?:myself|later|tomorrow|instead))*|"
    r"i don't want to(?: (?:anymore|any more|any longer|now|after all))*|let(?:'s| us) (?:leave|drop|forget|skip) (?:it|that)|stop (?:that|this|it)|that(?:'s| is) too (?:long|much|complicated|much trouble|much hassle)|it(?:'s| is) not worth it|i(?:'ll| will) (?:keep|hold on to) (?:it|them)|"
    r"(?:keep|leave) (?:it|them)(?: then)?|i(?:'ll| will) think about it|let me think about it)"
)
_YES = r"(?:yes|yeah|yep|yup|sure|ok(?:ay)?|o k|alright|right|fine|please|go ahead|go on|go for it|do it|absolutely|definitely|of course|that's right|correct|exactly|by all means|let's do (?:it|that)|sounds good|please do|i do|you can|why not)"
_DOING = (
    r"(?:(?:please |just |then |now )*(?:open|do|start|send|cancel|make|write|ask|file|go with|take|get|arrange|begin|put in|request|exchange|return|refund|claim|confirm|book|submit|close|add|tell) "
    r"(?:it|that|them|this|one|him|her|away|(?:the|a|that|my) (?:case|return|refund|exchange|claim|message|thing|seller|order)|to them|for (?:it|me))(?: (?:in|off|up|through|to them|for me|now|then|please|anyway|back))*)"
)
_TAIL = r"(?: (?:then|now|please|thanks|thank you|cheers|mate|anyway|ok|okay|alexa|for now|really|again|sir|ma'am|dear|too|already|i guess|that's fine|that is))*"
_PATTERNS = {
    Passing.GIVES_UP: re.compile(rf"{_FILL}{_LEAVE}(?:,? (?:and )?{_LEAVE})?{_TAIL}(?: {_BYE})?"),
    Passing.FAREWELL: re.compile(rf"{_FILL}{_BYE}(?:,? (?:and )?{_BYE})?{_TAIL}"),
    Passing.AGREES: re.compile(rf"(?:{_YES},? (?:then,? |so,? |well,? |and )*)+(?:{_DOING}{_TAIL}|{_YES}{_TAIL})|{_DOING}(?: please| then| now| for me)+|go ahead{_TAIL}|do (?:it|that|so){_TAIL}"),
    Passing.THANKS: re.compile(rf"(?:(?:oh|ah|well|ok(?:ay)?|and|so|wow|yes|yeah|no|u[hm]+|right|alright)\b,? )*(?:{_THANKS}[, ]*)+{_TAIL}"),
}  # fmt: skip


def said_in_passing(words: str) -> Passing | None:
    text = re.sub(r"[.,!?]", "", normalize(words))
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(text)), None)
