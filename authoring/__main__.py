"""Commands for the people who own the words: `python -m authoring COMMAND`.

check    reads everything and says what is wrong, by file and line
compile  makes the knowledge bases that the skill loads: one for each profile of the package, and --profile
model    regenerates the question slot of the interaction models (--check: only says whether they are current)
preview  what an article sounds like, how long it takes, how hard it is to follow
listen   every spoken piece with its seconds; --speak says it aloud (espeak-ng)
stats    how much there is: articles, questions, words, seconds
facts    every fact with its source and state: unset, unverified, expired, overriding
unanswered  groups the questions that nobody answered, from log files (or standard input)
publish  puts the compiled knowledge base where skills with KNOWLEDGE_BASE_URI read it
upgrade  brings a compiled knowledge base of an earlier release up to this one
versions lists what was published, rollback makes an earlier version current
new      makes the file of a new article, to be filled in
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from authoring import listen, reports, unanswered
from authoring.compile import compile_knowledge, is_current, packaged, profile_file, write_knowledge
from authoring.model import MODELS, model_text
from authoring.promises import promises
from authoring.scaffold import scaffold
from authoring.spoken import lint, pieces
from authoring.upgrade import upgraded
from shop_helper.errors import KnowledgeError, ShopHelperError
from shop_helper.knowledge.base import KnowledgeBase, to_bytes
from shop_helper.knowledge.bundled import EXAMPLE
from shop_helper.persistence.client import s3_client
from shop_helper.persistence.knowledge import Library, Location
from shop_helper.settings import Settings
from simulator.check.speech_rules import remedy


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.profile = profile_file(options.profile)
        return int(options.run(options) or 0)
    except ShopHelperError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader has seen enough, as `| head` does
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for what is flushed at exit
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m authoring", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = "store profile: example, amazon, or a file (default: %(default)s)"
    parser.add_argument("--profile", default=EXAMPLE, help=which)
    parser.add_argument("--locale", default="en-US")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], object]) -> argparse.ArgumentParser:
        made = commands.add_parser(name)
        made.set_defaults(run=run)
        return made

    command("check", _check)
    command("stats", lambda options: print(reports.stats(_knowledge(options), options.locale)))
    stale = "only when something changed since the last time"
    command("compile", _compile).add_argument("--if-stale", action="store_true", help=stale)
    current = "change nothing, fail when a model is stale"
    command("model", _model).add_argument("--check", action="store_true", help=current)
    preview = command("preview", lambda options: print(reports.preview(_knowledge(options), options.topic)))
    preview.add_argument("topic", help="topic id, e.g. contact.hours")
    facts = command(
        "facts",
        lambda options: print(reports.fact_report(_knowledge(options), options.today or date.today())),
    )
    facts.add_argument("--today", type=date.fromisoformat, help="date to reckon with (YYYY-MM-DD)")
    logs = "exported log files; none: standard input"
    command("unanswered", _unanswered).add_argument("logs", nargs="*", type=Path, help=logs)
    listening = command("listen", _listen)
    which = "only places with one of these in their name, e.g. returns.how"
    listening.add_argument("words", nargs="*", help=which)
    listening.add_argument("--speak", action="store_true", help="say it aloud with espeak-ng")
    shared = [
        command(*one) for one in (("publish", _publish), ("versions", _versions), ("rollback", _roll_back))
    ]
    for one in shared:
        one.add_argument("uri", help="s3://bucket/prefix")
    shared[-1].add_argument("checksum", help="of the version, or how it begins")
    older = command("upgrade", _upgrade)
    older.add_argument("old", type=Path, help="the file as it was published")
    older.add_argument("new", type=Path, help="the file to write")
    new = command(
        "new", lambda options: print("written:", scaffold(options.topic, options.title, options.locale))
    )
    new.add_argument("topic")
    new.add_argument("title")
    return parser


def _check(options: argparse.Namespace) -> int:
    data = _knowledge(options)
    if faults := [*lint(data), *promises(data)]:
        print("\n".join(f"error: {fault}; {remedy(fault)}" for fault in faults), file=sys.stderr)
        return 1
    print(
        f"{len(data['articles'])} articles, {len(data['facts'])} facts, {len(data['prompts'])} prompts: all good"
    )
    for warning in reports.warnings(data):
        print(f"note: {warning}")
    return 0


def _knowledge(options: argparse.Namespace) -> dict[str, Any]:
    return compile_knowledge(options.profile, options.locale)


def _compile(options: argparse.Namespace) -> None:
    for profile in dict.fromkeys((*packaged(), options.profile)):
        if not (options.if_stale and is_current(profile, options.locale)):
            print(profile.stem, write_knowledge(profile, options.locale).name, "compiled")


def _upgrade(options: argparse.Namespace) -> None:
    try:
        raw = options.old.read_bytes()
    except OSError as problem:
        raise KnowledgeError(str(options.old), None, f"can't be read: {problem.strerror}") from problem
    data, put_in = upgraded(raw, str(options.old), _knowledge(options))
    KnowledgeBase.from_bytes(to_bytes(data), str(options.old))
    options.new.write_bytes(to_bytes(data))
    print("\n".join(f"from this release: {one}" for one in put_in))
    print(f"{options.new.name} written, with {len(put_in)} additions")


def _model(options: argparse.Namespace) -> int:
    path = MODELS / f"{options.locale}.json"
    text = model_text(path, options.locale)
    if path.read_text(encoding="utf-8") == text:
        print(f"{path.name} is current")
    elif options.check:
        print(f"error: {path.name} is stale; run `make model`", file=sys.stderr)
        return 1
    else:
        path.write_text(text, encoding="utf-8")
        print(f"{path.name} written, {len(text.encode()):,} bytes")
    return 0


def _listen(options: argparse.Namespace) -> int:
    chosen = [
        piece
        for piece in pieces(_knowledge(options))
        if not options.words or any(word in piece.place for word in options.words)
    ]
    if not chosen:
        print(f"error: nothing spoken is called {' or '.join(options.words)}", file=sys.stderr)
        return 1
    lines = listen.timed(chosen)
    if options.speak:
        listen.speak(lines)
    else:
        print(listen.report(list(lines)))
    return 0


def _unanswered(options: argparse.Namespace) -> None:
    texts = [path.read_text(encoding="utf-8") for path in options.logs] or [sys.stdin.read()]
    print(unanswered.report(line for text in texts for line in text.splitlines()))


def _library(options: argparse.Namespace) -> Library:
    return Library(s3_client(Settings.from_environment(os.environ)), Location.parse(options.uri))


def _publish(options: argparse.Namespace) -> None:
    raw = write_knowledge(options.profile, options.locale).read_bytes()
    checksum = KnowledgeBase.from_bytes(raw, options.uri).checksum
    print("published:", _library(options).publish(options.locale, raw, checksum))


def _versions(options: argparse.Namespace) -> None:
    for when, checksum in _library(options).versions(options.locale):
        print(when, checksum)


def _roll_back(options: argparse.Namespace) -> None:
    print("current again:", _library(options).roll_back(options.locale, options.checksum))


if __name__ == "__main__":
    sys.exit(main())
