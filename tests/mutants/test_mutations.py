"""The faults that `make mutants` makes, and which of them it draws."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.mutants.drawn import PACKAGES, draw, find
from tests.mutants.mutations import mutated, mutations, noting


def faulty(source: str) -> set[str]:
    """The source with each of its faults."""
    return {ast.unparse(mutated(source, one)) for one in mutations(source)}


def in_function(line: str) -> str:
    return f"def f(a, b):\n    {line}"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("return a < b", "return a <= b"),
        ("return a == b", "return a != b"),
        ("return a in b", "return a not in b"),
        ("return a is b", "return a is not b"),
        ("return a and b", "return a or b"),
        ("return a + b", "return a - b"),
        ("return a | b", "return a & b"),
        ("return a if b else 3", "return a if not b else 3"),
        ("return a if b else 3", "return a if b else 4"),
        ("return True", "return False"),
        ("return 'said'", "return 'said~'"),
        ("return a", "return None"),
        ("return [c for c in a if b]", "return [c for c in a]"),
        ("print(a)", "None"),
    ],
)
def test_a_function_can_have_this_fault(line: str, fault: str) -> None:
    assert in_function(fault) in faulty(in_function(line))


def test_a_condition_is_negated_and_a_case_never_matches() -> None:
    assert in_function("if not a:\n        b()") in faulty(in_function("if a:\n        b()"))
    matched = "match a:\n        case 1:\n            b()"
    assert in_function(matched.replace("case 1:", "case 1 if False:")) in faulty(in_function(matched))


@pytest.mark.parametrize(
    "source",
    [
        "WORDS = ('kettle', 'lamp')",
        '"""What is in here."""',
        "def f():\n    '''Say nothing.'''",
        "def f(a: 'text') -> 'text': ...",
        "def f():\n    raise ValueError('too large', 3)",
        "def f():\n    log.warning('it failed')",
        "class C(Protocol):\n    def f(self): return 3",
    ],
)
def test_word_lists_words_for_people_and_types_are_left_alone(source: str) -> None:
    assert faulty(source) == set()


def test_a_figure_of_the_module_is_changed_and_belongs_to_no_function() -> None:
    (mutation,) = mutations("MOST = 3")

    assert ast.unparse(mutated("MOST = 3", mutation)) == "MOST = 4"
    assert mutation.function is None


def test_a_fault_belongs_to_the_outermost_function_that_holds_it() -> None:
    source = "class C:\n    def f(self):\n        def g():\n            return 3\n        return g"

    assert {mutation.function for mutation in mutations(source)} == {"C.f"}


def test_a_function_notes_its_call_before_all_else() -> None:
    noted = ast.unparse(noting("class C:\n    def f(self):\n        return 3", "hit"))

    assert noted == "class C:\n\n    def f(self):\n        hit('C.f')\n        return 3"


def test_the_same_seed_draws_the_same_mutants_of_every_package() -> None:
    drawn = draw(200, seed=1)
    share = Counter(mutant.package for mutant in drawn)

    assert [mutant.key for mutant in drawn] == [mutant.key for mutant in draw(200, seed=1)]
    assert set(share) == set(PACKAGES)
    assert abs(len(drawn) - 200) <= len(PACKAGES)


def test_a_mutant_is_found_again_by_its_key_and_compiles() -> None:
    for mutant in draw(20, seed=2):
        assert find(mutant.key) == mutant
        compile(mutant.tree(), str(mutant.path), "exec")
