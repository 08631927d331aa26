"""What looking after a school tells the registries of portal.shared."""

from django.utils.translation import gettext_lazy as _

from network.coordination import mail_samples
from network.coordination.models import SchoolProfile
from network.coordination.personal_data import SCHOOL_CONTACT_DATA
from network.coordination.sections import COORDINATOR
from network.coordination.todos import COORDINATOR_TODOS
from portal.shared.registries.crossings import institution_moves, institution_sections, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

PAGES = ForeignKeyMove(_("page of the school"), SchoolProfile, is_one_per_school=True)


def register() -> None:
    """Fill the registries; safe to call twice."""
    mail_samples.register()
    personal_data.register("network.coordination", SCHOOL_CONTACT_DATA)
    todo_sources.register("network.coordination", COORDINATOR_TODOS)
    institution_moves.register("coordination.pages", PAGES, position=40)
    institution_sections.register("network.coordination", COORDINATOR, position=5)
