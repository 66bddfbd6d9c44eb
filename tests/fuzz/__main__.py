"""`python -m tests.fuzz --count 200000 --seed 1`; `--only 4711` plays one conversation again and says what broke."""

from __future__ import annotations

import argparse
import json
import sys
import time

from tests.fuzz.run import Fuzzer, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Play hostile envelopes.")
    parser.add_argument("--count", type=int, default=20_000, help="envelopes to send (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--only", type=int, help="number of the one conversation to play")
    asked = parser.parse_args()
    fuzzer, began = Fuzzer(), time.monotonic()
    if asked.only is not None:
        _, firsts, _ = run(fuzzer, asked.seed, 1, asked.only)
        for problem in firsts.values():
            print(json.dumps(problem.envelope, indent=1), problem.kind, problem.detail, sep="\n")
        return int(bool(firsts))
    counts, firsts, sent = run(fuzzer, asked.seed, asked.count)
    for kind, count in counts.most_common():
        first = firsts[kind]
        print(f"{count:7}  {kind}  (--seed {asked.seed} --only {first.number})")
        print("         " + first.detail.strip().splitlines()[-1][:200])
    took = time.monotonic() - began
    print(f"{sent} envelopes in {took:.0f} s, {counts.total()} broken, {len(counts)} kinds")
    return int(bool(counts))


sys.exit(main())
