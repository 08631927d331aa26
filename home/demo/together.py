"""What the schools of the demo do together (domain list, section 11), made by the clicks that people would make."""

from datetime import datetime, timedelta

from django.utils import timezone

from home.demo.cast import Cast
from home.demo.files import table
from home.demo.library import Library
from network.initiative_threads.actions import write_message
from network.initiatives.actions import (
    InitiativeText,
    accept_school,
    add_step,
    approve_proposal,
    change_step,
    end_initiative,
    join_initiative,
    propose_initiative,
    start_initiative,
    submit_proposal,
    withdraw_school,
    write_update,
)
from network.initiatives.states import InitiativeKind, InitiativeState
from network.models import Initiative
from portal.shared.audiences.states import Audience

DAYS = ("starts_on", "ends_on", "joining_ends_on")


def add_initiatives(cast: Cast, library: Library, at: datetime) -> None:
    """Add the running pilot, the training that is done and the research that is open, with schools in each state."""
    for row in table("initiatives"):
        initiative = _proposed(row, cast, at)
        _add_schools(initiative, row, cast, at)
        _add_plan(initiative, row, cast, at)
        _add_talk(initiative, row, cast, at)
        if "outcome" in row:
            end_initiative(
                initiative=initiative,
                member=cast.members[row["lead"]],
                state=InitiativeState(row["outcome"]),
                result=row["result"].strip(),
                at=at + timedelta(days=row["ended"]),
            )


def _proposed(row: dict, cast: Cast, at: datetime) -> Initiative:
    lead = cast.members[row["lead"]]
    approved_at = at + timedelta(days=row["approved"])
    text = InitiativeText(
        kind=InitiativeKind(row["kind"]),
        title=row["title"],
        goal=row["goal"].strip(),
        about=row["about"].strip(),
        asks=row["asks"].strip(),
        themes=[cast.themes[slug] for slug in row["themes"]],
        audience=Audience(row["audience"]),
        **{name: _day(row[name], at) for name in DAYS if name in row},
    )
    proposed_at = at + timedelta(days=row["proposed"])
    initiative = propose_initiative(member=lead, institution=cast.schools[row["school"]], text=text, at=proposed_at)
    Initiative.objects.filter(pk=initiative.pk).update(is_example=True)
    submit_proposal(initiative=initiative, member=lead, at=proposed_at)
    initiative = approve_proposal(initiative=initiative, editor=cast.moderator, at=approved_at)
    if "started" in row:
        initiative = start_initiative(initiative=initiative, member=lead, at=at + timedelta(days=row["started"]))
    return initiative


def _day(days: int, at: datetime):
    return timezone.localdate(at) + timedelta(days=days)


def _add_schools(initiative: Initiative, row: dict, cast: Cast, at: datetime) -> None:
    lead = cast.members[row["lead"]]
    for school in row["schools"]:
        joined_at = at + timedelta(days=school["joined"])
        # The last day to join is for those who come now; these joined before.
        places = [
            join_initiative(
                initiative=initiative,
                institution=cast.schools[school["school"]],
                member=cast.members[key],
                wants_part=school["state"] != "interested",
                message=school.get("message", "").strip(),
                at=joined_at,
            )
            for key in school["members"]
        ]
        part = initiative.parts.get(institution=cast.schools[school["school"]])
        if school["state"] == "taking_part" and part.state == "asked":
            accept_school(initiative=initiative, part=part, member=lead, at=joined_at + timedelta(days=2))
        if school["state"] == "withdrew":
            withdraw_school(initiative=initiative, part=part, member=places[0].member, at=joined_at + timedelta(days=9))


def _add_talk(initiative: Initiative, row: dict, cast: Cast, at: datetime) -> None:
    for number, message in enumerate(row.get("messages", [])):
        write_message(
            initiative=initiative,
            member=cast.members[message["by"]],
            text=message["text"].strip(),
            token=f"demo-{number}",
            at=at + timedelta(days=message["on"]),
        )


def _add_plan(initiative: Initiative, row: dict, cast: Cast, at: datetime) -> None:
    lead = cast.members[row["lead"]]
    for step in row["steps"]:
        made = add_step(initiative=initiative, member=lead, text=step["text"], due_on=_day(step["due_on"], at))
        if "done_on" in step:
            change_step(step=made, member=lead, text=made.text, due_on=made.due_on, done_on=_day(step["done_on"], at))
    for number, update in enumerate(row.get("updates", [])):
        write_update(
            initiative=initiative,
            member=lead,
            title=update["title"],
            text=update["text"].strip(),
            token=f"demo-{number}",
            at=at + timedelta(days=update["on"]),
        )
