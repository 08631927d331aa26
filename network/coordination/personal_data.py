"""What the page of a school holds about a person: that one is its contact person."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.coordination.models import SchoolProfile
from portal.shared.registries.crossings import PersonalData, PersonalField


class SchoolContactData(PersonalData):
    """For which schools one is the contact person."""

    label = _("Contact person of a school")
    fields = (
        PersonalField(
            name="contact_for",
            label=_("Contact person of a school"),
            purpose=_("So that others know whom to write to at a school."),
            kept_for=None,
            kept_until=_("until the coordinator chooses someone else or you delete your account"),
        ),
    )
    models = (SchoolProfile,)

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the names of the schools."""
        rows = SchoolProfile.objects.filter(contact__key=member_key).select_related("institution")
        return {"contact_for": [str(row.institution) for row in rows]}

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Leave those schools without a contact person."""
        return SchoolProfile.objects.filter(contact__key=member_key).update(contact=None)

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: it holds until someone changes it."""
        return 0


SCHOOL_CONTACT_DATA = SchoolContactData()
