"""The prompts file: everything the assistant says that is no article.

`content/prompts/<locale>.yaml` is `id: {say: [variants], values: [names]}`; a prompt may be given as one string.
`{name}` stands for a value filled in at run time, `{{ fact.key }}` for a fact of the store profile.
"""

from __future__ import annotations

import re

from jinja2 import UndefinedError

from authoring.articles import CONTENT, read_yaml
from authoring.facts import Profile
from authoring.render import Channel, environment, named_facts
from shop_helper.errors import ContentError
from shop_helper.knowledge.required import unfilled
from shop_helper.speech.catalog import PROMPTS, allowed

MAX_WORDS = 60
"""A prompt may be joined to others in one reply; the whole reply has its own limit."""

_FIELD = re.compile(r"\{(\w+)\}")


def load_prompts(locale: str, profile: Profile) -> dict[str, list[str]]:
    """Prompt id → its variants, facts filled in. Raises ContentError with file and line."""
    path = CONTENT / "prompts" / f"{locale}.yaml"
    text = path.read_text(encoding="utf-8")
    data = read_yaml(path, text)
    lines = {line.split(":", 1)[0].strip(): number for number, line in enumerate(text.splitlines(), 1)}
    prompts: dict[str, list[str]] = {}
    for name, entry in data.items():
        variants = [entry] if isinstance(entry, str) else entry
        if not isinstance(variants, list) or not variants or not all(isinstance(v, str) for v in variants):
            raise ContentError(str(path), lines.get(name), f"{name}: expected words, or a list of variants")
        prompts[name] = [_filled(str(path), lines.get(name), name, words, profile) for words in variants]
        fields = {tuple(sorted(set(_FIELD.findall(words)))) for words in prompts[name]}
        if len(fields) > 1:
            raise ContentError(str(path), lines.get(name), f"{name}: every variant must use the same values")
        for fault in unfilled(name, prompts[name]):
            given = " ".join(sorted(allowed(name) or ())) or "none"
            raise ContentError(str(path), lines.get(name), f"{fault}; its values are: {given}")
    missing = [name for name in PROMPTS if name not in prompts]
    if missing:
        raise ContentError(str(path), None, f"the code says what isn't here: {', '.join(missing)}; add it")
    return prompts


def _filled(path: str, line: int | None, name: str, words: str, profile: Profile) -> str:
    channel = Channel(spoken=True)
    try:
        text = " ".join(environment().from_string(words).render(named_facts(profile, channel)).split())
    except UndefinedError as problem:
        raise ContentError(path, line, f"{name}: {problem.message}") from problem
    if len(text.split()) > MAX_WORDS:
        raise ContentError(path, line, f"{name}: {len(text.split())} words; at most {MAX_WORDS}")
    return text
