"""python -m operations …"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from authoring.compile import profile_file
from operations import commands
from operations.skill_package import Deployment, assemble, own_notice
from operations.voice_codes import OperationError, clear, set_code
from shop_helper.errors import ShopHelperError
from shop_helper.knowledge.bundled import EXAMPLE
from shop_helper.persistence.voice_code import VoiceCode, voice_code
from shop_helper.settings import Settings


def main(arguments: Sequence[str] | None = None, make: Callable[[Settings], VoiceCode] = voice_code) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.topic == "skill-package":
            profile = profile_file(options.profile)
            privacy_url = options.privacy_url or own_notice(profile)
            files = assemble(options.out, Deployment(options.endpoint, privacy_url), profile)
            print("\n".join(str(path) for path in files))
            return 0
        if options.topic in commands.TOPICS:
            return commands.run(options, Settings.from_environment(os.environ))
        codes = make(Settings.from_environment(os.environ))
        if options.action == "set":
            set_code(codes, options.customer, _typed)
            print(f"The voice code of customer {options.customer} is set.")
        else:
            clear(codes, options.customer)
            print(f"Customer {options.customer} has no voice code any more.")
    except (ShopHelperError, OperationError) as problem:
        print(f"python -m operations: {problem}", file=sys.stderr)
        return getattr(problem, "code", 2)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m operations", description="Commands for operators.")
    topics = made.add_subparsers(dest="topic", required=True)
    codes = topics.add_parser("voice-code", help="a customer's spoken PIN (docs/accounts.md)")
    actions = codes.add_subparsers(dest="action", required=True)
    for name, text in (
        ("set", "set it, which also ends a lock; the code is read from the terminal or standard input"),
        ("clear", "remove it"),
    ):
        actions.add_parser(name, help=text, description=text).add_argument("customer", help="customer id")
    package = topics.add_parser(
        "skill-package", help="assemble what the ASK CLI deploys (docs/operations.md)"
    )
    package.add_argument(
        "--endpoint", required=True, help="the function's ARN, or the web service's https address"
    )
    package.add_argument(
        "--privacy-url",
        help="https address of the skill's privacy notice (default: url.privacy of a shop's own profile)",
    )
    package.add_argument(
        "--profile",
        default=os.environ.get("SHOP_HELPER_PROFILE") or EXAMPLE,
        help="store profile that the words are made from: example, amazon, or a file (default: %(default)s)",
    )
    package.add_argument(
        "--out", type=Path, default=Path("skill-package"), help="folder (default: skill-package)"
    )
    commands.add_to(topics)
    return made


def _typed(ask: str) -> str:
    """A line that is not shown while it is typed, and never an argument: those stay in the shell's history."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{ask}: ")
    return sys.stdin.readline().strip()


if __name__ == "__main__":
    sys.exit(main())
