"""Many orders of steps in one test: each begins with the same database, and all it wrote goes (RELIABILITY G4)."""

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


class OrderOfSteps(RuleBasedStateMachine):
    """A machine whose rows go when its order of steps has ended, so that the thousandth is as fast as the first."""

    def __init__(self) -> None:
        super().__init__()
        self._written = transaction.atomic()
        self._written.__enter__()

    def teardown(self) -> None:
        """Take back everything of this order of steps."""
        transaction.set_rollback(True)
        self._written.__exit__(None, None, None)


def try_orders(machine: type[OrderOfSteps], *, count: int, steps: int = 20, part: int = 0) -> None:
    """Try so many orders of steps, the same ones each time; another `part` tries others."""
    run = seed(part)(machine)
    run_state_machine_as_test(
        run,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
