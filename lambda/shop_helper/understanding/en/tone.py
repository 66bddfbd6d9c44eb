"""How a sentence is meant, told by its words: angry, worried, thankful. Conservative: a plain question is calm."""

from __future__ import annotations

import re

from shop_helper.dialog.reading import Tone
from shop_helper.understanding.en.text import normalize

_ANGRY = (
    # what is called names
    r"ridiculous|outrageous|unacceptable|disgrace(?:ful)?|disgusted|disgusting|pathetic|appalling|shambles",
    r"scandal(?:ous)?|shameful|shame on|absurd|unbelievable|inexcusable|no excuse|an insult|insulting",
    r"incompetent|incompetence|useless|hopeless|infuriating",
    r"(?:this is|it's|it is|what|such|absolute|total|complete) (?:a |an )?(?:absolute |total "
    r"|complete |bad )?(?:joke|disaster|farce|nightmare)",
    r"(?:terrible|awful|horrible|lousy|dreadful|bad|poor|rotten|worst|rubbish) (?:service|support"
    r"|experience|company|shop|store|help)",
    r"the worst|waste of (?:my )?time|rip ?off|ripped off",
    r"(?:you|bunch of|bloody) (?:are |'re )?(?:all )?(?:idiots?|clowns|liars|crooks|thieves)",
    # how the customer feels
    r"furious|angry|livid|outraged|enraged|fuming|seething|irate|fed up|sick (?:and tired )?of",
    r"i(?:'m| am) (?:so |really )?tired of|sick to death",
    r"(?:so|really|very|extremely|quite|getting|super|pretty|totally) (?:annoyed|mad|cross|upset"
    r"|frustrated|irritated|disappointed)",
    r"i(?:'m| am) (?:annoyed|mad|upset|frustrated|irritated)|makes? me (?:mad|sick|angry|furious)",
    r"(?:so|really|very) annoying|frustrating|piss(?:ed|es me) off|ticked off",
    r"i hate (?:this|that|it|you|your|having|dealing|waiting)",
    r"driv(?:es|ing) me (?:mad|crazy|nuts|insane|up the wall)|on my nerves",
    r"(?:losing|lost|running out of|out of) patience|end of my (?:rope|tether)|last straw",
    r"had (?:just about |quite |more than )?enough of|i(?:'ve| have) had enough|enough is enough",
    # swearing
    r"what the (?:hell|heck|fuck)|(?:the|bloody) hell|damn(?:ed)?|goddamn|bloody|fuck(?:ing|ed)?",
    r"shit(?:ty)?|bullshit|crap(?:py)?|freaking|frigging",
    r"for (?:god|christ|heaven|goodness|pete|crying out loud)(?:'?s)?(?: sake)?|screw (?:this|you)",
    # what was done to them, over and over
    r"how many (?:more )?times|over and over again|yet again|keeps? (?:lying|messing|screwing|ignoring)",
    r"messed (?:it |this |me )?up again|lied to me|lying to me|how dare",
    r"(?:nobody|no one|none of you) (?:cares|answers|helps|bothers|gives a)|ignor(?:ed|es|ing) me",
    r"fobb(?:ed|ing) (?:me )?off|(?:can't|cannot|can not) believe (?:this|it|you|how)|are you kidding",
    r"you must be (?:kidding|joking)|thanks for nothing|no help at all",
    r"never (?:buy|buying|order|ordering|shop|shopping)(?: \w+){0,3} again",
    r"last time i(?:'ll)? (?:ever )?(?:buy|order|shop)|call (?:this|that) (?:a )?service",
    r"(?:the|my) (?:third|fourth|fifth|sixth|tenth|hundredth|millionth|umpteenth) time",
    r"wast(?:ing|ed) my time|up to here",
)
_WORRIED = (
    r"worried|worrying|i worry|scared|anxious|nervous|uneasy|frightened|terrified|stressed|stressing",
    r"stressful|on edge|(?<!far as i'm )(?<!far as i am )concerned (?:about|that)",
    r"(?:quite|really|very|a bit|bit|so|getting) concerned|i(?:'m| am) concerned|afraid (?:of|to|that)",
    r"panick?ing|in a panic|panicked|freak(?:ing|ed) out|desperate(?:ly)?|can't sleep|losing sleep",
    r"i (?:really )?need (?:it|them|that|this) (?:by|for|before|tomorrow|tonight|today|so badly)|urgent(?:ly)?",
    r"running out of time|(?:won't|not|never) (?:come|arrive|be here|get here|make it|be there) in time",
    r"in time for|too late for",
    r"it(?:'s| is) (?:a |for a |for my |for her |for his )?(?:\w+ )?(?:birthday|christmas|wedding"
    r"|anniversary|funeral)(?: (?:gift|present))?",
    r"(?:wedding|party|birthday|funeral|interview|flight|exam|surgery) is (?:on|tomorrow|today|this|next|in)",
    r"don't know what to do|what am i (?:going|supposed) to do|at (?:a loss|my wits)",
    r"(?:hope|fear) (?:it|they|that|the \w+|my \w+|nothing|nobody) (?:isn't|is not|aren't|hasn't"
    r"|haven't|didn't|is lost|got lost|happened)",
)
_THANKFUL = (
    r"thank you|thanks|thankful|cheers|appreciate|appreciated|grateful|bless you",
    r"you(?:'re| are) (?:a star|the best|great|brilliant|awesome|wonderful|amazing|very kind|so kind"
    r"|very helpful|so helpful|an angel|a gem|a life ?saver)",
    r"life ?saver|that (?:really |already )?helped|(?:very|so|really|most|super) (?:helpful|kind of you)",
    r"(?:great|big|real|huge) help",
    r"you(?:'ve| have) been (?:a |very |so |really )?(?:great|brilliant|wonderful|kind|helpful"
    r"|lovely|big help|great help)",
    r"(?:good|nice|great) (?:job|work)|well done",
    r"that(?:'s| is) (?:just )?(?:great|perfect|wonderful|fantastic|brilliant|lovely|awesome"
    r"|good to know|a relief|what i needed)",
)
_PATTERNS = tuple(
    (tone, re.compile(rf"\b(?:{'|'.join(parts)})(?!\w)"))
    for tone, parts in ((Tone.ANGRY, _ANGRY), (Tone.WORRIED, _WORRIED), (Tone.THANKFUL, _THANKFUL))
)
_SOMEBODY = r"(?:buyers?|customers?|sellers?|she|he|they|wife|husband|boss)"
_OTHERS = re.compile(
    rf"\b(?:{_SOMEBODY}(?: (?:is|are|was|were|got)|'s|'re)|(?:is|are|was) (?:(?:the|my|a) )?{_SOMEBODY})(?: \w+)? $"
)
"""Who is spoken of is not who speaks."""

_NEGATED = re.compile(
    r"(?:not|never|isn't|aren't|wasn't|no longer|don't be|nothing|without being|no need to be)(?: \w+){0,2} $"
)


def tone_of(words: str) -> Tone:
    """Angry beats worried beats thankful, since more harm is done by missing it."""
    text = normalize(words)
    for tone, pattern in _PATTERNS:
        found = pattern.search(text)
        before = text[: found.start()] if found else ""
        if found and not _NEGATED.search(before) and not _OTHERS.search(before):
            return tone
    return Tone.CALM
