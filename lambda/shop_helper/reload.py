"""The skill that is running, and how a newer knowledge base gets into it without a deployment."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from ask_sdk_core.skill import CustomSkill

from shop_helper.alexa.envelope import is_for_skill
from shop_helper.errors import KnowledgeError, NoKnowledgeError, ShopHelperError
from shop_helper.knowledge import bundled
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.lazy import Lazy
from shop_helper.persistence.client import s3_client
from shop_helper.persistence.knowledge import Location, Shared
from shop_helper.persistence.stores import Stores
from shop_helper.settings import Settings
from shop_helper.skill import LOCALE, build_skill

log = logging.getLogger("shop_helper")

RETRY_S = 10
"""Seconds between two looks at the shared knowledge base while there is none to answer from."""


class ReloadingSkill:
    """Makes the skill when it is first needed; where a shared knowledge base is set, takes over new versions of it.

    The first turn of a process waits for the shared one (the client's short time-outs bound that); later checks run
    beside the turns. Whatever is wrong with the shared one, the last good one answers, or the shop's own in the
    package: never the example's. Safe to share between threads: of turns that come at once, one makes the skill and
    the others wait for it.
    """

    def __init__(self, settings: Settings, kept: Stores | None = None) -> None:
        """`kept`: the stores, where they are not the tables that the settings name. Raises ConfigurationError for a
        profile that isn't in the package, unless a shared knowledge base may carry another."""
        self._settings, self._kept = settings, kept
        self._skill: CustomSkill | None = None
        self._ranker = Lazy(Ranker.load)
        self._making = threading.Lock()
        self._shared = self._source() if settings.knowledge_base_uri else None
        if self._shared is None:
            bundled.find(settings.profile, LOCALE)

    def accepts(self, envelope: dict[str, Any]) -> bool:
        """Whether a request is for this skill; without a skill id in the settings every one is."""
        skill_id = self._settings.skill_id
        return skill_id is None or is_for_skill(envelope, skill_id)

    def current(self) -> CustomSkill:
        """Raises NoKnowledgeError when nothing of the shop's is at hand."""
        made = self._skill
        if made is None:
            return self._first()
        if self._shared is not None:
            self._shared.fetch_if_due(time.monotonic())
        return made

    def _first(self) -> CustomSkill:
        """Under the lock until there is one: else the bundled knowledge could replace a shared one just taken over."""
        with self._making:
            if self._skill is None and self._shared is not None:
                thread = self._shared.fetch_if_due(time.monotonic(), RETRY_S)
                if thread is not None:
                    thread.join()
            if self._skill is None:
                self._use(self._bundled())
            assert self._skill is not None
            return self._skill

    def _bundled(self) -> KnowledgeBase:
        """The shop's own knowledge base, packed at build. Raises NoKnowledgeError."""
        profile = self._settings.profile
        if self._shared is not None and profile == bundled.EXAMPLE:
            raise NoKnowledgeError(
                f"{self._settings.knowledge_base_uri} can't be read, and {bundled.SETTING} names no shop's profile"
            )
        try:
            return bundled.load(profile, LOCALE, self._ranker())
        except ShopHelperError as problem:
            raise NoKnowledgeError(f"nothing of the shop's is at hand: {problem}") from problem

    def _use(self, knowledge: KnowledgeBase) -> None:
        self._skill = build_skill(self._settings, knowledge, kept=self._kept)

    def _accept(self, raw: bytes) -> None:
        """Raises KnowledgeError for bytes that no skill can be made from; the running skill then stays."""
        name = self._settings.knowledge_base_uri or ""
        knowledge = KnowledgeBase.from_bytes(raw, name, self._ranker())
        carried, chosen = knowledge.profile["name"], self._settings.profile
        if carried != chosen:
            log.warning(
                "the shared knowledge base is %s's and answers; %s is %s", carried, bundled.SETTING, chosen
            )
        try:
            self._use(knowledge)
        except Exception as problem:  # a value of a fact or a policy: nothing of it may take the skill down
            raise KnowledgeError(name, None, f"no skill can be made with it: {problem!r}") from problem

    def _source(self) -> Shared:
        location = Location.parse(self._settings.knowledge_base_uri or "")
        settings = self._settings
        return Shared(lambda: s3_client(settings), location, LOCALE, self._accept, settings.knowledge_check_s)
