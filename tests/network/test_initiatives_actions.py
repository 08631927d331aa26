"""What joint actions write: states, mails once, four eyes, and nothing half."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group

from network.initiatives.actions import (
    accept_school,
    add_step,
    approve_proposal,
    change_initiative,
    change_step,
    decline_school,
    delete_draft,
    end_initiative,
    erase_person,
    hand_over,
    leave_initiative,
    outdate,
    remove_step,
    send_back_proposal,
    set_news_mail,
    start_initiative,
    submit_proposal,
    take_over,
    withdraw_school,
    write_update,
)
from network.initiatives.errors import (
    EditorsOnly,
    JoiningOver,
    LeadingSchoolStays,
    LeadOnly,
    LeadStays,
    MembersOnly,
    MoveRefused,
    NotComplete,
    NotForTheSchool,
    NotOpen,
    NotTakingPart,
    NotYourSchool,
    OwnProposal,
    PlanFull,
    TooMany,
)
from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant
from network.initiatives.personal_data import INITIATIVES_DATA
from network.initiatives.rules import JOINS_PER_HOUR, MOST_STEPS, PROPOSALS_PER_DAY, UPDATES_PER_DAY
from network.initiatives.states import InitiativeState
from network.initiatives.todos import INITIATIVE_PROPOSAL_TODOS, INITIATIVE_TODOS
from network.members.states import MODERATORS, AffiliationState
from portal.shared.outbox.models import MailRefusal, OutboxMail
from portal.shared.retention import kept_for
from search.index.comparison import differences
from tests.factories.initiatives import (
    AT,
    add_colleague,
    add_draft,
    add_initiative,
    add_moderator,
    join,
    text,
)
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.limits import tried
from tests.todos import todos_of

pytestmark = pytest.mark.django_db


def sent(purpose: str) -> list[str]:
    """Give to whom mails of one purpose go, in order."""
    mails = OutboxMail.objects.filter(purpose=f"initiatives.{purpose}").exclude(state="unwanted").order_by("pk")
    return list(mails.values_list("to", flat=True))


def state_of(row) -> str:
    row.refresh_from_db()
    return row.state


def test_a_proposer_leads_and_the_own_school_takes_part():
    draft = add_draft()

    part = draft.parts.get()
    assert (draft.state, part.state, part.institution) == ("draft", "taking_part", draft.lead_institution)
    assert [place.member for place in part.people.all()] == [draft.contact]


def test_nobody_proposes_for_a_school_where_they_are_not_confirmed():
    member, school = MemberFactory(), InstitutionFactory()
    AffiliationFactory(member=member, institution=school, state=AffiliationState.CLAIMED)

    with pytest.raises(NotYourSchool):
        add_draft(lead=member, school=school)


def test_a_prospect_proposes_nothing():
    school = InstitutionFactory()
    with pytest.raises(MembersOnly):
        add_draft(lead=add_colleague(school, standing="prospect"), school=school)


def test_a_proposal_waits_for_a_moderator_who_hears_it_once():
    moderator, draft = add_moderator(), add_draft()

    submit_proposal(initiative=draft, member=draft.contact, at=AT)

    assert state_of(draft) == "waiting"
    assert sent("waiting") == [moderator.email]
    with pytest.raises(MoveRefused):
        submit_proposal(initiative=draft, member=draft.contact, at=AT)
    assert sent("waiting") == [moderator.email]


def test_a_proposal_without_goal_is_not_sent():
    draft = add_draft(goal="")
    with pytest.raises(NotComplete):
        submit_proposal(initiative=draft, member=draft.contact, at=AT)
    assert state_of(draft) == "draft"


def test_nobody_approves_their_own_proposal_also_not_a_superuser():
    school = InstitutionFactory()
    lead = add_colleague(school, is_superuser=True)
    lead.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    draft = submit_proposal(initiative=add_draft(lead=lead, school=school), member=lead, at=AT)

    with pytest.raises(OwnProposal):
        approve_proposal(initiative=draft, editor=lead, at=AT)
    assert state_of(draft) == "waiting"


def test_who_is_no_editor_approves_nothing(coach):
    draft = add_draft()
    submit_proposal(initiative=draft, member=draft.contact, at=AT)
    with pytest.raises(EditorsOnly):
        approve_proposal(initiative=draft, editor=coach, at=AT)


def test_the_one_who_leads_hears_what_the_editors_decided():
    draft, moderator = add_draft(), add_moderator()
    submit_proposal(initiative=draft, member=draft.contact, at=AT)
    send_back_proposal(initiative=draft, editor=moderator, remark="Hoeveel uur kost het?", at=AT)
    assert (state_of(draft), draft.remark, sent("sent_back")) == (
        "draft",
        "Hoeveel uur kost het?",
        [draft.contact.email],
    )

    submit_proposal(initiative=draft, member=draft.contact, at=AT + timedelta(hours=1))
    approve_proposal(initiative=draft, editor=moderator, at=AT + timedelta(hours=2))

    assert (state_of(draft), draft.remark, sent("approved")) == ("open", "", [draft.contact.email])
    with pytest.raises(MoveRefused):
        approve_proposal(initiative=draft, editor=moderator, at=AT)


def test_a_text_does_not_change_under_the_editors_eyes():
    draft = add_draft()
    submit_proposal(initiative=draft, member=draft.contact, at=AT)
    with pytest.raises(MoveRefused):
        change_initiative(initiative=draft, member=draft.contact, text=text(title="Iets anders"))


def test_what_readers_see_stays_complete():
    initiative = add_initiative()
    with pytest.raises(NotComplete):
        change_initiative(initiative=initiative, member=initiative.contact, text=text(asks=""))
    initiative.refresh_from_db()
    assert initiative.asks != ""


def test_only_a_draft_is_thrown_away():
    draft, initiative = add_draft(), add_initiative()
    delete_draft(initiative=draft, member=draft.contact)
    with pytest.raises(MoveRefused):
        delete_draft(initiative=initiative, member=initiative.contact)
    assert list(Initiative.objects.all()) == [initiative]


def test_a_school_that_asks_waits_for_the_one_who_leads():
    initiative = add_initiative(is_running=True)

    place = join(initiative, message="Met team zorg.")

    assert (place.part.state, place.part.message, place.part.asked_by) == ("asked", "Met team zorg.", place.member)
    assert sent("asked") == [initiative.contact.email]
    accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)
    assert state_of(place.part) == "taking_part"
    assert sent("accepted") == [place.member.email]
    with pytest.raises(MoveRefused):
        accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)


def test_who_is_interested_only_asks_nothing_of_anyone():
    place = join(add_initiative(), wants_part=False, message="Gaat niemand aan.")
    assert (place.part.state, place.part.message, sent("asked")) == ("interested", "", [])


def test_a_declined_school_stays_interested_and_may_ask_again():
    initiative = add_initiative()
    place = join(initiative)

    decline_school(initiative=initiative, part=place.part, member=initiative.contact, reason="Vol.", at=AT)

    assert (state_of(place.part), sent("declined")) == ("interested", [place.member.email])
    assert "Vol." in OutboxMail.objects.get(purpose="initiatives.declined").text
    join(initiative, member=place.member, school=place.part.institution, at=AT + timedelta(days=1))
    assert (state_of(place.part), len(sent("asked"))) == ("asked", 2)


def test_a_second_colleague_does_not_ask_again():
    initiative = add_initiative()
    place = join(initiative)
    school = place.part.institution
    accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)

    join(initiative, school=school)

    assert (state_of(place.part), len(sent("asked")), place.part.people.count()) == ("taking_part", 1, 2)


def test_joining_twice_makes_one_place():
    initiative = add_initiative()
    place = join(initiative)
    join(initiative, member=place.member, school=place.part.institution)
    assert (InitiativeParticipant.objects.filter(member=place.member).count(), len(sent("asked"))) == (1, 1)


def test_nobody_joins_for_a_school_where_they_only_say_they_work():
    member, school = MemberFactory(), InstitutionFactory()
    AffiliationFactory(member=member, institution=school, state=AffiliationState.CLAIMED)
    with pytest.raises(NotYourSchool):
        join(add_initiative(), member=member, school=school)
    assert InitiativePart.objects.filter(institution=school).count() == 0


def test_nobody_joins_what_is_over_or_closed():
    ended = add_initiative(is_running=True)
    end_initiative(
        initiative=ended, member=ended.contact, state=InitiativeState.STOPPED, result="Te weinig tijd.", at=AT
    )
    with pytest.raises(NotOpen):
        join(ended)
    with pytest.raises(JoiningOver):
        join(add_initiative(joining_ends_on=date(2026, 11, 1)))


def test_only_the_one_who_leads_answers_starts_writes_and_ends(coach):
    initiative = add_initiative()
    place = join(initiative)
    tries = [
        lambda: accept_school(initiative=initiative, part=place.part, member=coach, at=AT),
        lambda: start_initiative(initiative=initiative, member=coach, at=AT),
        lambda: write_update(initiative=initiative, member=coach, title="x", text="x", token="t", at=AT),
        lambda: add_step(initiative=initiative, member=coach, text="x", due_on=date(2026, 12, 1)),
        lambda: hand_over(initiative=initiative, member=coach, to=coach, at=AT),
        lambda: change_initiative(initiative=initiative, member=coach, text=text()),
        lambda: end_initiative(initiative=initiative, member=coach, state=InitiativeState.STOPPED, result="x", at=AT),
    ]
    for attempt in tries:
        with pytest.raises(LeadOnly):
            attempt()
    assert (state_of(initiative), state_of(place.part)) == ("open", "asked")


def test_a_school_of_another_initiative_is_not_answered_here():
    initiative, other = add_initiative(), add_initiative()
    place = join(other)
    with pytest.raises(MoveRefused):
        accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)
    assert state_of(place.part) == "asked"


def test_the_last_one_who_leaves_takes_the_school_out():
    initiative = add_initiative()
    place = join(initiative)
    colleague = join(initiative, school=place.part.institution).member

    leave_initiative(initiative=initiative, member=place.member, at=AT)
    assert (state_of(place.part), sent("withdrew")) == ("asked", [])
    leave_initiative(initiative=initiative, member=colleague, at=AT)

    assert (state_of(place.part), sent("withdrew")) == ("withdrew", [initiative.contact.email])
    assert leave_initiative(initiative=initiative, member=colleague, at=AT) == 0
    assert len(sent("withdrew")) == 1


def test_a_colleague_does_not_take_the_school_out_while_who_joined_for_it_is_there():
    initiative = add_initiative()
    place = join(initiative)
    colleague = join(initiative, school=place.part.institution).member

    with pytest.raises(NotForTheSchool):
        withdraw_school(initiative=initiative, part=place.part, member=colleague, at=AT)
    leave_initiative(initiative=initiative, member=place.member, at=AT)
    withdraw_school(initiative=initiative, part=place.part, member=colleague, at=AT)

    assert (state_of(place.part), place.part.people.count()) == ("withdrew", 0)


def test_a_coordinator_takes_the_own_school_out_and_no_other():
    initiative = add_initiative()
    place, other = join(initiative), join(initiative)
    coordinator = add_colleague(place.part.institution)
    coordinator.affiliations.update(is_coordinator=True)

    with pytest.raises(NotTakingPart):
        withdraw_school(initiative=initiative, part=other.part, member=coordinator, at=AT)
    withdraw_school(initiative=initiative, part=place.part, member=coordinator, at=AT)

    assert (state_of(place.part), state_of(other.part)) == ("withdrew", "asked")


def test_an_answer_to_a_school_that_just_withdrew_is_refused():
    initiative = add_initiative()
    place = join(initiative)
    withdraw_school(initiative=initiative, part=place.part, member=place.member, at=AT)
    with pytest.raises(MoveRefused):
        accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)
    assert sent("accepted") == []


def test_the_leading_school_and_its_lead_stay():
    initiative = add_initiative()
    part = initiative.parts.get(institution=initiative.lead_institution)
    with pytest.raises(LeadingSchoolStays):
        withdraw_school(initiative=initiative, part=part, member=initiative.contact, at=AT)
    with pytest.raises(LeadStays):
        leave_initiative(initiative=initiative, member=initiative.contact, at=AT)


def test_a_stranger_takes_no_school_out(coach):
    initiative = add_initiative()
    place = join(initiative)
    with pytest.raises(NotTakingPart):
        withdraw_school(initiative=initiative, part=place.part, member=coach, at=AT)


def test_news_is_mailed_once_to_who_wants_it():
    initiative = add_initiative(is_running=True)
    reader, quiet, gone = join(initiative), join(initiative), join(initiative)
    set_news_mail(place=quiet, gets_mail=False)
    withdraw_school(initiative=initiative, part=gone.part, member=gone.member, at=AT)
    news = {"initiative": initiative, "member": initiative.contact, "title": "Ronde 1", "text": "Het lukte."}

    first = write_update(**news, token="formulier", at=AT)
    again = write_update(**news, token="formulier", at=AT)

    assert (again, initiative.updates.count()) == (first, 1)
    assert sent("update") == [reader.member.email]
    mail = OutboxMail.objects.get(purpose="initiatives.update")
    assert "Het lukte." in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/samen/afmelden/" in mail.headers["List-Unsubscribe"]
    assert "/samen/afmelden/" in mail.text


def test_who_refuses_this_kind_of_mail_gets_no_news():
    initiative = add_initiative()
    place = join(initiative)
    MailRefusal.objects.create(
        recipient_kind="member", recipient_key=place.member.key, topic="initiatives", refused_at=AT
    )
    write_update(initiative=initiative, member=initiative.contact, title="x", text="x", token="t", at=AT)
    assert sent("update") == []


def test_news_has_a_limit():
    initiative = add_initiative()
    for number in range(UPDATES_PER_DAY):
        write_update(initiative=initiative, member=initiative.contact, title="x", text="x", token=f"t{number}", at=AT)
    with pytest.raises(TooMany):
        write_update(initiative=initiative, member=initiative.contact, title="x", text="x", token="vol", at=AT)
    assert initiative.updates.count() == UPDATES_PER_DAY


def test_nothing_is_mailed_about_what_nobody_sees():
    draft = add_draft()
    with pytest.raises(MoveRefused):
        write_update(initiative=draft, member=draft.contact, title="x", text="x", token="t", at=AT)


@pytest.mark.parametrize("outcome", [InitiativeState.DONE, InitiativeState.STOPPED])
def test_an_end_records_who_took_part_and_mails_the_result(outcome):
    initiative = add_initiative(is_running=True)
    inside, asking = join(initiative), join(initiative)
    accept_school(initiative=initiative, part=inside.part, member=initiative.contact, at=AT)

    end_initiative(
        initiative=initiative, member=initiative.contact, state=outcome, result="Een uur scheelt een dag.", at=AT
    )

    assert (state_of(initiative), initiative.result) == (outcome, "Een uur scheelt een dag.")
    assert (state_of(inside.part), state_of(asking.part)) == ("done", "interested")
    assert sent("ended") == [inside.member.email, asking.member.email]
    with pytest.raises(MoveRefused):
        end_initiative(initiative=initiative, member=initiative.contact, state=outcome, result="x", at=AT)


def test_what_never_ran_is_not_finished():
    initiative = add_initiative()
    with pytest.raises(MoveRefused):
        end_initiative(initiative=initiative, member=initiative.contact, state=InitiativeState.DONE, result="x", at=AT)


def test_a_plan_keeps_its_steps():
    initiative = add_initiative()
    lead = initiative.contact
    step = add_step(initiative=initiative, member=lead, text="Startbijeenkomst", due_on=date(2026, 12, 1))
    assert add_step(initiative=initiative, member=lead, text="Startbijeenkomst", due_on=date(2026, 12, 1)) == step

    change_step(step=step, member=lead, text="Kick-off", due_on=date(2026, 12, 2), done_on=date(2026, 12, 2))
    step.refresh_from_db()
    assert (step.text, step.done_on) == ("Kick-off", date(2026, 12, 2))

    remove_step(step=step, member=lead)
    remove_step(step=step, member=lead)
    assert initiative.steps.count() == 0


def test_search_knows_each_step_of_a_plan_at_once():
    initiative = add_initiative()
    lead = initiative.contact

    def left_behind():
        return [one for one in differences() if one.kind == "samen"]

    step = add_step(initiative=initiative, member=lead, text="Startbijeenkomst", due_on=date(2026, 12, 1))
    added = left_behind()
    change_step(step=step, member=lead, text="Kick-off", due_on=date(2026, 12, 2), done_on=None)
    changed = left_behind()
    remove_step(step=step, member=lead)

    assert (added, changed, left_behind()) == ([], [], [])


def test_a_plan_has_an_end():
    initiative = add_initiative()
    for number in range(MOST_STEPS):
        add_step(initiative=initiative, member=initiative.contact, text=f"Stap {number}", due_on=date(2026, 12, 1))
    with pytest.raises(PlanFull):
        add_step(initiative=initiative, member=initiative.contact, text="Nog een", due_on=date(2026, 12, 1))


def test_a_lead_is_handed_over_to_a_colleague_in_it_only(coach):
    initiative = add_initiative()
    lead, colleague = initiative.contact, add_colleague(initiative.lead_institution)
    with pytest.raises(NotTakingPart):
        hand_over(initiative=initiative, member=lead, to=colleague, at=AT)
    join(initiative, member=colleague, school=initiative.lead_institution)

    hand_over(initiative=initiative, member=lead, to=colleague, at=AT)

    initiative.refresh_from_db()
    assert (initiative.contact, sent("handed_over")) == (colleague, [colleague.email])
    assert leave_initiative(initiative=initiative, member=lead, at=AT) == 1


def test_what_nobody_leads_is_taken_over_by_one_colleague():
    initiative = add_initiative()
    colleague = join(initiative, school=initiative.lead_institution).member
    outsider = join(initiative).member
    with pytest.raises(MoveRefused):
        take_over(initiative=initiative, member=colleague, at=AT)
    Initiative.objects.update(contact=None)

    with pytest.raises(NotTakingPart):
        take_over(initiative=initiative, member=outsider, at=AT)
    take_over(initiative=initiative, member=colleague, at=AT)

    initiative.refresh_from_db()
    assert initiative.contact == colleague


def test_who_leaves_the_portal_is_out_of_everything():
    initiative, draft_school = add_initiative(), InstitutionFactory()
    lead = initiative.contact
    AffiliationFactory(member=lead, institution=draft_school, state=AffiliationState.CONFIRMED)
    add_draft(lead=lead, school=draft_school)
    write_update(initiative=initiative, member=lead, title="Nieuws", text="Iets.", token="t", at=AT)

    assert erase_person(member=lead) > 0
    assert erase_person(member=lead) == 0

    initiative.refresh_from_db()
    assert list(Initiative.objects.all()) == [initiative]
    assert (initiative.contact, initiative.proposed_by, initiative.updates.get().author) == (None, None, None)
    assert InitiativeParticipant.objects.filter(member=lead).count() == 0


def test_a_copy_of_ones_data_holds_what_one_proposed_and_nothing_of_others():
    own = add_initiative(title="Mijn plan")
    add_initiative(title="Plan van een ander")

    told = INITIATIVES_DATA.export(own.contact.key)["led"]

    assert [(line["title"], line["as"]) for line in told] == [("Mijn plan", "lead"), ("Mijn plan", "proposer")]


def test_people_are_forgotten_a_year_after_the_end():
    initiative = add_initiative(is_running=True)
    place = join(initiative, message="Met team zorg.")
    accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)
    end_initiative(initiative=initiative, member=initiative.contact, state=InitiativeState.DONE, result="Klaar.", at=AT)

    assert outdate(at=AT + kept_for("joint_actions")) == 0
    assert outdate(at=AT + kept_for("joint_actions") + timedelta(minutes=1)) > 0

    place.part.refresh_from_db()
    assert (place.part.state, place.part.message, place.part.asked_by) == ("done", "", None)
    assert InitiativeParticipant.objects.count() == 0


def titles(member, at) -> list[str]:
    sources = (INITIATIVE_TODOS, INITIATIVE_PROPOSAL_TODOS)
    return [item.key.partition(":")[0] for source in sources for item in todos_of(source, member, at=at)]


def test_what_waits_for_the_one_who_leads_stands_on_their_page():
    initiative = add_initiative(is_running=True, ends_on=date(2026, 11, 20))
    lead = initiative.contact
    place = join(initiative)
    add_step(initiative=initiative, member=lead, text="Ronde 1", due_on=date(2026, 11, 5))

    assert titles(lead, AT) == ["initiative-part"]
    assert titles(lead, AT + timedelta(days=5)) == ["initiative-part", "initiative-step"]
    assert titles(lead, AT + timedelta(days=20)) == ["initiative-part", "initiative-step", "initiative-result"]
    assert titles(place.member, AT + timedelta(days=20)) == []


def test_a_proposal_waits_for_editors_but_not_for_its_own_lead(coach):
    school = InstitutionFactory()
    lead = add_colleague(school)
    lead.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    submit_proposal(initiative=add_draft(lead=lead, school=school), member=lead, at=AT)

    assert titles(add_moderator(), AT) == ["initiative-proposal"]
    assert (titles(lead, AT), titles(coach, AT)) == ([], [])


def test_a_member_proposes_five_times_a_day_at_most():
    school = InstitutionFactory()
    lead = add_colleague(school)
    for number in range(PROPOSALS_PER_DAY):
        add_draft(lead=lead, school=school, title=f"Plan {number}")

    with pytest.raises(TooMany):
        add_draft(lead=lead, school=school, title="Eén te veel")

    add_draft(lead=lead, school=school, at=AT + timedelta(days=1), title="De dag erna")
    assert Initiative.objects.filter(title="Eén te veel").count() == 0
    assert Initiative.objects.count() == PROPOSALS_PER_DAY + 1


def test_a_member_joins_so_often_an_hour():
    first, second = add_initiative(), add_initiative(title="Nog een plan")
    school = InstitutionFactory()
    member = add_colleague(school)
    join(first, member=member, school=school, wants_part=False)
    tried(JOINS_PER_HOUR - 1)
    join(first, member=member, school=school)

    with pytest.raises(TooMany):
        join(second, member=member, school=school)
    assert not InitiativeParticipant.objects.filter(part__initiative=second, member=member).exists()

    join(second, member=member, school=school, at=AT + timedelta(hours=1))
