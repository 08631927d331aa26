"""What is kept of a person after a date: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.harvest.actions import erase_person, outdate
from events.harvest.models import Feedback, Harvest, Promise
from events.harvest.rules import FEEDBACK_OPEN, KEEP_OWNERS
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField


class HarvestPersonalData(PersonalData):
    """What one member answered, wrote and promised after meetups."""

    label = _("After meetups")
    models = (Feedback, Harvest, Promise)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="feedback",
            label=_("How you found a meetup"),
            purpose=_("So that the next meetup is better. The organisers don't see who wrote it."),
            kept_for=FEEDBACK_OPEN,
            kept_until=_(
                "Until three weeks after the meetup. Then the link to you goes; the text itself goes after half a "
                "year. If you want to be quoted by name, both go after half a year."
            ),
            stays=_("The score, as a count. Also a text of which nobody knows any more who wrote it, for half a year."),
        ),
        PersonalField(
            name="reports",
            label=_("Reports of meetups you wrote"),
            purpose=_("So that who was not there knows what came of it."),
            kept_for=None,
            kept_until=_("As long as the meetup stands in the agenda."),
            stays=_("The report, without your name."),
        ),
        PersonalField(
            name="promises",
            label=_("What you promised at meetups"),
            purpose=_("So that a promise comes back to you in time. Your name shows only if you agree."),
            kept_for=KEEP_OWNERS,
            kept_until=_("That it was you: until a year after its day."),
            stays=_("The promise with the school, without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what is known to be this member's."""
        answers = Feedback.objects.of(member_key).select_related("occurrence__meetup__page").order_by("pk")
        reports = Harvest.objects.filter(written_by__key=member_key).select_related("occurrence__meetup__page")
        promises = Promise.objects.of(member_key).select_related("harvest__occurrence__meetup__page")
        return {
            "feedback": [
                {
                    "meetup": row.occurrence.meetup.page.title,
                    "score": row.score,
                    "tomorrow": row.tomorrow,
                    "better": row.better,
                    "quote": row.quote,
                }
                for row in answers
            ],
            "reports": [
                {"meetup": row.occurrence.meetup.page.title, "text": row.summary, "state": row.state} for row in reports
            ],
            "promises": [
                {
                    "meetup": row.harvest.occurrence.meetup.page.title,
                    "text": row.text,
                    "due_on": row.due_on.isoformat(),
                    "state": row.state,
                    "name": row.naming,
                }
                for row in promises
            ],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep answers and owners no longer than promised."""
        return outdate(at=at)


HARVEST_DATA = HarvestPersonalData()
