"""What is told about the content: previews, statistics, the state of the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from authoring.articles import load_articles
from shop_helper.errors import ContentError
from shop_helper.speech.ssml import to_plain
from simulator.check import spoken

LONG_SENTENCE = 18
"""Words; beyond that a sentence is hard to follow by ear."""

FEW_QUESTIONS = 40
_SPOKEN = ("warning", "say", "more", "steps")


def seconds(words: str) -> float:
    """About how long it takes to say."""
    return spoken.seconds(spoken.heard(words))


def preview(data: Mapping[str, Any], topic: str) -> str:
    """An article as it is heard, section by section."""
    if topic not in data["articles"]:
        raise ContentError(topic, None, "no such article; `python -m authoring stats` lists them")
    article = data["articles"][topic]
    lines = [f"{article['title']}  ({topic}, for {article['audience']})"]
    for name in (*_SPOKEN, "card"):
        for section in article[name]:
            lines += [
                "",
                f"# {name.title()}{' [' + ', '.join(section['when']) + ']' if section['when'] else ''}",
            ]
            for words in section["words"]:
                lines += [to_plain(words) if name != "card" else words]
                if name != "card":
                    lines += [f"  ({seconds(words):.0f} s, {_readability(words)})"]
            if section["facts"]:
                lines += [f"  facts: {', '.join(section['facts'])}"]
    lines += ["", f"then offers: {', '.join(article['follow_up']) or 'nothing'}"]
    lines += [f"sources: {', '.join(article['sources'])}; reviewed on {article['reviewed_on']}"]
    return "\n".join(lines)


def stats(data: Mapping[str, Any], locale: str) -> str:
    """One line an article: questions, words and seconds of the first answer; then the totals."""
    asked = {article.id: len(article.questions) for article in load_articles(locale=locale)}
    rows = [f"{'topic':36} {'questions':>9} {'words':>6} {'seconds':>8}  answered by"]
    for topic, article in sorted(data["articles"].items()):
        first = max((section["words"][0] for section in article["say"]), key=len)
        rows.append(
            f"{topic:36} {asked[topic]:9} {len(first.split()):6} {seconds(first):8.1f}  {article['answer_by']}"
        )
    rows.append(f"\n{len(asked)} articles, {sum(asked.values()):,} questions, {len(data['facts'])} facts")
    return "\n".join(rows)


def fact_report(data: Mapping[str, Any], today: date) -> str:
    """Facts that need a person, worst first, and where each is used."""
    used = _uses(data)
    groups: dict[str, list[str]] = {}
    for key, fact in data["facts"].items():
        state = fact_state(fact, today)
        where = ", ".join(sorted(used.get(key, ()))) or "not used"
        shown = fact.get("written", "-")
        groups.setdefault(state, []).append(f"  {key}: {shown}  [{'; '.join(fact['source'])}]\n      {where}")
    if overrides := [f"  {line}" for line in _overrides(data)]:
        groups["overriding"] = overrides
    counts = ", ".join(f"{len(rows)} {state}" for state, rows in groups.items())
    order = ("expired", "overriding", "unverified", "unset", "verified")
    shown_groups = [f"{state.upper()}\n" + "\n".join(groups[state]) for state in order if state in groups]
    return "\n\n".join([f"Facts on {today.isoformat()}: {counts}", *shown_groups])


def fact_state(fact: Mapping[str, Any], today: date) -> str:
    """`unset`, `expired`, `verified` or `unverified`."""
    if fact["value"] is None:
        return "unset"
    if "expires_on" in fact and date.fromisoformat(fact["expires_on"]) < today:
        return "expired"
    return "verified" if "verified_on" in fact else "unverified"


def warnings(data: Mapping[str, Any]) -> Iterator[str]:
    """What is allowed and still worth a look."""
    yield from _overrides(data)
    for article in load_articles(locale=data["locale"]):
        if len(article.questions) < FEW_QUESTIONS:
            yield f"{article.id} has {len(article.questions)} questions; {FEW_QUESTIONS} or more are found far better"
    for topic, article in data["articles"].items():
        for name in _SPOKEN:
            for section in article[name]:
                for sentence in _sentences(" ".join(section["words"])):
                    if len(sentence.split()) > LONG_SENTENCE:
                        yield f"{topic} # {name.title()}: {len(sentence.split())} words in one sentence: {sentence!r}"


def _readability(words: str) -> str:
    sentences = _sentences(words)
    longest = max(len(sentence.split()) for sentence in sentences)
    return f"{len(sentences)} sentences, longest {longest} words" + (
        " - long" if longest > LONG_SENTENCE else ""
    )


def _sentences(words: str) -> list[str]:
    plain = to_plain(words).replace("?", ".").replace("!", ".").replace(":", ".")
    return [sentence.strip() for sentence in plain.split(". ") if sentence.strip(" .")]


def _uses(data: Mapping[str, Any]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for topic, article in data["articles"].items():
        for name in (*_SPOKEN, "card"):
            for section in article[name]:
                for key in section["facts"]:
                    used.setdefault(key, set()).add(topic)
    return used


def _overrides(data: Mapping[str, Any]) -> Iterator[str]:
    """Rows of the return table that a change of the usual window doesn't touch."""
    policy = data["policy"]["returns"]
    for row in policy["category_exceptions"]:
        if row["returnable"] and row["window_days"] != policy["window_days"]:
            yield (
                f"returns.window is {policy['window_days']} days, but {row['category']} has its own: "
                f"{row['window_days']} days"
            )
