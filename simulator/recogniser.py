"""A sentence → the intent it means, with slots: the stand-in for Alexa's own recogniser.

Tried in this order, the sentence as it stands first and then what it comes down to (`rewording`):

1. the slot that was asked for (`Dialog.ElicitSlot`),
2. a sample word for word,
3. a sample whose slots all hold a known value; after a question also a bare one ("the blue kettle"),
4. a value of the catch-all intent's slot,
5. a sample whose slot holds something unknown, if the words around it say enough,
6. a sample that is near enough (`paraphrase`),
7. the catch-all intent with the words as they are, if the model knows any of them,
8. AMAZON.FallbackIntent, and where the model has none, the nearest intent, as Alexa does.

Real Alexa is a trained model: it will know paraphrases that this does not, and mishear what this can't.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from simulator import builtin_intents, builtin_slots
from simulator.builtin_intents import FALLBACK
from simulator.entities import Entities
from simulator.grammar import Fit, Grammar, Sample, SlotReading, read_slot
from simulator.language import language_of
from simulator.model import Model
from simulator.paraphrase import LENIENT, STRICT, Near, Paraphrases, stem
from simulator.rewording import rewordings
from simulator.sentence import Ear, Sentence
from simulator.vocabulary import catch_all, keywords, vocabulary

_MAX_THING_WORDS = 4
"""An unknown value of a slot is a name of a thing, no sentence."""

_SHORT = 6
"""Words of an answer to a question; a longer sentence is a new request."""

_LONGEST = 60
"""Words that are listened to; nobody says more in one breath."""

_KNOWN_SHARE = 0.35
"""Share of words that the model must know for the catch-all; below it, it is another language or noise."""


@dataclass(frozen=True)
class Context:
    """What is known of the conversation when a sentence comes in."""

    today: date
    entities: Entities | None = None
    """With the session's own values; None: the model's only."""
    elicit: tuple[str, str] | None = None
    """Intent and slot that were asked for."""
    asked: bool = False
    """Whether the last answer asked something."""


@dataclass(frozen=True)
class Recognition:
    text: str
    """What was heard."""
    intent: str | None
    """None only where a model without fallback has nothing near."""
    slots: tuple[SlotReading, ...] = ()
    score: float = 0.0
    """1 for what matches word for word, down to 0 for a fallback."""
    method: str = "fallback"
    """exact | slots | asked | value | context | loose | paraphrase | catch-all | fallback | nearest | given"""
    sample: str = ""
    """The sample utterance it fits."""
    runners_up: tuple[tuple[str, float], ...] = ()
    """Other intents near it, with their nearness."""

    def slot(self, name: str) -> SlotReading | None:
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True)
class _Hearing:
    """One sentence on its way through the steps."""

    sentence: Sentence
    versions: list[Sentence]
    context: Context
    entities: Entities
    _fits: dict[tuple[str, ...], list[Fit]] = field(default_factory=dict)

    @property
    def is_short_answer(self) -> bool:
        return self.context.asked and len(self.sentence.words) <= _SHORT


class Recogniser:
    """Made once for a model; keeps nothing of a conversation."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.ear = Ear(language_of(model.locale))
        self.entities = Entities(model, self.ear)
        self.grammar = Grammar(model, self.ear)
        self.catch_all = catch_all(model, self.grammar, self.entities)
        ordinary = [sample for sample in self.grammar.samples if not self._is_catch_all(sample)]
        self.vocabulary = vocabulary(self.grammar, self.entities, model)
        self._yes, self._no = self._phrases(builtin_intents.YES), self._phrases(builtin_intents.NO)
        self._known_words = self.vocabulary | self.ear.language.function_words
        self._paraphrases = Paraphrases(ordinary, self.ear.language, self.vocabulary)
        self._keywords = keywords(ordinary, self.ear.language.function_words)
        self._question_gists: frozenset[frozenset[str]] | None = None

    def recognise(self, text: str, context: Context) -> Recognition:
        """Never fails; what nothing takes goes to the fallback."""
        sentence = self.ear.hear(text).slice(0, _LONGEST)
        if not sentence.words:
            return self._fallback(sentence, [])
        versions = rewordings(sentence, self.ear.language)
        versions += self._mended(versions)
        hearing = _Hearing(sentence, versions, context, context.entities or self.entities)
        found = next(self._steps(hearing), None)
        near = self._near(hearing)
        if found is None:
            found = self._paraphrased(near) or self._caught(hearing) or self._fallback(sentence, near)
        others = tuple(
            (n.fit.sample.intent.name, n.score) for n in near if n.fit.sample.intent.name != found.intent
        )
        return replace(found, text=sentence.spoken, runners_up=others)

    def yes_or_no(self, text: str) -> bool | None:
        """For what a dialog confirms, also where the model has no intents for it. None: it is neither."""
        sentence = self.ear.hear(text)
        said = [version.text for version in rewordings(sentence, self.ear.language)]
        if 1 < len(sentence.words) <= _SHORT:
            said.append(sentence.texts[0])
        for one in said:
            for meant, phrases in ((True, self._yes), (False, self._no)):
                if one in phrases:
                    return meant
        return None

    def _phrases(self, intent: str) -> frozenset[str]:
        """What is said for one of Alexa's own intents, and the model's samples of it."""
        declared = self.model.intents.get(intent)
        own = declared.samples if declared else ()
        said = builtin_intents.utterances(intent, self.model.locale)
        return frozenset(self.ear.key(text) for text in (*said, *own))

    def _mended(self, versions: list[Sentence]) -> list[Sentence]:
        """The versions with slips of the keyboard put right, where there are any."""
        known = {version.texts for version in versions}
        found = []
        for version in versions:
            texts = self._paraphrases.mended(version.texts)
            if tuple(texts) not in known:
                found.append(version.reworded(texts))
        return found

    def _steps(self, hearing: _Hearing) -> Iterator[Recognition]:
        """What is found without guessing, the most certain first."""
        yield from self._asked_slot(hearing, sure=True)
        for version in hearing.versions:
            yield from self._exact(version)
            yield from self._sure(version, hearing)
        yield from self._yes_or_no(hearing)
        yield from self._part_of_a_value(hearing)
        yield from self._asked_slot(hearing, sure=False)
        for version in hearing.versions:
            yield from self._loose(version, hearing)

    def _exact(self, sentence: Sentence) -> Iterator[Recognition]:
        sample = self.grammar.exact.get(sentence.text)
        if sample is not None:
            yield _recognised(Fit(sample, ()), 1.0, "exact")

    def _sure(self, sentence: Sentence, hearing: _Hearing) -> Iterator[Recognition]:
        """Slots with known values. A bare or weakly carried slot waits behind the catch-all's values, unless asked."""
        fits = [fit for fit in self._fits(sentence, hearing) if fit.sure]
        ordinary = [fit for fit in fits if not self._is_catch_all(fit.sample)]
        telling = [fit for fit in ordinary if fit.sample.weight > 0 or hearing.is_short_answer]
        if telling:
            yield _recognised(max(telling, key=_rank), 1.0, "slots")
        caught = [fit for fit in fits if self._is_catch_all(fit.sample)]
        if caught:
            yield _recognised(max(caught, key=_rank), 1.0, "value")
        if ordinary:
            yield _recognised(max(ordinary, key=_rank), 0.9, "slots")

    def _loose(self, sentence: Sentence, hearing: _Hearing) -> Iterator[Recognition]:
        """Slots with something unknown, where the words around it say enough."""
        fits = [fit for fit in self._fits(sentence, hearing) if self._is_believable(fit, sentence, hearing)]
        if fits:
            yield _recognised(max(fits, key=_rank), 0.8, "loose")

    def _fits(self, sentence: Sentence, hearing: _Hearing) -> list[Fit]:
        found = hearing._fits.get(sentence.texts)
        if found is None:
            found = self.grammar.fits(sentence, hearing.entities, hearing.context.today)
            hearing._fits[sentence.texts] = found
        return found

    def _is_believable(self, fit: Fit, sentence: Sentence, hearing: _Hearing) -> bool:
        sample = fit.sample
        if self._is_catch_all(sample) or not self._carries(fit, hearing):
            return False
        pairs = zip(fit.slots, fit.words, strict=True)
        if not all(slot.sure or self._are_things(slot, words, sample) for slot, words in pairs):
            return False
        return self.catch_all is None or not self._is_known_question(sentence)

    def _carries(self, fit: Fit, hearing: _Hearing) -> bool:
        """Whether the words beside the slots say enough. "The paperback" does after a question, when no sample and no
        value of the model speaks of paperbacks."""
        sample = fit.sample
        if hearing.is_short_answer and sample.literals and sample.weight == 0:
            said = {word for words in fit.words for word in words} - self.ear.language.function_words
            return len(sample.literals) > 1 or not said & self.vocabulary
        return sample.weight >= 1 or (sample.weight > 0 and len(sample.literals) > 1)

    def _are_things(self, slot: SlotReading, words: tuple[str, ...], sample: Sample) -> bool:
        """Of several values one is known, and each other one is a name of a thing."""
        if not any(part.sure for part in slot.parts):
            return self._is_thing(slot, words, sample)
        return all(
            part.sure or self._is_thing(part, self.ear.hear(part.value).texts, sample) for part in slot.parts
        )

    def _is_thing(self, slot: SlotReading, words: tuple[str, ...], sample: Sample) -> bool:
        if slot.type == builtin_slots.SEARCH_QUERY:
            return True
        language = self.ear.language
        name = [word for word in words if word not in language.articles]
        if not 0 < len(name) <= _MAX_THING_WORDS or any(word in language.clause_words for word in name):
            return False
        others = self._keywords.get(sample.intent.name, frozenset())
        return not any(stem(word) in others for word in name)

    def _is_known_question(self, sentence: Sentence) -> bool:
        """Whether a value of the catch-all has just the words of meaning that the sentence has."""
        if self._question_gists is None and self.catch_all is not None:
            keys = self.entities.keys(self.catch_all.slots[0].type)
            self._question_gists = frozenset(self._gist(key.split()) for key in keys)
        return self._gist(sentence.texts) in (self._question_gists or ())

    def _gist(self, words: list[str] | tuple[str, ...]) -> frozenset[str]:
        small = self.ear.language.function_words
        return frozenset(stem(word) for word in words if word not in small)

    def _asked_slot(self, hearing: _Hearing, sure: bool) -> Iterator[Recognition]:
        """The sentence as an answer to the slot that was asked for, alone or as the intent's samples carry it."""
        if hearing.context.elicit is None:
            return
        intent = self.model.intents.get(hearing.context.elicit[0])
        slot = intent.slot(hearing.context.elicit[1]) if intent else None
        if intent is None or slot is None or (not sure and len(hearing.sentence.words) > _SHORT):
            return
        sample = Sample(intent, f"{{{slot.name}}}", (slot,), 0)
        for version in hearing.versions:
            today, size = hearing.context.today, len(version.words)
            reading = read_slot(slot, version, 0, size, hearing.entities, today)
            if reading is not None and (reading.sure or not sure):
                yield _recognised(Fit(sample, (reading,)), 1.0 if sure else 0.7, "asked")
            if sure:
                for fit in self.grammar.answers(intent, slot, version, hearing.entities, today):
                    yield _recognised(fit, 1.0, "asked")
                yield from self._value_within(sample, version, hearing)
            for fit in self._fits(version, hearing) if sure else ():
                if (
                    fit.sure
                    and any(found.name == slot.name for found in fit.slots)
                    and fit.sample.intent == intent
                ):
                    yield _recognised(fit, 1.0, "asked")

    def _value_within(self, sample: Sample, sentence: Sentence, hearing: _Hearing) -> Iterator[Recognition]:
        """ "Make it a big one please", where a size was asked for: a known value among words that say little."""
        size = len(sentence.words)
        if not 1 < size <= _SHORT:
            return
        language, today = self.ear.language, hearing.context.today
        small = language.function_words | language.answer_words
        telling = [n for n, word in enumerate(sentence.texts) if word not in small]
        last = telling[-1] + 1 if telling else size
        starts = range(telling[0] + 1 if telling else size)
        spans = [(start, end) for start in starts for end in range(max(last, start + 1), size + 1)]
        for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span[0])):
            reading = read_slot(sample.slots[0], sentence, start, end, hearing.entities, today)
            if reading is not None and reading.sure:
                yield _recognised(Fit(sample, (reading,)), 0.9, "asked")
                return

    def _yes_or_no(self, hearing: _Hearing) -> Iterator[Recognition]:
        """ "Yes the kettle" after a question: what follows the yes if that is a request, else the yes."""
        sentence = hearing.sentence
        if not hearing.is_short_answer or len(sentence.words) < 2:
            return
        sample = self.grammar.exact.get(sentence.texts[0])
        if sample is None or sample.intent.name not in (builtin_intents.YES, builtin_intents.NO):
            return
        rest = sentence.slice(1)
        yield from self._exact(rest)
        yield from self._sure(rest, hearing)
        yield from self._corrected(hearing)
        if sentence.texts[1] not in self.ear.language.contrast_words:
            yield _recognised(Fit(sample, ()), 0.8, "context")

    def _corrected(self, hearing: _Hearing) -> Iterator[Recognition]:
        """ "No, the jacket": a sample has the no and a slot for the session's own values, and a thing is named."""
        said, article = hearing.sentence.texts[:2]
        if article not in self.ear.language.articles:
            return
        for fit in self._fits(hearing.sentence, hearing):
            slots, sample = fit.slots, fit.sample
            own = len(slots) == 1 and hearing.entities.dynamic_keys(slots[0].type)
            if own and sample.text.split()[0] == said and self._is_thing(slots[0], fit.words[0], sample):
                yield _recognised(fit, 0.8, "context")

    def _part_of_a_value(self, hearing: _Hearing) -> Iterator[Recognition]:
        """ "The blue one" after a question, where one of the session's own values is blue; with more words of meaning
        beside it than one it is another request: "open a case about my blue one"."""
        if not hearing.is_short_answer:
            return
        for version in hearing.versions:
            for fit in self._fits(version, hearing):
                sample = fit.sample
                if sample.weight or len(fit.slots) != 1 or self._is_catch_all(sample):
                    continue
                telling = hearing.entities.dynamic_words(fit.slots[0].type) - self.ear.language.function_words
                besides = set(fit.words[0]) - telling - self.ear.language.function_words
                if telling & set(fit.words[0]) and len(besides) < 2:
                    yield _recognised(self._shortest(fit, version, hearing), 0.8, "context")

    def _shortest(self, fit: Fit, sentence: Sentence, hearing: _Hearing) -> Fit:
        """Of all ways to say it with this intent, the one whose slot holds least: without "the"."""
        same = [
            other
            for other in self._fits(sentence, hearing)
            if other.sample.intent == fit.sample.intent
            and [s.name for s in other.slots] == [s.name for s in fit.slots]
        ]
        return max(same, key=_rank)

    def _near(self, hearing: _Hearing) -> list[Near]:
        """Nearest samples to the barest version of the sentence."""
        barest = min(hearing.versions, key=lambda version: len(version.words))
        return self._paraphrases.nearest(barest, hearing.entities, hearing.context.today)

    def _paraphrased(self, near: list[Near]) -> Recognition | None:
        if not near:
            return None
        best = near[0]
        if self.catch_all is None:
            close = best.score >= LENIENT or (best.same_meaning and best.score >= LENIENT - 0.1)
        else:
            close = best.same_meaning and best.score >= STRICT
        return _recognised(best.fit, best.score, "paraphrase") if close and best.fit.sample.literals else None

    def _caught(self, hearing: _Hearing) -> Recognition | None:
        """The catch-all with the words as they are; its longest carrier is not part of them."""
        if self.catch_all is None or not self._is_understood(hearing):
            return None
        sentence = hearing.sentence
        fits = [fit for fit in self._fits(sentence, hearing) if self._is_catch_all(fit.sample)]
        if not fits:
            return None
        return _recognised(max(fits, key=_rank), 0.5, "catch-all")

    def _is_understood(self, hearing: _Hearing) -> bool:
        """Whether the model knows enough of the words; short ones are alike in too many languages to count fully."""
        words = hearing.sentence.texts
        own = hearing.entities.all_dynamic_words()
        known = [word for word in words if word in self._known_words or word in own or word.isdigit()]
        share = sum(0.5 if len(word) < 4 else 1.0 for word in known) / len(words)
        return bool(known) and share >= (_KNOWN_SHARE if len(words) > 2 else 0.01)

    def _fallback(self, sentence: Sentence, near: list[Near]) -> Recognition:
        if FALLBACK in self.model.intents:
            return Recognition(sentence.spoken, FALLBACK)
        if near:
            return _recognised(near[0].fit, near[0].score, "nearest")
        return Recognition(sentence.spoken, None)

    def _is_catch_all(self, sample: Sample) -> bool:
        return self.catch_all is not None and sample.intent.name == self.catch_all.name


@lru_cache(maxsize=16)
def recogniser_for(model: Model) -> Recogniser:
    """One recogniser for a model; making one for thousands of values takes a moment."""
    return Recogniser(model)


def _recognised(fit: Fit, score: float, method: str) -> Recognition:
    return Recognition("", fit.sample.intent.name, fit.slots, score, method, fit.sample.text)


def _rank(fit: Fit) -> tuple[float, int, int, int]:
    return fit.rank
