"""Which compiled knowledge base a process starts with: one per store profile lies in the package.

Layout: `content/compiled/<profile>/<locale>.json`, made by `make build` from `content/profiles/<profile>.yaml`, or from
a file of one's own (`make build PROFILE=shops/birchwood.yaml` makes `birchwood`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from shop_helper.errors import ConfigurationError, KnowledgeError
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker

EXAMPLE = "example"
"""The invented shop; nobody's own answers, so it never stands in for a shop's."""

PROFILES = COMPILED.parent
SETTING = "SHOP_HELPER_PROFILE"


def profile_names(locale: str, profiles: Path = PROFILES) -> list[str]:
    """The profiles that lie in the package, compiled."""
    return sorted(path.parent.name for path in profiles.glob(f"*/{locale}.json"))


def find(profile: str, locale: str, profiles: Path = PROFILES) -> Path:
    """The compiled file of a profile: its name, its own `.yaml`, or the compiled `.json` itself.

    Raises ConfigurationError, which lists the profiles there are.
    """
    if profile.endswith(".json"):
        if not Path(profile).is_file():
            raise ConfigurationError(f"{SETTING} is {profile!r}, and there is no such file")
        return Path(profile)
    own = Path(profile) if profile.endswith((".yaml", ".yml")) else None
    if own is not None and not own.is_file():
        raise ConfigurationError(f"{SETTING} is {profile!r}, and there is no such file")
    path = profiles / (own.stem if own else profile) / f"{locale}.json"
    known = profile_names(locale, profiles)
    if path.parent.name in known:
        return path
    if own is not None:
        raise ConfigurationError(
            f"{SETTING} is {profile!r}, not compiled yet; run `make build PROFILE={own}`"
        )
    there = ", ".join(known) or "none: run `make build`"
    raise ConfigurationError(f"{SETTING} is {profile!r}; the profiles there are: {there}")


def load(profile: str, locale: str, ranker: Ranker | None = None) -> KnowledgeBase:
    """Raises ConfigurationError for a profile that isn't there, KnowledgeError for one that can't be used."""
    made = KnowledgeBase.load(find(profile, locale), ranker)
    if profile.endswith((".yaml", ".yml")):
        stands = hashlib.sha256(Path(profile).read_bytes()).hexdigest()
        if made.profile["sha256"] != stands:
            raise KnowledgeError(
                profile, None, f"has changed since it was compiled; run `make build PROFILE={profile}`"
            )
    return made
