"""What the recogniser knows of a language: contractions, function words, fillers. Data only.

English is complete; other languages get the empty `Language`, with which everything works by samples
and values alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    contractions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Spoken short form → its words, so that both are heard as the same sentence."""
    endings: Mapping[str, str] = field(default_factory=dict)
    """Ending after an apostrophe → its word, for short forms not listed one by one."""
    function_words: frozenset[str] = frozenset()
    """Words that say little about what is meant."""
    question_words: frozenset[str] = frozenset()
    """Function words that still tell a question from a statement."""
    tense_words: frozenset[str] = frozenset()
    """Function words that change what is meant: done or to be done, and not."""
    clause_words: frozenset[str] = frozenset()
    """Words that a name of a thing doesn't hold; a slot value with one is no value."""
    answer_words: frozenset[str] = frozenset()
    """Words that may stand around the value in an answer to a question, beside the function words."""
    contrast_words: frozenset[str] = frozenset()
    """Words that take back the yes or no before them: "yes but the other one" is neither."""
    articles: frozenset[str] = frozenset()
    """Words before a thing's name that are not part of it."""
    fillers: tuple[tuple[str, ...], ...] = ()
    """Openings that add nothing, longest first when tried."""
    closings: tuple[tuple[str, ...], ...] = ()
    """Endings that add nothing."""
    equivalents: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Words → as many or fewer words that ask the same."""
    auxiliaries: frozenset[str] = frozenset()
    """Verbs that stand before the subject in a question and after it in a reported one."""
    subjects: frozenset[str] = frozenset()
    """One-word subjects of a reported question."""


def language_of(locale: str) -> Language:
    """The language of `en-GB` is English's; one that isn't known here is the empty one."""
    return ENGLISH if locale.split("-")[0].lower() == "en" else Language()


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    phrases = (tuple(phrase.split()) for phrase in text.split("|"))
    return tuple(sorted(phrases, key=len, reverse=True))


_IS = "what where who how when why that it there here he she which everything something nothing one"

ENGLISH = Language(
    contractions={
        **{f"{word}'s": (word, "is") for word in _IS.split()},
        "let's": ("let", "us"),
        "i'm": ("i", "am"),
        "can't": ("can", "not"),
        "cannot": ("can", "not"),
        "won't": ("will", "not"),
        "shan't": ("shall", "not"),
        "whats": ("what", "is"),
        "wheres": ("where", "is"),
        "dont": ("do", "not"),
        "doesnt": ("does", "not"),
        "didnt": ("did", "not"),
        "cant": ("can", "not"),
        "im": ("i", "am"),
        "ive": ("i", "have"),
        "wanna": ("want", "to"),
        "gonna": ("going", "to"),
        "gimme": ("give", "me"),
        "ok": ("okay",),
        "o'clock": ("o'clock",),
    },
    endings={"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"},
    function_words=frozenset(
        "a an the this that these those my your our his her its their mine yours i you he she it we they me him"
        " us them am is are was were be been being do does did have has had can could will would shall should may"
        " might must to of in on at by for from with about as and or but not no so if then than there here what"
        " where who how when why which whose one ones some any please just also too 's let want like get got need"
        " would going go tell mean know".split()
    ),
    question_words=frozenset("where when how why who which".split()),
    tense_words=frozenset("not did was were been had".split()),
    clause_words=frozenset(
        "if when where why who how because that which while until unless without is are was were am be do does"
        " did i you he she we they can could will would should have has had don't not and or but so than to".split()
    ),
    answer_words=frozenset("make around maybe only say take think something about please well".split()),
    contrast_words=frozenset("but except only".split()),
    articles=frozenset("the a an my your our this that these those some".split()),
    fillers=_phrases(
        "please|oh|actually|um|uh|er|well|so|hey|hi|hello|okay|okay so|fine|alright|but|then|and|"
        "now|excuse me|could you|can you|would you|could you please|can you please|"
        "would you please|could you tell me|can you tell me|would you tell me|please tell me|"
        "tell me|do you know|i want to know|i would like to know|i want you to|"
        "i would like you to|i need you to|i want to|i would like to|i need to|i was wondering|"
        "i wonder|let me|help me"
    ),
    closings=_phrases("please|thanks|thank you|for me|for me please|right now|now|then|after all"),
    equivalents={("what", "time"): ("when",), ("how", "come"): ("why",), ("at", "what", "time"): ("when",)},
    auxiliaries=frozenset(
        "is are am was were can could will would shall should may might has have had".split()
    ),
    subjects=frozenset("i you he she it we they this that these those".split()),
)
