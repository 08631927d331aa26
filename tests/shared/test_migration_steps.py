"""Tables of a migration that are made in one step are the same tables."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.state import ProjectState

from portal.shared.migration_steps import CreateModels, in_few_steps

SHELF = CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))])
BOOK = CreateModel(
    "Book",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("shelf", models.ForeignKey("steps.Shelf", models.CASCADE)),
        ("others", models.ManyToManyField("self")),
    ],
)
TITLE = AddField("Book", "title", models.CharField(max_length=20, default=""))
TABLES = {"steps_shelf", "steps_book", "steps_book_others"}


def made() -> set[str]:
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if name.startswith("steps_")}


def test_only_models_that_follow_upon_each_other_become_one_step():
    steps = in_few_steps([SHELF, BOOK, TITLE, SHELF])

    assert [type(step) for step in steps] == [CreateModels, AddField, CreateModels]
    assert [step.describe() for step in steps[::2]] == ["Create models Shelf, Book", "Create models Shelf"]


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go_as_one():
    (step,) = in_few_steps([SHELF, BOOK])
    before = ProjectState()
    after = before.clone()
    step.state_forwards("steps", after)

    with connection.schema_editor() as editor:
        step.database_forwards("steps", editor, before, after)
    there = made()
    with connection.schema_editor() as editor:
        step.database_backwards("steps", editor, after, before)

    assert (there, made()) == (TABLES, set())


def test_what_one_sees_of_the_models_is_what_separate_steps_give():
    apart, together = ProjectState(), ProjectState()
    # As Django has it when it begins: every model as a class.
    assert (list(apart.apps.get_models()), list(together.apps.get_models())) == ([], [])
    for operation in (SHELF, BOOK, TITLE):
        operation.state_forwards("steps", apart)
    for operation in in_few_steps([SHELF, BOOK, TITLE]):
        operation.state_forwards("steps", together)

    assert together == apart
    columns = [
        [
            (model._meta.db_table, [field.name for field in model._meta.get_fields()])
            for model in state.apps.get_models()
        ]
        for state in (apart, together)
    ]
    assert sorted(columns[0]) == sorted(columns[1])
