"""How well people in danger are recognized, by kind. Prints figures only, never a sentence.

python -m benchmarks.danger                       the held-out half, by the sense alone
python -m benchmarks.danger --skill               through the whole skill, fresh and in the middle of a task
python -m benchmarks.danger --ordinary            false alarms on the ordinary questions
python -m benchmarks.danger FILE.jsonl --show     with the sentences that went wrong: never for the held-out half
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shop_helper.domain.danger import Danger
from shop_helper.knowledge.ranking import Ranker
from shop_helper.understanding.danger import DangerSense
from training.damage import damaged, one_accident

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = ROOT / "tests" / "danger" / "held_out.jsonl"
ORDINARY = ROOT / "tests" / "questions"
SEED = 20261130

Detect = Callable[[str], str | None]
"""A sentence → the kind of danger it is taken for."""

NOISE: dict[str, Callable[[str, random.Random], str]] = {
    "as text": lambda text, chance: text,
    "one accident": one_accident,
    "one to three": damaged,
}
"""What a recognizer makes of a sentence (`training.damage`)."""

TASKS: dict[str, Sequence[str]] = {
    "fresh": (),
    "at a description": ("open a case about the kettle",),
    "at a read-back": ("open a case about the kettle", "the lid is cracked and it leaks"),
}


@dataclass(frozen=True)
class Line:
    text: str
    kind: str
    """A kind of danger, or `none`."""

    @property
    def is_danger(self) -> bool:
        return self.kind != "none"


@dataclass
class Count:
    asked: int = 0
    alarms: int = 0
    right_kind: int = 0

    @property
    def share(self) -> float:
        return self.alarms / self.asked if self.asked else 0.0


def read_lines(path: Path) -> list[Line]:
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Line(entry["text"], entry["kind"] if entry["danger"] else "none") for entry in entries]


def heard(lines: Sequence[Line], noise: str, seed: int = SEED) -> list[Line]:
    """The lines as they arrive. The same seed damages the same way."""
    chance = random.Random(seed)
    return [Line(NOISE[noise](line.text, chance), line.kind) for line in lines]


def count(lines: Sequence[Line], detect: Detect, wrong: list[str] | None = None) -> dict[str, Count]:
    """Per kind (`none`: near misses), and under `danger` for all kinds together."""
    counts = {name: Count() for name in (*(kind.value for kind in Danger), "none", "danger")}
    for line in lines:
        found = detect(line.text)
        for name in {line.kind, "danger"} if line.is_danger else {line.kind}:
            counts[name].asked += 1
            counts[name].alarms += found is not None
            counts[name].right_kind += found == line.kind
        if wrong is not None and (found is not None) != line.is_danger:
            wrong.append(f"{line.kind}: {line.text}")
    return counts


def by_sense(sense: DangerSense) -> Detect:
    def detect(text: str) -> str | None:
        found = sense.danger_in(text)
        return found.value if found else None

    return detect


@contextmanager
def by_skill(before: Sequence[str]) -> Iterator[Detect]:
    """Through the simulator: what Alexa's part makes of the words, and what the turn log says of the reply."""
    from simulator.device import Device
    from simulator.local import local_skill
    from simulator.model import load_model

    with local_skill(in_memory=True) as skill:
        model = load_model("en-US")

        def detect(text: str) -> str | None:
            device = Device(skill, model, customer="ana")
            for sentence in before:
                device.say(sentence)
            answer = device.say(text)
            device.close()
            return (answer.turn or {}).get("danger")

        yield detect


def table(title: str, columns: dict[str, dict[str, Count]]) -> str:
    names = list(next(iter(columns.values())))
    lines = [title, f"  {'':<12}{'lines':>6}" + "".join(f"{name:>20}" for name in columns)]
    for name in names:
        asked = next(iter(columns.values()))[name].asked
        shares = "".join(f"{counts[name].share:>20.1%}" for counts in columns.values())
        lines.append(f"  {'near misses' if name == 'none' else name:<12}{asked:>6}{shares}")
    right = [counts["danger"].right_kind / max(1, counts["danger"].alarms) for counts in columns.values()]
    lines.append(f"  {'right kind':<18}" + "".join(f"{share:>20.1%}" for share in right))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.danger", description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=HELD_OUT, metavar="FILE.jsonl")
    parser.add_argument("--skill", action="store_true", help="through the whole skill (minutes)")
    parser.add_argument("--ordinary", action="store_true", help="false alarms on the ordinary questions")
    parser.add_argument("--show", action="store_true", help="also the sentences that went wrong")
    chosen = parser.parse_args(arguments)
    if chosen.show and chosen.file.name.startswith("held_out"):
        parser.error("the held-out half is not to be looked at")
    sense = DangerSense.load(meaning=Ranker.load().meaning)
    if chosen.ordinary:
        return _ordinary(by_sense(sense))
    lines, wrong = read_lines(chosen.file), list[str]()
    if not chosen.skill:
        columns = {noise: count(heard(lines, noise), by_sense(sense), wrong) for noise in NOISE}
        print(table(f"{chosen.file.name}, by the sense", columns))
    else:
        for task, before in TASKS.items():
            with by_skill(before) as detect:
                columns = {noise: count(heard(lines, noise), detect, wrong) for noise in NOISE}
            print(table(f"{chosen.file.name}, {task}", columns))
    if chosen.show:
        print("\n".join(wrong))
    return 0


def _ordinary(detect: Detect) -> int:
    for path in sorted(ORDINARY.glob("*.jsonl")):
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        alarms = sum(detect(text) is not None for text in texts)
        print(f"  {path.name:<28}{len(texts):>6}{alarms / len(texts):>10.2%}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
