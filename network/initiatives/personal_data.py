"""What joint actions hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.initiatives.actions import erase_person, outdate
from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant, InitiativeUpdate
from network.members.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class InitiativesPersonalData:
    """What one member leads, wrote, decided and takes part in."""

    label = _("Joint actions")
    models = (Initiative, InitiativeUpdate, InitiativePart, InitiativeParticipant)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="places",
            label=_("Joint actions you take part in"),
            purpose=_("So that schools know with whom they do something."),
            kept_for=kept_for("joint_actions"),
            kept_until=_("Until you leave it, or a year after it ended."),
        ),
        PersonalField(
            name="asked",
            label=_("What you asked for your school"),
            purpose=_("So that the one who leads can answer your school."),
            kept_for=kept_for("joint_actions"),
            kept_until=_("Until a year after the joint action ended."),
        ),
        PersonalField(
            name="led",
            label=_("Joint actions you lead or decided on"),
            purpose=_("So that colleagues know whom to ask, and who approved it."),
            kept_for=None,
            kept_until=_("As long as it is on the site."),
            stays=_("If you leave, it stays without your name."),
        ),
        PersonalField(
            name="updates",
            label=_("News you wrote in joint actions"),
            purpose=_("So that everyone in it knows how it goes."),
            kept_for=None,
            kept_until=_("As long as it is on the site."),
            stays=_("If you leave, it stays without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything this member is in, wrote, asked and decided."""
        places = InitiativeParticipant.objects.of(member_key).select_related("part__initiative", "part__institution")
        asked = InitiativePart.objects.filter(asked_by__key=member_key).select_related("initiative", "institution")
        led = Initiative.objects.filter(contact__key=member_key)
        proposed = Initiative.objects.filter(proposed_by__key=member_key)
        decided = Initiative.objects.filter(decided_by__key=member_key)
        updates = InitiativeUpdate.objects.filter(author__key=member_key).select_related("initiative")
        return {
            "places": [
                {
                    "title": place.part.initiative.title,
                    "school": str(place.part.institution),
                    "mail": place.gets_mail,
                    "joined_at": place.joined_at.isoformat(),
                }
                for place in places
            ],
            "asked": [
                {"title": part.initiative.title, "school": str(part.institution), "message": part.message}
                for part in asked
            ],
            "led": [
                *({"title": row.title, "as": "lead", "state": row.state} for row in led),
                *({"title": row.title, "as": "proposer", "state": row.state} for row in proposed),
                *({"title": row.title, "as": "editor", "remark": row.remark} for row in decided),
            ],
            "updates": [
                {
                    "under": row.initiative.title,
                    "title": row.title,
                    "text": row.text,
                    "placed_at": row.created_at.isoformat(),
                }
                for row in updates
            ],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: joint actions are text."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every joint action; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep people no longer than promised."""
        return outdate(at=at)


INITIATIVES_DATA = InitiativesPersonalData()
