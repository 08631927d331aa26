"""Who calls whom in the portal, and what is written and held inside which transaction: read from the code."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "home", "events", "stories", "network", "search")
_WRITES = {"save", "create", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}


@dataclass(frozen=True)
class Step:
    """Something a function does: `what` is "write", "lock" or the name of the function it calls."""

    what: str
    line: int
    is_inside: bool
    block: int = 0


@dataclass
class Function:
    """A function of the portal and what it does, in order; `is_inside` a transaction that it begins itself."""

    name: str
    path: str
    line: int
    steps: list[Step] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)


class _Reader(ast.NodeVisitor):
    """Reads one module: its functions under `module:name`, its imports as what a name stands for."""

    def __init__(self, module: str, path: str, tree: ast.Module) -> None:
        self.module, self.path, self.names = module, path, dict[str, str]()
        self.functions: list[Function] = []
        # What stands in a table of the module, by which a view or a job calls it.
        self.tabled: list[str] = []
        self._stack: list[Function] = []
        self._classes: list[str] = []
        self._blocks: list[int] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                self.names |= {alias.asname or alias.name: f"{node.module}:{alias.name}" for alias in node.names}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.names[node.name] = f"{module}:{node.name}"
        self.visit(tree)

    def visit_ClassDef(self, node):
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node):
        around, self._blocks = self._blocks, []
        inner = [*self._classes, *(each.name.rpartition(":")[2] for each in self._stack), node.name]
        function = Function(f"{self.module}:{'.'.join(inner)}", self.path, node.lineno)
        self.functions.append(function)
        self._stack.append(function)
        if any(_is_atomic(each) for each in node.decorator_list):
            self._blocks.append(node.lineno)
            function.blocks.append(node.lineno)
        for each in node.body:
            self.visit(each)
        self._stack.pop()
        self._blocks = around

    def visit_With(self, node):
        begins = any(_is_atomic(item.context_expr) for item in node.items)
        for item in node.items:
            self.visit(item)
        if begins:
            self._blocks.append(node.lineno)
            if self._stack and len(self._blocks) == 1:
                self._stack[-1].blocks.append(node.lineno)
        for each in node.body:
            self.visit(each)
        if begins:
            self._blocks.pop()

    def visit_Name(self, node):
        if not self._stack and ":" in self.names.get(node.id, ""):
            self.tabled.append(self.names[node.id])

    def visit_Call(self, node):
        self.generic_visit(node)
        self._note(node.func, node)
        for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
            # A function handed on is called by whoever got it, here and now.
            if isinstance(given, ast.Name) and ":" in self.names.get(given.id, ""):
                self._step(self.names[given.id], given.lineno)

    def _note(self, called, node):
        if isinstance(called, ast.Name):
            if called.id in self.names:
                self._step(self.names[called.id], node.lineno)
        elif isinstance(called, ast.Attribute):
            if called.attr == "select_for_update":
                self._step("lock", node.lineno)
            elif called.attr in _WRITES or (called.attr == "update" and node.keywords and not node.args):
                self._step("write", node.lineno)
            elif isinstance(called.value, ast.Name) and called.value.id == "self" and self._classes:
                self._step(f"{self.module}:{self._classes[-1]}.{called.attr}", node.lineno)

    def _step(self, what, line):
        if self._stack:
            block = self._blocks[0] if self._blocks else 0
            self._stack[-1].steps.append(Step(what, line, bool(self._blocks), block))


def _is_atomic(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr == "atomic"


def read(*, instead: Mapping[str, str] | None = None) -> dict[str, Function]:
    """Give every function of the portal by `module:name`; migrations, demo and commands apart.

    Parameters:
        instead: Texts to read in the place of files, by their path from the root of the repository.
    """
    functions: dict[str, Function] = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if {"migrations", "demo", "management", "styleguide", "settings"} & set(path.parts):
                continue
            text = (instead or {}).get(name) or path.read_text(encoding="utf-8")
            functions |= {function.name: function for function in _functions_of(name, text)}
    return _with_reexports(functions)


@cache
def _functions_of(path: str, text: str) -> tuple[Function, ...]:
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    reader = _Reader(module, path, ast.parse(text))
    tables = Function(f"{module}:", path, 1, [Step(name, 1, is_inside=False) for name in reader.tabled])
    return (*reader.functions, tables)


def _with_reexports(functions: dict[str, Function]) -> dict[str, Function]:
    """Let a name that a package hands on (`network.members.actions:erase`) mean the function where it is written."""
    by_last = defaultdict(list)
    for name in functions:
        by_last[name.rpartition(":")[2]].append(name)

    @cache
    def real(name: str) -> str:
        module, _colon, last = name.partition(":")
        inside = [each for each in by_last[last] if each.startswith(f"{module}.")]
        return name if name in functions else inside[0] if len(inside) == 1 else name

    return {
        name: replace(function, steps=[replace(step, what=real(step.what)) for step in function.steps])
        for name, function in functions.items()
    }


def unprotected(functions: dict[str, Function], *, held: Callable[[str], bool]) -> set[str]:
    """Give the functions that may run outside any transaction: called so, or by nobody we see (a view, a job).

    Parameters:
        functions: All of them.
        held: Says of a name whether a registry calls it inside the transaction of its own caller.
    """
    calls: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for function in functions.values():
        for step in function.steps:
            if step.what in functions:
                calls[step.what].append((function.name, step.is_inside))
    open_ones = {name for name in functions if not calls[name] and not held(name)}
    while True:
        more = {
            name
            for name in functions.keys() - open_ones
            if not held(name) and any(not is_inside and caller in open_ones for caller, is_inside in calls[name])
        }
        if not more:
            return open_ones
        open_ones |= more


def doing(functions: dict[str, Function], what: str) -> set[str]:
    """Give the functions of actions that hold a row ("lock") or write one ("write"), and all that call them.

    Counting a try of a limit is no such write: it has a transaction of its own, so that it counts whatever follows.
    """
    found = {each.name for each in in_actions(functions) if any(step.what == what for step in each.steps)}
    found -= {"portal.shared.limits.actions:allow"}
    while True:
        more = {
            name
            for name, function in functions.items()
            if name not in found and any(step.what in found for step in function.steps)
        }
        if not more:
            return found
        found |= more


def in_actions(functions: dict[str, Function]) -> Iterator[Function]:
    """Give the functions that write for a subject."""
    return (each for each in functions.values() if ".actions" in each.name and not each.name.endswith(":"))
