"""Where the code guards something, and what each guard becomes when someone breaks it.

A site is a place in a source file with the text that stands there in its faulty form. Sites are found by walking the
syntax tree, so a new lock or owner filter is one by itself: nobody keeps a list.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

APPS = ("portal", "home", "events", "stories", "network", "search")
# The demo and the style guide guard nothing; a refusal of a command or a check is read by operators.
WITHOUT = re.compile(r"/migrations/|/demo/|/styleguide/|/management/|checks\.py$")

KINDS = {
    "lock": "rows are read without being held",
    "transaction": "the steps of a change are no longer one",
    "on commit": "it happens at once, not after the commit",
    "visible": "who asks no longer matters: all rows",
    "published": "the state of the row no longer matters: all rows",
    "owner": "whose row it is no longer matters",
    "audience": "for whom the row is no longer matters",
    "sign-in": "nobody has to sign in",
    "admission": "a decorator that lets some people in is gone",
    "permission": "everybody counts as having the right",
    "not found": "what should be 404 or 403 goes on",
    "refusal": "what the rules refuse goes on",
    "rule": "a reason to refuse is left out of a rule",
    "expiry": "it never expires",
    "consent": "consent no longer matters",
    "escape": "text of others is put in unescaped",
    "secret": "any secret, or one that was taken back, is the right one",
    "active": "who left or was shut out still counts",
    "limit": "there is no limit to tries",
    "post only": "a change can be asked for with GET",
    "middleware": "one layer around every page is gone",
}

_VISIBLE = {"visible_to", "with_field_visible_to", "shown_to", "within_school_visible_to"}
_PUBLISHED = {"live", "public", "published", "announced", "listed", "members", "awaiting_leader", "handed_in"}
_OWNED = {"of", "owned_by", "led_by", "organised_by", "for_addresses"}
_OWNERS = re.compile(
    r"^(member|asker|owner|writer|sender|receiver|proposed_by|author|inviter|requested_by|reporter|contact|user|guest"
    r"|host|blocker|member_id|member__key|owner__key|sender__key|author__key|reporter__key|proposed_by__key"
    r"|subject_key)$"
)
_ASKER = re.compile(r"\b(member|user|viewer|asked|member_key|by|author|sender|reporter|owner|writer|receiver|email)\b")
_AUDIENCE = re.compile(r"^(audience|audience__in|slice|slice__in)$")
_CONSENT = re.compile(r"consent|^naming$|^shows_name$|^may_quote|_quoted$")
_EXPIRY = re.compile(r"expires|until|closes_at|hold_ends|valid_|lapses|page\.until")
_EXPIRY_KEYWORD = re.compile(r"^(\w+__)?(expires_at|\w*until|closes_at|hold_ends_at|lapses_on)__(gt|gte|lt|lte)$")
_RIGHTS = {"is_member", "is_editor", "is_programme_team"}
_ASKING_RIGHTS = {"has_perm", "is_leader", "is_full_member", "organises"}
_ESCAPES = {"escape", "conditional_escape", "one_line", "safe_text", "clean_html"}
_SECRET = {"token_hash", "revoked_at"}
_ACTIVE = {"is_active", "member__is_active"}
_NARROWING = {"filter", "get", "exclude"}
_SIGN_IN = {"login_required", "reauthentication_required"}
# Decorators that look something up for the view are no sites: without them no view runs at all. What they check is.
_ADMISSION = {"members_only", "members_or_editors", "for_members", "for_programme_team", "for_editors", "for_leaders"}
_NO_REFUSALS = {"ImproperlyConfigured", "NotImplementedError", "TypeError", "ValueError", "CommandError", "SystemExit"}
_DECIDES = re.compile(r"^_?(decide|may|can|is|has|find_refusal|refusal|closed|allows|allowed)(_|$)")
_LAYERS = re.compile(r"Security|CSP|Permissions|XFrame|Csrf|TwoFactor|Private|Steady|ClientAddress|Authentication")
_MARK_SAFE = '__import__("django.utils.safestring", fromlist=["mark_safe"]).mark_safe'


@dataclass(frozen=True)
class Site:
    """One guard and its fault.

    Attributes:
        path: The file, from the root of the repository.
        line: Where the guard stands, from 1.
        kind: A name from `KINDS`.
        where: The function or class it stands in.
        number: Which of this kind it is in there, from 0; so a site keeps its key when lines move.
        start, end: The bytes that the fault replaces.
        fault: What comes there.
        probe: Line before which it shows that the guard is about to be used; None when that is at import.
    """

    path: str
    line: int
    kind: str
    where: str
    start: int
    end: int
    fault: str
    probe: int | None
    number: int = 0

    @property
    def key(self) -> str:
        """What the site is called from one run to the next."""
        return f"{self.path}::{self.where}::{self.kind}::{self.number}"

    def broken(self, source: bytes) -> bytes:
        """Give the file with the fault in it."""
        return source[: self.start] + self.fault.encode() + source[self.end :]


@dataclass
class _Walk(ast.NodeVisitor):
    """Collects the sites of one file."""

    path: str
    source: bytes
    names: list[str] = field(default_factory=list)
    statements: list[ast.stmt] = field(default_factory=list)
    found: list[Site] = field(default_factory=list)

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each line's first byte."""
        starts = [0]
        for line in self.source.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column

    def _begin(self, node: ast.AST) -> int:
        return self._offset(node.lineno, node.col_offset)

    def _end(self, node: ast.AST) -> int:
        return self._offset(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.AST) -> str:
        """Give what the file says there."""
        return self.source[self._begin(node) : self._end(node)].decode()

    def note(self, kind: str, node: ast.AST, fault: str, *, start: int | None = None, end: int | None = None) -> None:
        """Keep a site: the bytes of `node`, or those between `start` and `end`, become `fault`."""
        where = ".".join(self.names) or "module"
        first = self._begin(node) if start is None else start
        last = self._end(node) if end is None else end
        self.found.append(Site(self.path, node.lineno, kind, where, first, last, fault, self._probe_line(node)))

    def _probe_line(self, node: ast.AST) -> int | None:
        """Give the first line of the innermost statement that stands on lines of its own, inside a function."""
        if not any(isinstance(each, ast.FunctionDef) for each in self.statements):
            return None
        for statement in reversed(self.statements):
            line = statement.lineno
            if isinstance(statement, ast.FunctionDef):
                if node in statement.decorator_list or statement is node:
                    return self._first_of_body(statement)
                line = min([line, *(each.lineno for each in statement.decorator_list)])
            words = self.source[self._starts[line - 1] : self._starts[line]]
            if (
                not words.lstrip().startswith((b"elif", b"else", b"except"))
                and not words[: statement.col_offset].strip()
            ):
                return line
        return None

    def _first_of_body(self, function: ast.FunctionDef) -> int:
        body = [each for each in function.body if not _is_docstring(each)] or function.body
        first = body[0]
        decorators = getattr(first, "decorator_list", [])
        return min([first.lineno, *(each.lineno for each in decorators)])

    def visit(self, node: ast.AST) -> None:
        """Walk on, knowing the statements and names around."""
        if isinstance(node, ast.stmt):
            self.statements.append(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.names.append(node.name)
        super().visit(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.names.pop()
        if isinstance(node, ast.stmt):
            self.statements.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Decorators that let in, and the methods that decide who sees what."""
        for decorator in node.decorator_list:
            self._decorator(decorator)
        first = self._first_of_body(node)
        # The place of the first statement of the body, before which the fault gives an answer.
        place = self._offset(first, _indent(self.source, self._starts[first - 1]))
        if node.name == "visible_keys":
            self.note(
                "visible",
                node,
                f"return set(keys)\n{_spaces(self.source, self._starts[first - 1])}",
                start=place,
                end=place,
            )
        if node.name == "visible_to" and self.path.endswith("querysets.py"):
            self.note(
                "visible",
                node,
                f"return self.all()\n{_spaces(self.source, self._starts[first - 1])}",
                start=place,
                end=place,
            )
        self.generic_visit(node)

    def _decorator(self, decorator: ast.expr) -> None:
        name = _name_of(decorator.func if isinstance(decorator, ast.Call) else decorator)
        kinds = (
            ("sign-in", _SIGN_IN),
            ("admission", _ADMISSION),
            ("limit", {"paced_people"}),
            ("post only", {"require_POST"}),
        )
        for kind, names in kinds:
            if name in names:
                self.note(kind, decorator, "", start=self._begin(decorator) - 1, end=self._end(decorator))

    def visit_Call(self, node: ast.Call) -> None:
        """Locks, filters, escapes, secrets, limits, transactions."""
        name = _name_of(node.func)
        method = node.func if isinstance(node.func, ast.Attribute) else None
        if method is not None:
            self._method(node, method, name)
        else:
            self._function(node, name)
        if name == "Q":
            self._keywords(node, whole=f"{self.text(node.func)}(pk__isnull=False)")
        if name in _ASKING_RIGHTS:
            self.note("permission", node, "True")
        for part in [*node.args, *node.keywords]:
            self._argument(part)
        self.generic_visit(node)

    def _function(self, node: ast.Call, name: str) -> None:
        if name in _ESCAPES and len(node.args) == 1:
            self.note("escape", node, f"({self.text(node.args[0])})")
        elif name == "format_html":
            self.note(
                "escape", node.func, f"(lambda text, *given, **named: {_MARK_SAFE}(text.format(*given, **named)))"
            )
        elif name in {"constant_time_compare", "compare_digest"}:
            self.note("secret", node, "True")
        elif name == "allow" and any(each.arg == "window_seconds" for each in node.keywords):
            self.note("limit", node, "True")

    def _argument(self, part: ast.expr | ast.keyword) -> None:
        """Escaping that is handed on instead of called."""
        if isinstance(part, ast.Name) and part.id == "conditional_escape":
            self.note("escape", part, "str")
        if isinstance(part, ast.keyword) and part.arg == "autoescape" and self.text(part.value) == "True":
            self.note("escape", part.value, "False")

    def _method(self, node: ast.Call, method: ast.Attribute, name: str) -> None:
        on, after = self.text(method.value), self._end(method.value)
        if name == "select_for_update":
            self.note("lock", node, ".all()", start=after)
        elif name in _VISIBLE:
            self.note("visible", node, ".all()", start=after)
        elif name in _PUBLISHED and not node.args and not on.startswith("self.") and _is_queryset(on):
            self.note("published", node, ".all()", start=after)
        elif name in _OWNED and len(node.args) == 1 and _is_queryset(on) and _ASKER.search(self.text(node.args[0])):
            self.note("owner", node, ".all()", start=after)
        elif name == "on_commit":
            self.note("on commit", node, f"({self.text(node.args[0])})()")
        elif name == "atomic" and on == "transaction":
            self.note("transaction", node, '__import__("contextlib").nullcontext()')
        elif name == "translate" and "ESCAPES" in self.text(node):
            self.note("escape", node, "", start=after)
        elif name == "clean" and on == "nh3":
            self.note("escape", node, f"({self.text(node.args[0])})")
        if name in _NARROWING:
            self._keywords(node, whole=None)

    def _keywords(self, node: ast.Call, *, whole: str | None) -> None:
        """Conditions of a filter, each left out in turn; one that is a Q by itself becomes what always holds."""
        for keyword in node.keywords:
            if keyword.arg is None:
                continue
            kind = _kind_of_condition(keyword.arg, self.text(keyword.value))
            if kind is None:
                continue
            if whole is not None and len(node.keywords) == 1 and not node.args:
                self.note(kind, node, whole)
            else:
                start, end = self._with_comma(node, keyword)
                self.note(kind, keyword, "", start=start, end=end)

    def _with_comma(self, node: ast.Call, keyword: ast.keyword) -> tuple[int, int]:
        parts = sorted([*node.args, *node.keywords], key=self._begin)
        place = parts.index(keyword)
        if place:
            return self._end(parts[place - 1]), self._end(keyword)
        if len(parts) > 1:
            return self._begin(keyword), self._begin(parts[1])
        return self._begin(keyword), self._end(keyword)

    def visit_If(self, node: ast.If) -> None:
        """Conditions that end in a refusal: raised, or given as the answer of a rule."""
        last = node.body[-1]
        kind = None
        if isinstance(last, ast.Raise) and last.exc is not None:
            name = _name_of(last.exc.func if isinstance(last.exc, ast.Call) else last.exc)
            if name in {"Http404", "PermissionDenied"}:
                kind = "not found"
            elif name not in _NO_REFUSALS and name[:1].isupper():
                kind = "refusal"
        elif (
            isinstance(last, ast.Return) and self.path.endswith("rules.py") and _DECIDES.match((self.names or [""])[-1])
        ):
            kind = "rule"
        if kind is not None:
            self.note(kind, node.test, f"False and ({self.text(node.test)})")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """What someone may do, asked of the viewer."""
        if node.attr in _RIGHTS and isinstance(node.ctx, ast.Load) and "viewer" in self.text(node.value):
            self.note("permission", node, "True")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Moments after which something holds no more."""
        if len(node.ops) == 1 and not self.path.endswith(("models.py", "words.py")):
            left, right = self.text(node.left), self.text(node.comparators[0])
            is_left, is_right = bool(_EXPIRY.search(left)), bool(_EXPIRY.search(right))
            if is_left != is_right:
                is_later = isinstance(node.ops[0], ast.Gt | ast.GtE)
                is_earlier = isinstance(node.ops[0], ast.Lt | ast.LtE)
                if is_later or is_earlier:
                    self.note("expiry", node, str(is_later == is_left))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Layers around every page."""
        if isinstance(node.value, str) and "MIDDLEWARE" in self._assigned() and _LAYERS.search(node.value):
            end = self._end(node)
            self.note("middleware", node, "", end=end + self.source[end : end + 1].count(b","))

    def _assigned(self) -> str:
        statement = self.statements[-1] if self.statements else None
        return self.text(statement.targets[0]) if isinstance(statement, ast.Assign) else ""


def _kind_of_condition(name: str, value: str) -> str | None:
    """Give what a condition of a filter guards; None for one that only chooses."""
    kinds = {
        "owner": _OWNERS.match(name) and _ASKER.search(value),
        "audience": _AUDIENCE.match(name),
        "consent": _CONSENT.search(name),
        "expiry": _EXPIRY_KEYWORD.match(name),
        "secret": name in _SECRET,
        "active": name in _ACTIVE and value == "True",
    }
    return next((kind for kind, fits in kinds.items() if fits), None)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_queryset(text: str) -> bool:
    """Whether something is read from: a manager, a chain of calls, or a name in small letters for one."""
    return (
        "objects" in text
        or text.endswith(")")
        or re.fullmatch(r"[a-z_.]*(rows|texts|people|pages|own)", text) is not None
    )


def _name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _indent(source: bytes, start: int) -> int:
    line = source[start : source.find(b"\n", start)]
    return len(line) - len(line.lstrip())


def _spaces(source: bytes, start: int) -> str:
    return " " * _indent(source, start)


def sites_of(path: str, source: bytes) -> list[Site]:
    """Give the sites of one file, in order of place; only those whose faulty file is still Python.

    Parameters:
        path: The file, from the root of the repository; settings and rules are read as such by their name.
        source: What it holds.
    """
    walk = _Walk(path, source)
    walk.visit(ast.parse(source))
    seen: Counter[tuple[str, str]] = Counter()
    sites = []
    for site in sorted(walk.found, key=lambda each: (each.start, each.end, each.kind)):
        sites.append(replace(site, number=seen[site.where, site.kind]))
        seen[site.where, site.kind] += 1
    return [site for site in sites if _is_python(site.broken(source))]


def _is_python(source: bytes) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def all_sites(root: Path) -> Iterator[Site]:
    """Give the sites of the whole portal, file by file."""
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if not WITHOUT.search(name):
                yield from sites_of(name, path.read_bytes())
