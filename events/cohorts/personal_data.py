"""What fixed groups hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.cohorts.actions import erase_person, outdate
from events.cohorts.models import (
    BuddyPair,
    Cohort,
    CohortFeed,
    CohortMember,
    CohortNote,
    CohortNoteReport,
    RolePractice,
)
from network.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class CohortsPersonalData:
    """Places, notes, reports and decisions of one member."""

    label = _("Peer courses")
    models = (Cohort, CohortMember, BuddyPair, RolePractice, CohortNote, CohortNoteReport, CohortFeed)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="groups",
            label=_("Groups you are or were in"),
            purpose=_("So that the group knows who is in it, and there is a seat for you at each date."),
            kept_for=None,
            kept_until=_("Until you delete your account."),
            stays=_("The number of people in a group, without your name."),
        ),
        PersonalField(
            name="practised",
            label=_("Roles you practised, your buddy, and what you take along"),
            purpose=_("So that people of the group learn with each other."),
            kept_for=kept_for("cohort_notes"),
            kept_until=_("Until a year after the last date."),
        ),
        PersonalField(
            name="notes",
            label=_("Notes you wrote in a group"),
            purpose=_("So that the group can go on between its dates. Only the group and its organisers read them."),
            kept_for=kept_for("cohort_notes"),
            kept_until=_("Until you remove them or delete your account, or a year after the last date."),
        ),
        PersonalField(
            name="reports",
            label=_("Reports of notes"),
            purpose=_("So that a conversation leader can look at what is wrong."),
            kept_for=kept_for("cohort_notes"),
            kept_until=_("As long as the note."),
        ),
        PersonalField(
            name="decisions",
            label=_("Groups you finished, and decisions on notes"),
            purpose=_("So that it can be seen who decided what."),
            kept_for=None,
            kept_until=_("As long as the group or the note."),
            stays=_("The decision, without your name."),
        ),
        PersonalField(
            name="addresses",
            label=_("The address by which your calendar reads the dates of a group"),
            purpose=_("So that your own calendar shows its dates. Who has the address can read it."),
            kept_for=None,
            kept_until=_("Until you withdraw it, or leave the group."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything this member is in, wrote, reported and decided; nothing of what others wrote."""
        places = CohortMember.objects.of(member_key).select_related("cohort__meetup__page", "feed")
        notes = CohortNote.objects.filter(member__key=member_key).select_related("cohort__meetup__page")
        reports = CohortNoteReport.objects.select_related("note__cohort__meetup__page")
        hidden = CohortNote.objects.filter(state_by__key=member_key).exclude(member__key=member_key)
        closed = Cohort.objects.filter(closed_by__key=member_key).select_related("meetup__page")
        return {
            "groups": [_place(row) for row in places.prefetch_related("practices__occurrence")],
            "notes": [
                {
                    "in": row.cohort.meetup.page.title,
                    "text": row.text,
                    "state": row.state,
                    "reason": row.state_reason,
                    "placed_at": row.created_at.isoformat(),
                }
                for row in notes
            ],
            "reports": [
                {
                    "in": row.note.cohort.meetup.page.title,
                    "reason": row.reason,
                    "text": row.text,
                    "state": row.state,
                    "answer": row.answer,
                    "reported_at": row.created_at.isoformat(),
                }
                for row in reports.filter(reporter__key=member_key)
            ],
            "decisions": [
                *(
                    {"in": row.note.cohort.meetup.page.title, "state": row.state, "answer": row.answer}
                    for row in reports.filter(decided_by__key=member_key)
                ),
                *(
                    {"in": row.cohort.meetup.page.title, "state": row.state, "answer": row.state_reason}
                    for row in hidden.select_related("cohort__meetup__page")
                ),
                *({"in": row.meetup.page.title, "state": row.state, "story": row.story_title} for row in closed),
            ],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: notes are text, and the dates stand in the member's own calendar file."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every group; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep what people told each other no longer than promised."""
        return outdate(at=at)


def _place(row: CohortMember) -> dict[str, object]:
    feed = getattr(row, "feed", None)
    return {
        "in": row.cohort.meetup.page.title,
        "state": row.state,
        "asked_at": row.added_at.isoformat(),
        "takes_part_since": row.joined_at.isoformat() if row.joined_at else None,
        "out_since": row.left_at.isoformat() if row.left_at else None,
        "roles": [
            {"date": practice.occurrence.starts_at.isoformat(), "role": practice.role}
            for practice in row.practices.all()
        ],
        "has_buddy": row.pair_id is not None,
        "author_of_story": row.story_answer,
        "takeaway": row.takeaway,
        # The address itself is a secret that an export must not spread.
        "calendar_address_since": feed.made_at.isoformat() if feed else None,
    }


COHORTS_DATA = CohortsPersonalData()
