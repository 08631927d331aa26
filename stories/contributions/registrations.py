"""What contributions tell the registries of portal.shared, and which of Wagtail's signals they follow."""

from portal.shared.registries.crossings import personal_data, story_desks, todo_sources
from stories.contributions import listeners
from stories.contributions.privacy import ContributionData
from stories.contributions.seed_desk import SEED_DESK
from stories.contributions.todos import ApprovalTodos, ContributionTodos

TODOS = ContributionTodos()
APPROVALS = ApprovalTodos()
PERSONAL_DATA = ContributionData()


def register() -> None:
    """Fill the registries and connect the listeners; safe to call twice."""
    todo_sources.register("contributions", TODOS)
    todo_sources.register("contributions.approvals", APPROVALS)
    story_desks.register("contributions", SEED_DESK)
    personal_data.register("contributions", PERSONAL_DATA)
    listeners.connect()
