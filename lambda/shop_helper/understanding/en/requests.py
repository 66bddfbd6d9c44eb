"""A wish to act that comes with its reason, in one sentence: "open a case about my headphones, they crackle"."""

# ruff: noqa: E501 - one way of saying it a line

from __future__ import annotations

import re

from shop_helper.domain.actions.draft import ActionKind
from shop_helper.domain.cases import Problem
from shop_helper.understanding.en.problems import is_question, problem_of
from shop_helper.understanding.en.text import normalize

_POLITE = re.compile(r"^(?:please |can you |could you |would you |hello |hi )+")
_I_WANT = r"\bi(?:'d like| would like| want| need)"
_OPEN = r"\b(?:open|file|raise|start|create|make) (?:me )?"
_CASE = rf"{_OPEN}(?:a|an|another) (?:[a-z]+ ){{0,2}}case\b(?: for me)?(?: please)?"
_ASKING = re.compile(r"\b(?:what|where|how|why|do i|should i|is it|can i|could i|would i|suppose)\b")
_WISHES = {
    ActionKind.CASE: rf"^(?:um |well )?(?:(?:{_I_WANT} to|let me) )?{_CASE}|"
    rf"(?<!\bto )(?<!\bi )(?<!\byou )(?<!\bnot )(?<!\bcan )(?<!\bcould )(?<!\bshould ){_CASE}$",
    ActionKind.CLAIM: r"\b(?:make|file|put in|start) (?:a|an) (?:[a-z]+ ){0,3}claim\b",
    ActionKind.RETURN: rf"\b(?:start|begin|request) (?:a|the|my) return\b|{_I_WANT} to (?:return|send back)\b",
    ActionKind.REFUND: rf"(?:{_I_WANT}|\brequest|\bask for) a refund\b",
    ActionKind.EXCHANGE: rf"(?:{_I_WANT} to |^)exchange\b",
}
_FIRST = (
    r"(?:ask shop helper (?:to |that )?|tell shop helper (?:to |that )?|ok(?:ay)?,? |so,? |well,? |and |then |alright,? |yeah,? |"
    r"yes,? |u[hm]+,? |hi,? |hey,? |no,? |actually,? |fine,? |please |just |let's |could you |can you |would you |"
    r"i(?:'d| would) (?:really )?(?:like|love|prefer) (?:you )?to |i (?:just |really )?(?:want|need|wanna|gotta) (?:you )?(?:to )?|"
    r"i(?:'m| am) going to |i(?:'ll| will) |i(?:'d| would) rather |go ahead and |help me )*"
)
_PLAIN = {
    ActionKind.RETURN: (
        r"(?:return|send back|give back|take back|bring back) (?P<it>.+?)(?: back)?",
        r"(?:send|give|take|bring) (?P<it>.+?) back(?: for me| to (?:you|them|the (?:store|shop|seller)))?",
    ),
    ActionKind.EXCHANGE: (
        r"(?:exchange|swap|replace) (?P<it>.+?)(?: (?:for|with) .+)?",
        r"(?:a |get a |have a |get |send me a )?(?:bigger|smaller|larger|different|new|other|another|replacement) "
        r"(?:size|color|colour|one|replacement)(?: (?:for|of|in) (?P<it>.+))?",
    ),
    ActionKind.REFUND: (
        r"(?:get (?:me )?|have |like |give me )?(?:my money back|a refund|refunded|my money)(?: (?:for|on) (?P<it>.+))?",
        r"refund (?:me )?(?:for )?(?P<it>.+)",
    ),
    ActionKind.CANCEL: (
        r"cancel (?P<it>.+?)(?: order)?",
        r"(?:stop|call off) (?P<it>.+?) (?:order|from shipping|from being sent)",
    ),
    ActionKind.MESSAGE: (
        r"(?:write|message|text|contact|tell|ask) (?:to )?(?:the seller|them|my seller)(?: (?:about|of|for) (?P<it>.+?))?",
    ),
}
_PLAINLY = {
    kind: tuple(
        re.compile(f"{_FIRST}{said}(?: for me| please| then| now| thanks| instead)*") for said in all_said
    )
    for kind, all_said in _PLAIN.items()
}
_NOT_A_THING = re.compile(
    r"^(?:on|to|from|at|in|by|with|home|early|late|later|tomorrow|today)\b|\b(?:how|what|when|if|whether|policy|policies|account|subscription|membership|call|appointment|code|password|someone|"
    r"something|anything|an item|items|a gift|things|stuff)\b"
)
_BECAUSE = re.compile(r"\b(?:because|since)\b(?: of)?")
_BEFORE = re.compile(r"^(?:[,.]? ?(?:about|for|on|regarding|with|that|and|my problem is)\b)+ ?")
_AFTER = re.compile(r"(?:[,.]? ?\b(?:please|and|so|thanks|thank you))+$")
_SO_FAR = re.compile(
    r"\b(?:what|which|how much)\b.*\b(?:so far|you got|you have (?:down|noted)|(?:written|noted) down|i said)\b|"
    r"\b(?:where were we|read (?:it|that) back|sum (?:it|that|this) up)\b"
)
_NO_WAIT = (
    r"(?:(?:no|wait|actually|sorry|oh|u[hm]|erm|hm+|well|hang on|hold on|please|and|but|maybe|then|not an? \w+|"
    r"never ?mind(?: the \w+)?|forget (?:it|that|the \w+))[, ]+)*"
)
_MAKE_IT = (
    r"(?:(?:can you |could you |just )?(?:make|turn) (?:it|that|this)(?: into)? |"
    r"(?:i'd|i would|i) (?:rather|like|want|need|prefer)(?: to)?(?: have| get)? |"
    r"let's do |open |start |file |request )?"
)
_IN_ITS_PLACE = (
    r"(?: (?:it|this|that|instead|rather|then|please|now|for (?:it|this)|(?:instead of|rather than) .*))*"
)
_KINDS = {
    ActionKind.CASE: r"a case",
    ActionKind.RETURN: r"(?:an? )?return|(?:send|give) (?:it|this|that) back",
    ActionKind.EXCHANGE: r"(?:an? )?exchange|swap|replace|a replacement",
    ActionKind.REFUND: r"(?:an? )?refund|(?:my )?money back",
    ActionKind.CLAIM: r"an? (?:guarantee )?claim",
    ActionKind.MESSAGE: r"(?:a message to|write to|message) the seller",
}
_INSTEAD = {
    kind: re.compile(f"{_NO_WAIT}{_MAKE_IT}(?:{said}){_IN_ITS_PLACE}") for kind, said in _KINDS.items()
}


def instead_of_it(words: str) -> ActionKind | None:
    """Which action shall take the place of the open one: "no wait, make it a return instead". The whole sentence has to
    say that and no more, for any other words tell what went wrong."""
    text = _plain(words)
    return next((kind for kind, said in _INSTEAD.items() if said.fullmatch(text)), None)


def only_hesitates(words: str) -> bool:
    """ "Hm, no, wait": a no that says nothing else."""
    return re.fullmatch(_NO_WAIT, _plain(words) + " ") is not None


def wish_of(words: str) -> tuple[ActionKind, str] | None:
    """What is to be done, and what went wrong as it was said beside it; None for a question, no wish, or a wish that
    tells nothing. All but a case are wished for in many ways that are questions, so they need a "because"."""
    text = _POLITE.sub("", normalize(words))
    if is_question(text) or _ASKING.search(text):
        return None
    for kind, said in _WISHES.items():
        wish = re.search(said, text)
        if wish is None:
            continue
        before, after = text[: wish.start()].strip(), text[wish.end() :].strip()
        because = after_because(after)
        reason = because or (f"{before} {_BEFORE.sub('', after)}" if kind is ActionKind.CASE else "")
        reason = _AFTER.sub("", reason.strip())
        return (kind, reason) if _tells(reason) else None
    return None


def plain_wish_of(words: str) -> tuple[ActionKind, str] | None:
    """What is to be done, and what with, as it was said ("" for what was spoken of); None for a question or no wish."""
    text = _plain(words)
    if _ASKING.search(text):
        return None
    for kind, patterns in _PLAINLY.items():
        for pattern in patterns:
            found = pattern.fullmatch(text)
            if found is not None and not _NOT_A_THING.search(found["it"] or ""):
                return kind, found["it"] or ""
    return None


def _tells(reason: str) -> bool:
    of_a_seller = problem_of(reason, seller=True) in (Problem.LISTING, Problem.ACCOUNT)
    return of_a_seller or problem_of(reason) is not None


def after_because(words: str) -> str | None:
    """ "The kettle because the lid is cracked" → "the lid is cracked"."""
    found = _BECAUSE.search(words)
    return words[found.end() :].strip() or None if found else None


def asks_so_far(words: str) -> bool:
    """ "What have you got so far?" """
    return bool(_SO_FAR.search(words.lower()))


def _plain(words: str) -> str:
    return re.sub(r"[.,!?]", "", normalize(words))
