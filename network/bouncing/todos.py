"""Mail that comes back, on the own page."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from network.bouncing.reads import bounce_of
from network.members.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailReport
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked


class BounceTodos:
    """One line while mail to the own address comes back."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the mails to this member's address that came back."""
        own = Member.objects.filter(pk=asked.member_id).values("email")
        return [OutboxMail.objects.filter(to__in=own, report=MailReport.BOUNCED)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the line, unless mail arrived since."""
        if bounce_of(member) is None:
            return []
        return [
            TodoItem(
                key="bouncing",
                title=_("Our mail to you comes back"),
                url=reverse("bouncing:check"),
                button=_("See what you can do"),
            )
        ]


TODOS = BounceTodos()
