"""`python -m simulator check`: the rules on any skill, from its model files and its handler.

Without arguments: this project's own skill, with the example customers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.check.conversation_rules import check_conversations
from simulator.check.findings import Finding
from simulator.check.model_rules import check_model
from simulator.check.rules import as_json, markdown, remedy
from simulator.check.subject import Subject, model_data
from simulator.check.walk import Walk, walk
from simulator.endpoint import Handler
from simulator.entry_point import EntryPointError, entry_point
from simulator.local import local_skill
from simulator.model import MODELS, ModelError

_DESCRIPTION = """\
Checks a skill against the rules of the platform, of certification and of speech: its interaction
models, and its handler, which is driven through launches, help, stop, every intent, and a random
walk. Nothing is sent anywhere. Exit status: 0 nothing found, 1 something found, 2 can't be done."""


class CheckError(Exception):
    """The check can't be done as asked; the message says what to do."""


@dataclass(frozen=True)
class Found:
    locale: str
    findings: list[Finding]
    walk: Walk | None
    not_driven: str = ""
    """Why the handler was not driven with this model; empty where it was, or where there is none."""


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.rules:
        print(markdown())
        return 0
    try:
        with redirect_stdout(sys.stderr):  # what a handler prints is no part of the findings
            found = _found(options)
    except (CheckError, EntryPointError, ModelError, OSError) as problem:
        print(f"{_NAME}: {problem}", file=sys.stderr)
        return 2
    _print(found, options.json)
    return int(any(result.findings for result in found))


def _found(options: argparse.Namespace) -> list[Found]:
    if options.handler:
        tokens: list[str] = options.token or []
        return list(_check(options, entry_point(options.handler), (None, *tokens)))
    if options.models:
        return list(_check(options, None, (None,)))
    with local_skill(in_memory=True) as skill:
        return list(_check(options, skill, (None, *skill.world.customers)))


_NAME = "python -m simulator check"
OWN_MANIFESTS = (MODELS.parent / "skill-package" / "skill.json", MODELS.parent / "skill.json")
"""Where this project's skill.json may stand."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_NAME, description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--models", metavar="DIR", type=Path, help="folder of <locale>.json files (default: this project's)"
    )
    parser.add_argument(
        "--handler", metavar="MODULE.FUNCTION", help="the Lambda handler (default: this project's skill)"
    )
    parser.add_argument("--manifest", metavar="skill.json", type=Path, help="for its example phrases")
    parser.add_argument(
        "--token", action="append", help="an access token the handler accepts; may be given several times"
    )
    parser.add_argument(
        "--turns", type=_count, default=500, help="length of the random walk (default: 500; 0: none)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the random walk (default: 1)")
    parser.add_argument("--json", action="store_true", help="one JSON object per finding")
    parser.add_argument("--rules", action="store_true", help="only print the table of rules")
    return parser


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"expected a number of turns, got {text!r}")
    return int(text)


def _check(
    options: argparse.Namespace, handler: Handler | None, customers: tuple[str | None, ...]
) -> Iterator[Found]:
    """One result for each locale."""
    directory: Path = options.models or MODELS
    paths = sorted(directory.glob("*.json"))
    if not paths:
        raise CheckError(f"{directory} holds no <locale>.json; name the folder of the interaction models")
    manifest = _manifest(options)
    for path in paths:
        data = _json(path)
        findings = check_model(data, path.stem)
        if handler is None:
            yield Found(path.stem, findings, None)
            continue
        subject = Subject(handler, data, path.stem, customers, manifest)
        try:
            _ = subject.model
        except ModelError as problem:
            if not findings:
                raise CheckError(f"{path}: {problem}") from problem
            yield Found(path.stem, findings, None, not_driven=str(problem))
            continue
        findings += check_conversations(subject)
        hangs = any(finding.rule == "RSP5" for finding in findings)
        turns = 0 if hangs else options.turns
        walked = walk(subject, turns, options.seed, _tell(options.json)) if turns else None
        yield Found(path.stem, [*findings, *(walked.findings if walked else ())], walked)


def _manifest(options: argparse.Namespace) -> Any:
    """The one named; for this project's own skill the one that is there; else None."""
    if options.manifest:
        return _json(options.manifest)
    own = () if options.handler or options.models else OWN_MANIFESTS
    return next((_json(path) for path in own if path.exists()), None)


def _json(path: Path) -> Any:
    try:
        return model_data(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as problem:
        raise CheckError(f"{path}:{problem.lineno}: not valid JSON: {problem.msg}") from problem


def _tell(quiet: bool) -> Callable[[Walk], None] | None:
    if quiet or not sys.stderr.isatty():
        return None
    return lambda made: print(f"  {made.turns:,} turns …", file=sys.stderr)


def _print(found: Iterable[Found], as_lines: bool) -> None:
    for result in found:
        places: dict[tuple[str, str], list[Finding]] = {}
        for finding in dict.fromkeys(result.findings):
            places.setdefault((finding.rule, finding.wrong), []).append(finding)
        for same in places.values():
            first, more = same[0], _more(len(same) - 1)
            if as_lines:
                print(
                    json.dumps(
                        {"locale": result.locale, **as_json(first), "places": len(same)}, ensure_ascii=False
                    )
                )
            else:
                print(f"{first.rule:6}{first.place}{more}\n      {first.wrong}\n      → {remedy(first)}")
        if not as_lines:
            walked = f" (walked {result.walk})" if result.walk else ""
            if result.not_driven:
                walked = (
                    f" (Alexa would not build this model, so the handler was not driven: {result.not_driven})"
                )
            print(f"{result.locale}: {_number(len(places))}{walked}")


def _more(count: int) -> str:
    return f" (and {count} more place{'s' if count > 1 else ''})" if count else ""


def _number(count: int) -> str:
    return "nothing found" if not count else f"{count} finding{'s' if count > 1 else ''}"
