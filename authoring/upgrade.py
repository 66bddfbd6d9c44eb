"""Brings a compiled knowledge base of an earlier release up to what this release needs: `python -m authoring upgrade`.

What the earlier one says stays. Only what this code names and the earlier one lacks, or words that this code can't
fill in, is taken from this release; a fact that it lacks stays without a value, since it is the shop's to state.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.required import FACTS, TOPICS, unfilled, unfilled_in_topic
from shop_helper.speech.catalog import PROMPTS

UNSET = {"value": None, "unit": "text", "source": ["unset"]}


def upgraded(raw: bytes, name: str, ours: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The data, and what was put into it. `ours`: the data of this release. Raises KnowledgeError."""
    head, _, body = raw.partition(b"\n")
    try:
        stated, data = json.loads(head)["checksum"], json.loads(body)
        prompts, articles, facts = data["prompts"], data["articles"], data["facts"]
    except (ValueError, KeyError, TypeError) as problem:
        raise KnowledgeError(name, None, "is no compiled knowledge base") from problem
    if hashlib.sha256(body).hexdigest() != stated:
        raise KnowledgeError(name, None, "is damaged: its checksum does not match; fetch it again")
    put_in = [
        *(f"prompt {key}" for key in PROMPTS if not all(prompts.get(key) or [""])),
        *(f"prompt {key}" for key, words in prompts.items() if list(unfilled(key, words))),
        *(f"topic {key}" for key in TOPICS if key not in articles),
        *(f"topic {key}" for key, article in articles.items() if list(unfilled_in_topic(key, article))),
    ]
    for kind, key in (one.split(" ") for one in put_in):
        part = "prompts" if kind == "prompt" else "articles"
        if key in ours[part]:
            data[part][key] = ours[part][key]
    unset = [key for key in FACTS if key not in facts]
    facts.update(dict.fromkeys(unset, UNSET))
    return data, [*put_in, *(f"fact {key}, without a value" for key in unset)]
