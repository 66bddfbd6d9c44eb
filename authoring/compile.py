"""Articles + prompts + profile → the one file that the running skill loads (`KnowledgeBase`).

The file is a line {"schema": 1, "checksum": sha256 of the rest} and then one JSON object with "locale", "profile",
"policy", "facts", "articles" and "prompts". Each profile has its own: `compiled/<profile>/<locale>.json`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from authoring.articles import CONTENT, Article, load_articles
from authoring.facts import Fact, Profile, load_profile
from authoring.prompts import load_prompts
from authoring.render import Renderer
from shop_helper.errors import ContentError
from shop_helper.knowledge.base import to_bytes
from shop_helper.knowledge.bundled import EXAMPLE
from shop_helper.knowledge.bundled import PROFILES as COMPILED
from shop_helper.knowledge.required import shortcomings

PROFILES = CONTENT / "profiles"
DEFAULT_PROFILE = PROFILES / f"{EXAMPLE}.yaml"
CARRIERS = CONTENT / "carriers.json"
"""What carriers usually need (`python -m operations carriers fit`)."""


def packaged() -> list[Path]:
    """The profiles that every package holds."""
    return sorted(PROFILES.glob("*.yaml"))


def profile_file(named: str) -> Path:
    """The file of a profile: one of the package by its name, or a path.

    Raises ContentError, which lists those there are.

    A file elsewhere can't have the name of one of the package: the compiled files are told apart by it.
    """
    ours = {path.stem: path for path in packaged()}
    if named in ours:
        return ours[named]
    path, there = Path(named), ", ".join(ours)
    if not path.is_file():
        raise ContentError(named, None, f"is no store profile; there are: {there}; or name a file")
    if path.stem in ours and path.resolve() != ours[path.stem].resolve():
        raise ContentError(
            named, None, f"{path.stem} is the name of a profile of the package; name the file otherwise"
        )
    return path


def compile_knowledge(profile_path: Path = DEFAULT_PROFILE, locale: str = "en-US") -> dict[str, Any]:
    """The knowledge base as JSON data. Raises ContentError at the first mistake."""
    profile, articles = load_profile(profile_path), load_articles(locale=locale)
    renderer = Renderer(profile)
    facts = {key: _fact(fact) for key, fact in profile.facts.items()}
    for article in articles:
        facts |= {fact.key: _fact(fact) for fact in renderer.own_facts(article).values()}
    data = {
        "locale": locale,
        "profile": {
            "name": profile_path.stem,
            "sha256": hashlib.sha256(profile_path.read_bytes()).hexdigest(),
        },
        "policy": _policy(profile),
        "facts": facts,
        "articles": {article.id: _article(renderer, article) for article in articles},
        "prompts": load_prompts(locale, profile),
        "vocabulary": vocabulary(articles),
    }
    if lacking := shortcomings(data):
        raise ContentError(str(profile_path), None, f"the skill can't run on this: {'; '.join(lacking)}")
    return data


def write_knowledge(
    profile_path: Path = DEFAULT_PROFILE, locale: str = "en-US", directory: Path | None = None
) -> Path:
    """Compiles to `directory/<locale>.json` (None: the profile's own in the package).

    The file is replaced only when its content changes.
    """
    directory = directory or COMPILED / profile_path.stem
    raw = to_bytes(compile_knowledge(profile_path, locale))
    directory.mkdir(parents=True, exist_ok=True)
    target = directory / f"{locale}.json"
    if not target.exists() or target.read_bytes() != raw:
        temporary = target.with_suffix(".tmp")
        temporary.write_bytes(raw)
        temporary.replace(target)
    _stamp(directory, locale).write_text(inputs_hash(profile_path, locale), encoding="utf-8")
    return target


def is_current(
    profile_path: Path = DEFAULT_PROFILE, locale: str = "en-US", directory: Path | None = None
) -> bool:
    """Whether the compiled file was made from what stands there now."""
    directory = directory or COMPILED / profile_path.stem
    stamp = _stamp(directory, locale)
    there = stamp.exists() and (directory / f"{locale}.json").exists()
    return there and stamp.read_text(encoding="utf-8") == inputs_hash(profile_path, locale)


def _stamp(directory: Path, locale: str) -> Path:
    return directory / f"{locale}.inputs"


def vocabulary(articles: list[Article]) -> list[str]:
    """Words that may stay in a noted question: those that the questions of two articles or more share."""
    seen: Counter[str] = Counter()
    for article in articles:
        seen.update({word for question in article.questions for word in question.split()})
    return sorted(word for word, count in seen.items() if count > 1)


def inputs_hash(profile_path: Path = DEFAULT_PROFILE, locale: str = "en-US") -> str:
    """Changes exactly when something that is compiled, or the compiler, changes."""
    digest = hashlib.sha256()
    sources = [profile_path, CARRIERS, CONTENT / "prompts" / f"{locale}.yaml"]
    sources += sorted((CONTENT / "articles" / locale).glob("*.md"))
    sources += sorted(Path(__file__).parent.glob("*.py"))
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _article(renderer: Renderer, article: Article) -> dict[str, Any]:
    data: dict[str, Any] = {
        "title": article.title,
        "say_title": article.say_title,
        "audience": article.audience,
        "answer_by": article.answer_by,
        "follow_up": list(article.follow_up),
        "sources": list(article.sources),
        "reviewed_on": article.reviewed_on.isoformat(),
    }
    for name in ("Say", "More", "Warning", "Steps", "Card"):
        data[name.lower()] = [asdict(section) for section in renderer.sections(article, name)]
    return data


def _fact(fact: Fact) -> dict[str, Any]:
    data: dict[str, Any] = {"value": fact.value, "unit": fact.unit}
    if fact.is_set:
        data |= {"spoken": fact.spoken(), "written": fact.written(), "may_be_spoken": fact.may_be_spoken}
    data |= {
        name: getattr(fact, name).isoformat() for name in ("verified_on", "expires_on") if getattr(fact, name)
    }
    data["source"] = list(fact.sources) or [fact.origin]
    return data


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON can hold it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _policy(profile: Profile) -> dict[str, Any]:
    """The return table with the usual window in each row that has none of its own."""
    window = profile.facts["returns.window"].value
    return {
        "returns": {
            "window_days": window,
            "category_exceptions": [
                {"window_days": window if row["returnable"] else None} | _plain(row)
                for row in profile.return_rows
            ],
        },
        "carriers": json.loads(CARRIERS.read_text(encoding="utf-8")),
    }
