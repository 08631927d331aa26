"""How hostile questions are made, in parts of the site; each part is a strategy of Hypothesis."""

import base64
import json
from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from wagtail import blocks
from wagtail.fields import StreamField

from portal.shared.mail_reports.services import SERVICES
from stories.models import CoachStoryPage
from tests.architecture.addresses import ADDRESSES, Audience
from tests.fuzz.asks import Ask, forms_of
from tests.fuzz.files import MAKERS
from tests.fuzz.files import NAMES as FILE_NAMES
from tests.fuzz.files import TYPES as FILE_TYPES
from tests.fuzz.judging import SECRET, judged, place
from tests.fuzz.values import BODIES, HEADERS, METHODS, NAMES, RAW_QUERIES, TYPES, answers, hostile
from tests.fuzz.world import ADMIN, DESK, World
from tests.security.actors import ANONYMOUS, EDITOR, LEADER, MEMBER, MODERATOR, OTHER, PROGRAMME, PROSPECT
from tests.security.surfaces import FILTERS

# Whom an address is for asks most; the others are sent away sooner or later, and that must hold too.
ANYONE = st.sampled_from((ANONYMOUS, PROSPECT, MEMBER, OTHER, EDITOR, MODERATOR, LEADER, PROGRAMME, ADMIN))
OWNERS = {
    Audience.EVERYONE: st.sampled_from((ANONYMOUS, MEMBER)),
    Audience.LINK: st.just(ANONYMOUS),
    Audience.EDITOR: st.just(MODERATOR),
    Audience.LEADER: st.just(LEADER),
    Audience.PROGRAMME: st.just(PROGRAMME),
}
DESK_READERS = st.sampled_from((ADMIN, ADMIN, ADMIN, PROGRAMME, MODERATOR, EDITOR))
EXTRA_FIELDS = (
    "is_superuser",
    "is_staff",
    "groups",
    "member",
    "standing",
    "next",
    "id",
    "key",
    "version",
    "token",
    "state",
)
UPLOADS = (
    (MEMBER, "mijn/profiel/", "portrait"),
    (MEMBER, "mijn/bijdragen/<slug:key>/schrijven/<slug:step>/", "file"),
    (MEMBER, "scholen/<slug:slug>/coordinatie/pagina/", "picture"),
    (MEMBER, "agenda/inlezen/", "file"),
    (ADMIN, "beheer/images/add/", "file"),
    (ADMIN, "beheer/images/<int:image_id>/", "file"),
    (ADMIN, "beheer/images/multiple/add/", "files[]"),
    (ADMIN, "beheer/images/chooser/create/", "image-chooser-upload-file"),
    (ADMIN, "beheer/documents/add/", "file"),
    (ADMIN, "beheer/documents/edit/<int:document_id>/", "file"),
    (ADMIN, "beheer/documents/multiple/add/", "files[]"),
    (ADMIN, "beheer/documents/chooser/create/", "document-chooser-upload-file"),
    (ADMIN, "beheer/redirects/import/", "import_file"),
)
PAGE_FIELDS = ("title", "slug", "authors-TOTAL_FORMS", "comments-INITIAL_FORMS", "go_live_at", "action-publish", "lead")
PAGE_FORMS = ("beheer/pages/<int:page_id>/edit/", "beheer/pages/<int:page_id>/edit/preview/")
PAGE_FORMS += tuple(
    "beheer/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/" + end
    for end in ("", "preview/")
)
REPORT = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "Email": "noor@lindenwaard.example",
    "BouncedAt": "2026-03-01T09:00:00Z",
    "MessageID": "x",
    "Metadata": {"outbox": "x"},
    "event": "hard_bounce",
    "email": "noor@lindenwaard.example",
    "ts_event": 1772355600,
    "time": 1772355600,
    "MessageUUID": "x",
    "signature": {"token": "x", "timestamp": "1", "signature": "x"},
    "event-data": {"event": "failed", "timestamp": 1772355600.5, "recipient": "x"},
}
AUTHORIZATION = "Basic " + base64.b64encode(SECRET.encode()).decode()
JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), hostile),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


def someone(draw, route: str) -> str:
    """Draw who asks."""
    if draw(st.integers(0, 4)) == 0:
        return draw(ANYONE)
    if route.startswith(DESK):
        return draw(DESK_READERS)
    return draw(OWNERS.get(ADDRESSES.get(route), st.just(MEMBER)))


def queries(routes: list[str]) -> SearchStrategy[Ask]:
    """Hostile parameters on an address, those it reads among them."""

    @st.composite
    def make(draw) -> Ask:
        route = draw(st.sampled_from(routes))
        if draw(st.integers(0, 9)) == 0:
            return Ask(someone(draw, route), route, query=draw(st.sampled_from(RAW_QUERIES)))
        names = st.sampled_from((*FILTERS[route], *FILTERS[route], *NAMES[:8]) if route in FILTERS else NAMES)
        pairs = draw(st.lists(st.tuples(names, hostile), min_size=1, max_size=4))
        return Ask(someone(draw, route), route, query=pairs)

    return make()


def forms(routes: list[str]) -> SearchStrategy[Ask]:
    """The form of a page with some answers that nobody means well; one that isn't there gets fields all the same."""

    @st.composite
    def make(draw) -> Ask:
        route, number = draw(st.sampled_from(routes)), draw(st.integers(0, 3))
        # Which fields there are is seen when it is asked: reading a page is no part of a strategy.
        names = st.one_of(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.sampled_from(EXTRA_FIELDS))
        changes = draw(st.lists(st.tuples(names, answers), min_size=1, max_size=4))
        return Ask(someone(draw, route), route, "POST", form=number, changes=changes)

    return make()


def paths(world: World, routes: list[str]) -> SearchStrategy[Ask]:
    """What no row has, where an address names one."""

    @st.composite
    def make(draw) -> Ask:
        route = draw(st.sampled_from(routes))
        names = world.names_in(route) or ["page"]
        given = draw(
            st.dictionaries(st.sampled_from(names), hostile.map(lambda text: text[:300]), min_size=1, max_size=2)
        )
        return Ask(someone(draw, route), route, draw(st.sampled_from(("GET", "GET", "POST"))), given=given)

    return make()


def _rows(draw, name: str, block) -> list[tuple[str, str]]:
    """Give the fields of a block as the editor's browser sends them, with hostile answers."""
    if isinstance(block, blocks.StreamBlock):
        number, rows = draw(st.integers(0, 3)), []
        for place in range(number):
            kind = draw(st.sampled_from(sorted(block.child_blocks)))
            row = f"{name}-{place}"
            rows += [(f"{row}-type", kind), (f"{row}-deleted", ""), (f"{row}-id", ""), (f"{row}-order", str(place))]
            rows += _rows(draw, f"{row}-value", block.child_blocks[kind])
        return [(f"{name}-count", str(number)), *rows]
    if isinstance(block, blocks.ListBlock):
        head = [(f"{name}-count", "1"), (f"{name}-0-deleted", ""), (f"{name}-0-order", "0"), (f"{name}-0-id", "")]
        return head + _rows(draw, f"{name}-0-value", block.child_block)
    if isinstance(block, blocks.StructBlock):
        return [row for key, child in block.child_blocks.items() for row in _rows(draw, f"{name}-{key}", child)]
    return [(name, draw(hostile))]


def page_forms() -> SearchStrategy[Ask]:
    """The form of a page with blocks of every kind, or with fields of blocks that don't add up."""

    @st.composite
    def make(draw) -> Ask:
        route, rows = draw(st.sampled_from(PAGE_FORMS)), []
        for column in CoachStoryPage._meta.get_fields():
            if isinstance(column, StreamField):
                rows += _rows(draw, column.name, column.stream_block)
        changes = dict(rows)
        for _time in range(draw(st.integers(0, 3))):
            name = draw(st.sampled_from([*changes, *PAGE_FIELDS]))
            changes[name] = draw(answers)
        return Ask(ADMIN, route, "POST", form=0, changes=list(changes.items()))

    return make()


def uploads() -> SearchStrategy[Ask]:
    """A file that lies, is broken or grows, under a name that goes elsewhere."""

    @st.composite
    def make(draw) -> Ask:
        who, route, name = draw(st.sampled_from(UPLOADS))
        files = [
            (
                name,
                draw(st.sampled_from(sorted(MAKERS))),
                draw(st.sampled_from(FILE_NAMES)),
                draw(st.sampled_from(FILE_TYPES)),
            )
            for _time in range(draw(st.sampled_from((1, 1, 1, 2))))
        ]
        given = {"step": "fotos"} if "<slug:step>" in route else {}
        changes = draw(
            st.lists(st.tuples(st.sampled_from(("title", "tags", "alt", "collection")), answers), max_size=1)
        )
        headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if "multiple" in route else {}
        return Ask(who, route, "POST", given=given, form=0, changes=changes, files=files, headers=headers)

    return make()


def reports() -> SearchStrategy[Ask]:
    """What a mail service might send, with a part of it gone wrong, or nothing like it."""

    @st.composite
    def make(draw) -> Ask:
        if draw(st.booleans()):
            body = json.dumps(REPORT | draw(st.dictionaries(st.sampled_from(sorted(REPORT)), JSON_VALUES, min_size=1)))
        else:
            body = draw(st.one_of(st.sampled_from(BODIES), JSON_VALUES.map(json.dumps)))
        kind = draw(st.sampled_from(("application/json", "application/json", *TYPES)))
        secret = {
            "HTTP_AUTHORIZATION": draw(st.sampled_from((AUTHORIZATION, AUTHORIZATION, *HEADERS["HTTP_AUTHORIZATION"])))
        }
        service = draw(st.sampled_from(sorted(SERVICES)))
        return Ask(ANONYMOUS, "webhooks/mail/", "POST", headers=secret, body=body, type=kind, service=service)

    return make()


def bodies(routes: list[str]) -> SearchStrategy[Ask]:
    """Bodies that are no form, types that are none, and methods nobody uses."""

    @st.composite
    def make(draw) -> Ask:
        method = draw(st.sampled_from(("POST", "POST", "POST", *METHODS)))
        body, kind = draw(st.one_of(st.sampled_from(BODIES), JSON_VALUES.map(json.dumps))), draw(st.sampled_from(TYPES))
        route = draw(st.sampled_from(routes))
        return Ask(someone(draw, route), route, method, body=body, type=kind)

    return make()


def headers(routes: list[str]) -> SearchStrategy[Ask]:
    """Headers no browser sends."""

    @st.composite
    def make(draw) -> Ask:
        names = draw(st.lists(st.sampled_from(sorted(HEADERS)), min_size=1, max_size=3, unique=True))
        said = {
            name: draw(st.one_of(st.sampled_from(HEADERS[name]), hostile.map(lambda text: "".join(text.splitlines()))))
            for name in names
        }
        route = draw(st.sampled_from(routes))
        return Ask(someone(draw, route), route, headers=said)

    return make()


# Of each hundred questions, how many are of which part.
SHARES = {
    "queries": 17,
    "forms": 27,
    "paths": 8,
    "headers": 10,
    "bodies": 5,
    "mail reports": 5,
    "uploads": 6,
    "editor's lists": 9,
    "editor's forms": 8,
    "editor's pages": 5,
}


def strategies(world: World) -> dict[str, SearchStrategy[Ask]]:
    """Give the strategy of each part."""
    own, desk = world.own_routes, world.desk_routes
    return {
        "queries": queries([*own, *[route for route in FILTERS if route in own] * 4]),
        "forms": forms(world.posting_routes),
        "paths": paths(world, own + [route for route in desk if "<" in route]),
        "headers": headers([*own, DESK]),
        "bodies": bodies([*world.posting_routes, DESK]),
        "mail reports": reports(),
        "uploads": uploads(),
        "editor's lists": queries(desk),
        "editor's forms": forms(world.posting_desk_routes),
        "editor's pages": page_forms(),
    }


def with_names(world: World, ask: Ask) -> Ask:
    """Give the question with the names of fields where it was drawn with their numbers, each name once."""
    asked = [form for form in forms_of(world, ask) if form.fields]
    names = list(asked[(ask.form or 0) % len(asked)].fields) if asked else list(EXTRA_FIELDS)
    changes = {names[name % len(names)] if isinstance(name, int) else name: value for name, value in ask.changes}
    return replace(ask, changes=list(changes.items()))


def faults_of(world: World, ask: Ask) -> list[str]:
    """Give what was wrong with the answer; that a question could not be put at all is a fault of the same kind."""
    try:
        return judged(world, with_names(world, ask))
    except Exception as error:  # noqa: BLE001 - whatever stops one question must not silence the ones behind it
        return [f"was not asked: {type(error).__name__}: {place(error)}"]


def explore(world: World, part: str, *, number: int, start: int) -> tuple[dict[str, Ask], int]:
    """Ask so many questions of a part.

    Parameters:
        start: The seed; the same one asks the same questions.

    Returns:
        One question for each kind of fault found, and how many were asked: fewer than `number` is a fault of ours.
    """
    found: dict[str, Ask] = {}
    asked = 0

    @seed(start)
    @settings(
        max_examples=number,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies(world)[part])
    def look(ask: Ask) -> None:
        nonlocal asked
        # A question that is kept names its fields; where that is what fails, `faults_of` says so.
        with suppress(Exception):
            ask = with_names(world, ask)
        for fault in faults_of(world, ask):
            found.setdefault(fault, ask)
        asked += 1

    look()
    return {fault: shrunk(world, fault, ask) for fault, ask in found.items()}, asked


def shrunk(world: World, fault: str, ask: Ask, *, most: int = 60) -> Ask:
    """Give the question without what the fault doesn't need, as far as so many tries go."""
    for tries, smaller in enumerate(ask.smaller()[:most], start=1):
        if fault in faults_of(world, smaller):
            return shrunk(world, fault, smaller, most=most - tries)
    return ask
