"""The file of a new article, with every part that has to be filled in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from authoring.articles import CONTENT
from shop_helper.errors import ContentError

_ID = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_TEMPLATE = """---
id: {topic}
title: {title}
say_title: {say_title}
audience: both
answer_by: article
sources: [store profile]
reviewed_on: {today}
follow_up: [contact.overview]
---

# Say
Replace this with the spoken answer: at most forty-five words, one idea a sentence, no figures.

# Card
Replace this with what is worth reading, or delete the section.

# Questions
- {question}
"""


def scaffold(topic: str, title: str, locale: str) -> Path:
    """Writes the file; raises ContentError when the id is no id or is taken."""
    path = CONTENT / "articles" / locale / f"{topic}.md"
    if not _ID.fullmatch(topic):
        raise ContentError(
            topic, None, "a topic id holds lower-case words joined by dots, e.g. delivery.gift_wrap"
        )
    if path.exists():
        raise ContentError(str(path), None, "is there already")
    question = re.sub(r"[^a-z' -]", "", title.lower()) or "what people ask"
    path.write_text(
        _TEMPLATE.format(
            topic=topic, title=title, say_title=title.lower(), today=date.today(), question=question
        ),
        encoding="utf-8",
    )
    return path
