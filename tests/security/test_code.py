"""What our code does not do at all: run text, open shells, read pickles, guess randomly, use broken hashes.

Read from the syntax of every module, so that what comes in by another name of the same module is seen too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "home", "events", "stories", "network", "search")
# Modules of the standard library (and their like) that nothing of the site needs.
UNWANTED = {
    "pickle": "reads objects that run code (ASVS 1.5.2)",
    "marshal": "reads objects that run code (ASVS 1.5.2)",
    "shelve": "reads pickles (ASVS 1.5.2)",
    "dill": "reads pickles (ASVS 1.5.2)",
    "yaml": "may build any object (ASVS 1.5.2)",
    "subprocess": "starts programs (ASVS 1.2.5)",
    "pty": "starts programs (ASVS 1.2.5)",
    "random": "can be guessed; secrets can't (ASVS 11.5.1)",
    "xml.etree": "reads documents that name others (ASVS 1.5.1)",
    "xml.dom": "reads documents that name others (ASVS 1.5.1)",
    "xml.sax.expatreader": "reads documents that name others (ASVS 1.5.1)",
    "lxml": "reads documents that name others (ASVS 1.5.1)",
    "ldap3": "there is no directory (ASVS 1.2.6)",
    "ctypes": "handles memory itself (ASVS 1.4.1)",
    "uuid": "is no secret (ASVS 11.5.1); see portal.shared.keys",
}
# Names of the library that one needs all the same.
ALLOWED = {
    # A key of a block in a text, that no right depends on.
    "uuid": ("portal/", "home/", "events/", "stories/", "network/", "search/"),
    # Load data is the same for the same seed, and holds no secret.
    "random": ("home/load/", "home/management/commands/generate_load_data.py"),
}
UNWANTED_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "hashlib.md5", "hashlib.sha1"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    found = dict(modules())
    assert len(found) > 300
    return found


@pytest.mark.parametrize("name", UNWANTED)
def test_no_module_is_used_that(trees, name):
    users = {
        path
        for path, tree in trees.items()
        if any(module == name or module.startswith(f"{name}.") for module in imported(tree))
        and not path.startswith(ALLOWED.get(name, ()))
    }

    assert users == set(), UNWANTED[name]


def test_no_text_is_run_and_no_broken_hash_is_used(trees):
    users = {(path, name) for path, tree in trees.items() for name in called(tree) if name in UNWANTED_CALLS}

    # The language of a list of leaked passwords; nothing is protected by it.
    assert users == {("network/members/breaches.py", "hashlib.sha1")}


def test_only_the_machines_that_bring_a_token_of_their_own_send_forms_without_ours(trees):
    exempt = {path for path, tree in trees.items() if any(name.endswith("csrf_exempt") for name in imported(tree))}

    assert exempt == {
        # A secret of the mail service.
        "portal/shared/mail_reports/views.py",
        # The secret in the address of the mail; one click, asked for by mail programs (RFC 8058).
        "network/following/views.py",
        "network/initiatives/views/joining.py",
        # A ticket that the page was given, that counts once, and that changes nothing of anyone's.
        "search/asked/views.py",
    }


def scripts() -> dict[str, str]:
    paths = [*(ROOT / "static" / "js").rglob("*.js"), *(ROOT / "templates").rglob("*.js")]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}


def test_no_script_makes_a_page_of_text_or_runs_it():
    unwanted = re.compile(
        r"\.(inner|outer)HTML\s*[+]?=(?!=)|insertAdjacentHTML|document\.(write|cookie)|\beval\(|new Function|__proto__"
    )

    assert {path for path, text in scripts().items() if unwanted.search(text)} == set()


def test_no_script_comes_from_elsewhere():
    outside = re.compile(r"https?://(?!www\.w3\.org/)")

    assert {path for path, text in scripts().items() if outside.search(re.sub(r"//[^\n]*", "", text))} == set()
    sources = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//")
    templates = (ROOT / "templates").rglob("*.html")
    assert {str(path) for path in templates if sources.search(path.read_text("utf-8"))} == set()


def test_no_template_goes_around_the_escaping():
    unescaped = re.compile(r"\|\s*safe\b|autoescape off|\|\s*safeseq")
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if unescaped.search(path.read_text("utf-8"))
    }

    # Help texts are our own, and Django's of the password rules are HTML.
    assert found == {"templates/django/forms/field.html"}
