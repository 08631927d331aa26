"""What applications hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.applications.actions import erase_person, outdate
from events.applications.models import Application, ApplicationMessage, ApplicationReport, OfferWatch
from events.applications.states import Side
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField
from portal.shared.retention import kept_for


class ApplicationsPersonalData(PersonalData):
    """Applications, messages, reports and watched places of one member."""

    label = _("Applications for an exchange placement")
    models = (Application, ApplicationMessage, ApplicationReport, OfferWatch)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="applications",
            label=_("What you asked for, were invited for, and decided"),
            purpose=_("So that guest and host find each other. The two and the programme team read it."),
            kept_for=kept_for("exchange_applications"),
            kept_until=_("Until a year after its end."),
            stays=_("That there was an application between two schools, without your name."),
        ),
        PersonalField(
            name="messages",
            label=_("What you wrote about it"),
            purpose=_("So that guest and host can talk it over. The two and the programme team read it."),
            kept_for=kept_for("exchange_applications"),
            kept_until=_("Until a year after the end of the application. If you leave, it goes at once."),
        ),
        PersonalField(
            name="reports",
            label=_("Reports of messages, and decisions on them"),
            purpose=_("So that a conversation leader can look at what is wrong."),
            kept_for=kept_for("exchange_applications"),
            kept_until=_("As long as the message."),
        ),
        PersonalField(
            name="watched",
            label=_("Places of which you want to hear when they come free"),
            purpose=_("So that you get one mail then."),
            kept_for=None,
            kept_until=_("Until you got the mail, or don't want it any more."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member asked, was asked, decided and wrote. Of what others wrote, only the moment."""
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return {}
        rows = Application.objects.of(member_key).for_lines().order_by("created_at", "pk")
        received = ApplicationMessage.objects.filter(application__in=rows.order_by()).exclude(author=member)
        return {
            "applications": [self._application(row, member) for row in rows],
            "sent": [
                {"application": row.application.key, "text": row.text, "at": row.created_at.isoformat()}
                for row in ApplicationMessage.objects.filter(author=member).select_related("application")
            ],
            "received": [row.created_at.isoformat() for row in received],
            "reports": list(
                ApplicationReport.objects.filter(reporter=member).values("reason", "text", "state", "answer")
            ),
            "decisions": list(ApplicationReport.objects.filter(decided_by=member).values_list("answer", flat=True)),
            "watched": [
                {"offer": watch.offer.title, "since": watch.created_at.isoformat()}
                for watch in OfferWatch.objects.filter(member=member).select_related("offer")
            ],
        }

    def _application(self, row: Application, member: Member) -> Mapping[str, object]:
        side = row.side_of(member) or Side.GUEST
        # A question is the guest's own words, a note those of who decided.
        return {
            "title": row.title,
            "as": side.value,
            "guest_school": row.guest_institution.name,
            "host_school": row.host_institution.name,
            "state": row.state,
            "question": row.learning_question if side is Side.GUEST else "",
            "month": row.month.isoformat() if row.month else None,
            "note": row.decision_note if row.decided_by_id == member.pk else "",
            "at": row.created_at.isoformat(),
            "changed_at": row.changed_at.isoformat(),
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep who it was and what was said no longer than promised."""
        return outdate(at=at)


APPLICATIONS_DATA = ApplicationsPersonalData()
