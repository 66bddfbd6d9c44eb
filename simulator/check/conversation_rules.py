"""Certification rules that take a conversation: launch, help, stop, cancel, fallback, yes and no, one-shots, events.

Each rule is a function that drives the handler through the stand-in and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from simulator.builtin_intents import FALLBACK, NO, YES
from simulator.check.events import EVENT_RULES, check_events
from simulator.check.findings import Finding, Rule, table
from simulator.check.subject import Subject
from simulator.check.utterances import filled, recognised, slots_in
from simulator.device import Answer
from simulator.envelope import DeviceKind

RULES: Mapping[str, Rule] = table(
    """
        custom-skills/certification-requirements-for-custom-skills, voice interface tests:
          CRT1 documented: launch says what can be asked and leaves the session open → end the welcome with a question
          CRT3 documented: help says more than launch, ends with a question, leaves the session open (4.12)
            → say what can be asked, with examples, and ask
          CRT4 documented: stop, cancel and home end; cancel during a task abandons the task (4.13)
            → end the session, or drop the task and say so
          CRT5 ours: what is not understood gets a useful answer; repeated failures lead to a person, not into a loop
            → vary the answer and name a person on the third failure
        custom-skills/launch/skill-manifest:
          CRT6 documented: three example phrases, each a sample of the model that works, the first opening the
            skill by name
            → take the phrases from the samples
        custom-skills/certification-requirements-for-custom-skills, voice interface tests:
          CRT7 documented: each intent works as a one-shot, for linked and unlinked customers, with and without a screen
            → answer the intent in a new session
          CRT8 documented: yes and no out of context are never an error
            → say that nothing is open, and what can be asked
        account-linking/add-account-linking-logic-custom:
          CRT10 documented: a token that does not verify is answered, and reads no account → treat it as not linked
    """,
    *EVENT_RULES,
)

_PERSON = re.compile(
    r"\b(person|people|human|agent|someone|customer (service|care)|support|contact|call us|phone|representative)\b",
    re.I,
)
_SORRY = re.compile(
    r"\b(something went wrong|an error|a problem|technical difficult|try again later)\w*", re.I
)
_FAILURES = 3
_SAMPLES_EACH = 6
"""Samples of an intent that are said as one-shots to every kind of customer; the walk says the rest."""


def check_conversations(subject: Subject) -> list[Finding]:
    """Drives the skill through every rule; one that does not answer in time is not asked again and again."""
    findings: list[Finding] = []
    for check in CHECKS:
        findings += check(subject)
        if any(finding.rule == "RSP5" for finding in findings):
            break
    return findings


def launches(subject: Subject) -> Iterator[Finding]:
    for customer in subject.customers[:2]:
        for kind in DeviceKind:
            listener = subject.listen(customer, kind)
            answer = listener.launch()
            yield from listener.findings
            if any(finding.rule == "RSP5" for finding in listener.findings):
                return
            if not answer.session_open or not _asks(answer):
                yield Finding("CRT1", "(open)", f"says {answer.speech[-60:]!r} and {_state(answer)}")


def helps(subject: Subject) -> Iterator[Finding]:
    if (say := _phrase(subject, "AMAZON.HelpIntent")) is None:
        return
    listener = subject.listen()
    opened = listener.launch()
    answer = listener.say(say)
    again = subject.listen()
    alone = again.say(say)
    yield from (*listener.findings, *again.findings)
    for place, given in ((f"(open) / {say}", answer), (say, alone)):
        if len(given.speech.split()) <= len(opened.speech.split()):
            yield Finding(
                "CRT3", place, f"{len(given.speech.split())} words, launch has {len(opened.speech.split())}"
            )
        if not given.session_open or not _asks(given):
            yield Finding("CRT3", place, f"ends {given.speech[-50:]!r} and {_state(given)}")


def ends(subject: Subject) -> Iterator[Finding]:
    for intent in ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"):
        say = _phrase(subject, intent)
        if say is None:
            continue
        listener = subject.listen()
        listener.launch()
        answer = listener.say(say)
        if answer.intent == intent and answer.session_open:
            answer = listener.say(say)
        yield from listener.findings
        if answer.session_open:
            yield Finding("CRT4", f"(open) / {say}", f"the session stays open after {answer.speech[-60:]!r}")
    yield from _cancels(subject)


def _cancels(subject: Subject) -> Iterator[Finding]:
    """Cancel while something is asked: what was asked is gone afterwards."""
    say, no = _phrase(subject, "AMAZON.CancelIntent"), _phrase(subject, NO)
    if say is None:
        return
    for name, sample in _first_samples(subject):
        listener = subject.listen(subject.customers[-1])
        asked = listener.say(sample)
        if not asked.session_open:
            continue
        answer = listener.say(say)
        yield from listener.findings
        if not answer.session_open or answer.intent != "AMAZON.CancelIntent":
            continue
        if answer.reprompt and answer.reprompt == asked.reprompt and no is not None:
            yield Finding("CRT4", f"{name}: {sample} / {say}", f"still asks {answer.reprompt!r}")


def fails(subject: Subject) -> Iterator[Finding]:
    if FALLBACK not in subject.model.intents:
        return
    listener = subject.listen()
    listener.launch()
    answers = []
    for _ in range(_FAILURES):
        if not listener.device.session_open:
            break
        answers.append(
            listener.judge("(not understood)", listener.device.hear(recognised(listener.device, FALLBACK)))
        )
    yield from listener.findings
    heard = [answer.speech for answer in answers]
    if len(set(heard)) < len(heard):
        yield Finding("CRT5", "(not understood) three times", f"says the same again: {heard[-1][:60]!r}")
    if answers and answers[-1].session_open and not _PERSON.search(heard[-1]):
        yield Finding("CRT5", "(not understood) three times", f"leads to no person: {heard[-1][:60]!r}")
    if answers and not answers[0].session_open:
        yield Finding(
            "CRT5", "(not understood)", "the session ends at the first failure", "ask again, with an example"
        )


def shows_examples(subject: Subject) -> Iterator[Finding]:
    if subject.manifest is None:
        return
    locales = subject.manifest.get("manifest", {}).get("publishingInformation", {}).get("locales", {})
    phrases = locales.get(subject.locale, {}).get("examplePhrases", [])
    place = f"skill.json, {subject.locale}"
    if len(phrases) != 3:
        yield Finding("CRT6", place, f"{len(phrases)} example phrases; three are needed")
    if phrases and subject.model.invocation not in phrases[0].lower():
        yield Finding(
            "CRT6",
            f"{place}: {phrases[0]!r}",
            f"does not open the skill by its name, {subject.model.invocation!r}",
        )
    for phrase in phrases:
        listener = subject.listen(subject.customers[-1])
        answer = listener.say(phrase)
        yield from listener.findings
        if answer.recognition is not None and answer.recognition.method not in ("exact", "slots", "value"):
            yield Finding("CRT6", f"{place}: {phrase!r}", "is no sample utterance of the model")
        if answer.problem or not answer.speech or answer.intent == FALLBACK:
            yield Finding("CRT6", f"{place}: {phrase!r}", "does not work when it is said")


def answers_one_shots(subject: Subject) -> Iterator[Finding]:
    """Every intent in a new session, for every customer, on a speaker and on a screen."""
    for name, intent in subject.model.intents.items():
        if name.startswith("AMAZON."):
            continue
        for number, sample in enumerate(_spread(intent.samples, _SAMPLES_EACH)):
            customer = subject.customers[number % len(subject.customers)]
            kind = list(DeviceKind)[number % len(DeviceKind)]
            listener = subject.listen(customer, kind)
            words = filled(subject.model, intent, sample)
            answer = listener.say(f"ask {subject.model.invocation} {words}")
            yield from listener.findings
            if answer.problem or (_SORRY.search(answer.speech) and not slots_in(sample)):
                yield Finding("CRT7", f"{name}: {words!r}", f"fails: {answer.problem or answer.speech[:80]}")


def knows_no_context(subject: Subject) -> Iterator[Finding]:
    for intent in (YES, NO):
        if intent not in subject.model.intents:
            continue
        for opened in (False, True):
            listener = subject.listen()
            if opened:
                listener.launch()
            answer = listener.judge(intent, listener.device.hear(recognised(listener.device, intent)))
            yield from listener.findings
            if answer.problem or not answer.speech or _SORRY.search(answer.speech) or answer.errors:
                yield Finding(
                    "CRT8", f"{'(open) / ' if opened else ''}{intent}", f"is an error: {answer.speech[:60]!r}"
                )


def refuses_tokens(subject: Subject) -> Iterator[Finding]:
    """A token that nobody gave out: the same answers as without an account, and no failure."""
    for name, sample in _first_samples(subject):
        device = subject.device()
        device.account = replace(device.account, token="not.a.token")
        answer = device.say(sample)
        yield from subject.judge(answer, None, f"{name} with a token that does not verify")
        if answer.problem or answer.errors:
            yield Finding("CRT10", f"{name}: {sample}", f"fails: {answer.problem or answer.errors[0]}")


def hears_events(subject: Subject) -> Iterator[Finding]:
    yield from check_events(subject)


def _first_samples(subject: Subject) -> Iterator[tuple[str, str]]:
    for name, intent in subject.model.intents.items():
        if not name.startswith("AMAZON.") and intent.samples:
            yield name, filled(subject.model, intent, intent.samples[0])


def _spread(samples: tuple[str, ...], count: int) -> list[str]:
    """Some of them, from the first to the last."""
    step = max(1, len(samples) // count)
    return list(samples[::step])[:count]


def _phrase(subject: Subject, intent: str) -> str | None:
    """What is said for a built-in intent; None when the model does not have it."""
    said: dict[str, Any] = {
        "AMAZON.HelpIntent": "help",
        "AMAZON.StopIntent": "stop",
        "AMAZON.CancelIntent": "cancel",
        "AMAZON.NavigateHomeIntent": "go home",
        NO: "no",
    }
    return str(said[intent]) if intent in subject.model.intents else None


def _asks(answer: Answer) -> bool:
    return bool(re.search(r"[?？।]", answer.speech))


def _state(answer: Answer) -> str:
    return "stays open" if answer.session_open else "closes"


CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    launches,
    helps,
    ends,
    fails,
    shows_examples,
    answers_one_shots,
    knows_no_context,
    refuses_tokens,
    hears_events,
)
