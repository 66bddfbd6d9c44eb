"""Small faults for a module's source: what each is, and the source with it.

A fault is one change to one node of the syntax tree: a comparison turned round, `and` for `or`, a condition negated, a
number, a truth value or a text changed, a result dropped, a call left out, a `case` that never matches. Texts outside
functions are left alone (word lists, keys and names are data), and so are docstrings, annotations and errors' messages.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class Mutation:
    """One fault."""

    line: int
    what: str
    """What is changed, in few words: `< to <=`."""
    at: int
    """Which node of the tree, counted in the order of `ast.walk`."""
    variant: int
    """Which of the faults that the node can have."""
    function: str | None
    """Qualified name of the outermost function that holds it; None outside of all functions."""


def mutations(source: str) -> list[Mutation]:
    """All faults of a module, in the order of its lines."""
    tree = ast.parse(source)
    functions = dict(_inside_functions(tree))
    passed_over = set(_passed_over(tree))
    found = []
    for at, node in enumerate(ast.walk(tree)):
        if id(node) not in passed_over:
            for variant, (what, _) in enumerate(_faults(node, id(node) in functions)):
                found.append(Mutation(_line(node), what, at, variant, functions.get(id(node))))
    return sorted(found, key=lambda one: (one.line, one.at, one.variant))


def mutated(source: str, mutation: Mutation) -> ast.Module:
    """The module with that fault."""
    tree = ast.parse(source)
    node = next(node for at, node in enumerate(ast.walk(tree)) if at == mutation.at)
    _, change = _faults(node, mutation.function is not None)[mutation.variant]
    change()
    return ast.fix_missing_locations(tree)


def noting(source: str, hit: str) -> ast.Module:
    """The module, in which each outermost function calls `hit` with its qualified name before anything else."""
    tree = ast.parse(source)
    outermost = dict(_inside_functions(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and id(node) not in outermost:
            name = outermost[id(node.body[0])]
            call = ast.Expr(ast.Call(ast.Name(hit, ast.Load()), [ast.Constant(name)], []))
            node.body.insert(0, ast.copy_location(call, node.body[0]))
    return ast.fix_missing_locations(tree)


def _faults(node: ast.AST, in_function: bool) -> list[tuple[str, Callable[[], None]]]:
    """What can be wrong with one node, and how it is done, in place."""
    found: list[tuple[str, Callable[[], None]]] = []

    def fault(what: str, name: str, value: object) -> None:
        found.append((what, lambda: setattr(node, name, value)))

    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARISONS:
            other = _COMPARISONS[type(operator)]
            fault(f"{type(operator).__name__} to {other.__name__}", "ops", [other()])
        case ast.BoolOp(op=ast.And()):
            fault("and to or", "op", ast.Or())
        case ast.BoolOp():
            fault("or to and", "op", ast.And())
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            other_operator = _OPERATORS[type(operator)]
            fault(f"{type(operator).__name__} to {other_operator.__name__}", "op", other_operator())
        case ast.Constant(value=bool() as truth):
            fault(f"{truth} to {not truth}", "value", not truth)
        case ast.Constant(value=int() | float() as number):
            fault(f"{number} to {number + 1}", "value", number + 1)
        case ast.Constant(value=str() as text) if in_function and text:
            fault(f"{text!r:.40} changed", "value", f"{text}~")
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            fault("condition negated", "test", ast.UnaryOp(ast.Not(), copy.deepcopy(test)))
        case ast.comprehension(ifs=[test, *rest]):
            fault("filter left out", "ifs", rest)
        case ast.Return(value=ast.expr() as value) if not _is_constant(value, None):
            fault("nothing returned", "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            fault("call left out", "value", ast.Constant(None))
        case ast.match_case(pattern=ast.MatchAs(pattern=None)):
            pass
        case ast.match_case():
            fault("case never matches", "guard", ast.Constant(False))
        case _:
            pass
    return found


def _line(node: ast.AST) -> int:
    match node:
        case ast.match_case(pattern=placed) | ast.comprehension(ifs=[placed, *_]):
            return placed.lineno
    line: int = getattr(node, "lineno", 0)
    return line


def _is_constant(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _inside_functions(
    tree: ast.AST, name: str = "", outermost: str | None = None
) -> Iterator[tuple[int, str]]:
    """The nodes in the bodies of functions, with the outermost function's qualified name."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{name}.{child.name}".removeprefix(".")
            is_function = not isinstance(child, ast.ClassDef)
            parts = child.body if is_function else [child]
            for part in parts:
                at = outermost or (inner if is_function else None)
                if at and part is not child:
                    yield id(part), at
                yield from _inside_functions(part, inner, at)
        else:
            if outermost:
                yield id(child), outermost
            yield from _inside_functions(child, name, outermost)


def _passed_over(tree: ast.AST) -> Iterator[int]:
    """Nodes in which no fault is made."""
    for node in ast.walk(tree):
        for part in _parts_passed_over(node):
            yield from (id(inner) for inner in ast.walk(part))


def _parts_passed_over(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node
        case ast.Raise(exc=ast.Call(args=arguments)):
            yield from arguments
        case ast.Assert():
            yield node
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="log")))):
            yield node
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            yield node
        case ast.ClassDef(bases=[ast.Name(id="Protocol"), *_]):
            yield node
        case _:
            pass
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.decorator_list
        yield from filter(None, [node.returns])
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.ClassDef):
        yield from (*node.decorator_list, *(keyword.value for keyword in node.keywords))
