"""What waits on /mijn/ for the coordinator of a school."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from network.coordination.waiting import claims_at, coordinated_schools
from network.members.models import Member
from portal.shared.registries.crossings import TodoItem


class ClaimTodos:
    """People who say that they work at the coordinator's school."""

    def todos(self, member_key: str, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item for each school where somebody waits; nothing for who coordinates no school."""
        member, today = Member.objects.filter(key=member_key).first(), timezone.localdate(at)
        if member is None:
            return []
        waiting: dict[str, int] = {}
        for claim in claims_at(coordinated_schools(member, on=today), on=today):
            waiting[str(claim.institution)] = waiting.get(str(claim.institution), 0) + 1
        return [
            TodoItem(
                key=f"claims:{school}",
                title=ngettext(
                    "%(number)d person says they work at %(school)s",
                    "%(number)d people say they work at %(school)s",
                    number,
                )
                % {"number": number, "school": school},
                url=reverse("coordination:claims"),
                button=ngettext("Confirm or not", "Confirm them or not", number),
            )
            for school, number in waiting.items()
        ]


CLAIM_TODOS = ClaimTodos()
