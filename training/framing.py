"""What people put around a question without changing what they ask: openers, thanks, something about their day.

Training puts them around questions and around sentences to be declined alike, so that none of it speaks for or
against an answer. Every function takes the random generator, so the same seed frames the same way.
"""

from __future__ import annotations

import random

_OPENERS = (
    "can you help me", "could you help me please", "i need help", "i need some help with this", "i have a question",
    "quick question", "i was wondering", "i'd like to know", "i want to know", "tell me", "can you tell me",
    "do you know",
    "would you know", "please tell me", "hello", "hi there", "hey", "good morning", "good evening",
    "excuse me", "sorry",
    "listen", "okay so", "right so", "alright", "i'm not sure", "help me out here", "i could use a hand", "may i ask",
    "i'm calling because", "here's the thing", "the thing is", "my problem is", "it's about this", "my question is",
    "i need assistance", "i'd like some information", "what i want to know is", "just wondering", "any idea",
)  # fmt: skip
_CLOSERS = (
    "please", "thanks", "thank you", "can you help", "could you help me with that", "what do i do",
    "what should i do",
    "any ideas", "is that possible", "i need to know", "if you can tell me", "help", "please help",
    "right away please",
    "if that's okay", "do you know", "can you tell me", "as soon as possible", "you know what i mean",
    "is all i want to know",
)  # fmt: skip
_BEFORE = (
    "my sister told me to ask you", "i've been a customer for years and", "i'm in a bit of a hurry",
    "we just got home and",
    "it's for my mother", "i've never done this before", "i was just talking about this with my husband",
    "sorry to bother you",
    "i'm asking for a friend", "i've been meaning to ask this all week", "before i forget",
    "the kids are screaming so quickly",
    "i'm at work right now", "i already looked everywhere and", "i tried to find this myself but",
    "my neighbour had the same thing",
    "it's my first time here", "i'm not very good with computers", "it's driving me mad", "i don't have much time",
    "my daughter usually does this for me but", "i've got about five minutes", "nobody could tell me so far",
    "once and for all",
)  # fmt: skip
_AFTER = (
    "i'm a bit lost here", "it would really help me", "i'm getting nervous", "it's kind of urgent",
    "nobody seems to know",
    "i couldn't find it anywhere", "that's all for today", "i have to leave in a minute", "my wife keeps asking me",
    "i'm not in a rush though", "i hope you can help", "it's the second time this year", "i'd be so grateful",
    "i've got guests coming on the weekend", "i was told you would know",
)  # fmt: skip


def framed(text: str, chance: random.Random) -> str:
    """The text with something before it, behind it, or both."""
    before = chance.choice(_OPENERS if chance.random() < 0.65 else _BEFORE) if chance.random() < 0.75 else ""
    after = (
        chance.choice(_CLOSERS if chance.random() < 0.65 else _AFTER)
        if not before or chance.random() < 0.2
        else ""
    )
    return " ".join(filter(None, (before, text, after)))
