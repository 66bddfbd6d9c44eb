"""Which mutants are tried: as many of each package as its size has a share in, drawn with a seed."""

from __future__ import annotations

import ast
import hashlib
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.mutants.mutations import Mutation, mutated, mutations

ROOT = Path(__file__).resolve().parents[2]
SKILL = ROOT / "lambda" / "shop_helper"
PACKAGES = ("understanding", "conversation", "topics", "actions", "domain")


@dataclass(frozen=True)
class Mutant:
    """One fault in one module of the skill."""

    path: Path
    mutation: Mutation

    @property
    def package(self) -> str:
        return self.path.relative_to(SKILL).parts[0]

    @property
    def module(self) -> str:
        """Its dotted name, as it is imported."""
        return ".".join(self.path.relative_to(SKILL.parent).with_suffix("").parts)

    @cached_property
    def key(self) -> str:
        """Names the fault and the source that it is in: another source makes it another mutant."""
        source = hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]
        one = self.mutation
        return f"{self.path.relative_to(SKILL)}:{one.line}:{one.at}.{one.variant}:{source}"

    def tree(self) -> ast.Module:
        return mutated(self.path.read_text(encoding="utf-8"), self.mutation)

    def __str__(self) -> str:
        where = self.mutation.function or "the module itself"
        return f"{self.path.relative_to(ROOT)}:{self.mutation.line}: {self.mutation.what} (in {where})"


def sources(package: str) -> list[Path]:
    return sorted((SKILL / package).rglob("*.py"))


def draw(count: int, seed: int, packages: tuple[str, ...] = PACKAGES) -> list[Mutant]:
    """In an order that mixes the packages, so that the first of them are a sample of all."""
    sizes = {package: sum(_size(path) for path in sources(package)) for package in packages}
    drawn = []
    for package in packages:
        every = [Mutant(path, one) for path in sources(package) for one in mutations(path.read_text("utf-8"))]
        share = round(count * sizes[package] / sum(sizes.values()))
        drawn += random.Random(f"{seed} {package}").sample(every, min(share, len(every)))
    random.Random(seed).shuffle(drawn)
    return drawn


def find(key: str) -> Mutant:
    """The mutant of that key. Raises StopIteration where there is none."""
    path = SKILL / key.split(":")[0]
    every = (Mutant(path, one) for one in mutations(path.read_text(encoding="utf-8")))
    return next(one for one in every if one.key == key)


def _size(path: Path) -> int:
    """Lines that hold code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return len({node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)})
