"""Code of the version before goes on working on new tables until it is replaced (docs/development.md, Upgrades)."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

from tools.drill.snapshots import FOLDER, LIST, snapshots
from tools.drill.tables import Column, Schema, changes, differences, narrowing

LARGEST = 2_500_000


def state(nodes: list[tuple[str, str]] | None = None):
    """Give the models as migrations up to these leave them; all migrations without any."""
    return MigrationLoader(None, ignore_no_migrations=True).project_state(nodes)


def is_written_by_the_database(field) -> bool:
    """Say whether a row can be written by code that doesn't know the field."""
    return field.null or field.many_to_many or field.db_default is not NOT_PROVIDED


def test_the_version_before_can_go_on_with_the_new_tables(settings):
    """`make drill` asks a real database the same; this one says it within a second."""
    # The suite's database is made without migrations; here they are read.
    settings.MIGRATION_MODULES = {}
    newest = snapshots()[-1]
    before, now = state(list(newest.migrations.items())), state()
    broken = []
    for (app, name), known in before.models.items():
        if app not in newest.migrations:
            continue
        model = now.models.get((app, name))
        fields = model.fields if model else {}
        broken += [f"{app}.{name}.{field} is gone" for field in known.fields.keys() - fields.keys()]
        for field, made in fields.items():
            could_be_left_out = field not in known.fields or is_written_by_the_database(known.fields[field])
            if could_be_left_out and not is_written_by_the_database(made):
                broken.append(f"{app}.{name}.{field}: no row may be without it; give it a db_default")

    assert broken == []


def test_the_last_three_versions_are_kept_small():
    kept = snapshots()

    names = {LIST.name, *(file.name for each in kept for file in (each.postgres_file, each.sqlite_file))}
    assert len(kept) == 3
    assert {path.name for path in FOLDER.iterdir()} == names
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= LARGEST


def schema(*rest: str, **columns: Column) -> Schema:
    return Schema({("mail", name): column for name, column in columns.items()}, frozenset(rest))


TEXT = Column("text", is_required=True, default="")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (schema(to=TEXT), schema(to=TEXT, note=Column("text", False, "")), []),
        (schema(to=TEXT), schema(to=TEXT, note=Column("text", True, "''")), []),
        (schema(to=TEXT), schema(to=TEXT, note=TEXT), ["mail.note is new, and"]),
        (schema(to=TEXT, note=TEXT), schema(to=TEXT), ["mail.note is gone"]),
        (schema(to=Column("text", False, "")), schema(to=TEXT), ["mail.to must be given now"]),
        (schema(to=TEXT), Schema({("mail", "to"): TEXT, ("new", "name"): TEXT}, frozenset()), []),
    ],
    ids=["may be empty", "filled in", "must be given", "gone", "tightened", "new table"],
)
def test_what_old_code_can_no_longer_do(before, after, said):
    assert [
        line.split(";")[0][: len(words)] for line, words in zip(narrowing(before, after), said, strict=True)
    ] == said


def test_two_schemas_are_compared_in_all_parts():
    left, right = schema("mail | one", to=TEXT), schema("mail | two", to=Column("text", False, ""))

    assert differences(left, left) == []
    assert [line.split(":")[0] for line in differences(left, right)] == ["mail.to", "only left", "only right"]


def test_rows_are_compared_in_the_columns_that_both_have():
    before = {"mail": {"1": {"to": "a"}, "2": {"to": "b"}, "3": {"to": "c"}}}
    after = {"mail": {"2": {"to": "b", "new": 1}, "3": {"to": "x"}, "4": {"to": "d"}}}

    assert str(changes(before, after)["mail"]) == "mail: 1 gone, 1 new, 1 changed (to)"
    assert changes(before, before) == {}
