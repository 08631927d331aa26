"""Reacting, reporting, deciding, leaving."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import translation

from network.members.states import CONVERSATION_LEADERS, MODERATORS
from portal.shared.conversations.states import PostState, ReportReason, ReportState
from portal.shared.outbox.models import OutboxMail
from stories.models import PilotContact, Reaction, ReactionReport, ReactionsClosed
from stories.reactions import errors
from stories.reactions.actions import (
    close_thread,
    dismiss_reports,
    edit_own,
    hide_reaction,
    open_thread,
    outdate,
    react,
    remove_own,
    remove_reaction,
    report_reaction,
    restore_reaction,
)
from stories.reactions.personal_data import REACTIONS_DATA
from stories.reactions.todos import REPORT_TODOS
from tests.factories.network import MemberFactory
from tests.factories.texts import add_insight, add_pilot, add_story
from tests.todos import todos_of

AT = datetime(2026, 11, 23, 12, 10, tzinfo=UTC)
MINUTE, HOUR, YEAR = timedelta(minutes=1), timedelta(hours=1), timedelta(days=365)


@pytest.fixture
def insight(site):
    return add_insight(site)


@pytest.fixture
def leader(db):
    member = MemberFactory(email="gespreksleider@bruggenbouwen.example", given_name="Gea", family_name="Leider")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member


@pytest.fixture
def reaction(insight, coach):
    return react(page=insight, member=coach, text="Bij ons ook.", token="formulier", at=AT)


def reported(reaction, member, **changes):
    values = {"reason": ReportReason.HURTFUL, "text": "Dit is niet aardig.", "at": AT + MINUTE}
    return report_reaction(reaction=reaction, member=member, **(values | changes))


def mails() -> list[tuple[str, str]]:
    return sorted(OutboxMail.objects.values_list("purpose", "to"))


def test_react_places_a_plain_text(insight, coach):
    react(page=insight, member=coach, text="Bij <b>ons</b> ook.", token="een", at=AT)

    rows = Reaction.objects.values_list("page", "member", "text", "state", "created_at", "edited_at")
    assert rows.get() == (insight.pk, coach.pk, "Bij <b>ons</b> ook.", "visible", AT, None)


def test_the_same_form_twice_gives_one_reaction(insight, coach, other_coach):
    first = react(page=insight, member=coach, text="Bij ons ook.", token="een", at=AT)
    again = react(page=insight, member=coach, text="Bij ons ook.", token="een", at=AT + MINUTE)
    other = react(page=insight, member=other_coach, text="Bij ons ook.", token="een", at=AT)

    assert again == first
    assert Reaction.objects.count() == 2
    assert other != first


def test_a_form_sent_twice_counts_once_for_the_limit(insight, coach):
    for _n in range(30):
        react(page=insight, member=coach, text="Bij ons ook.", token="een", at=AT)
    for n in range(9):
        react(page=insight, member=coach, text="Nog iets.", token=f"ander-{n}", at=AT)

    with pytest.raises(errors.TooManyReactions):
        react(page=insight, member=coach, text="Te veel.", token="elf", at=AT)
    assert react(page=insight, member=coach, text="Later.", token="elf", at=AT + HOUR).text == "Later."


def test_a_prospect_can_not_react(insight, stranger):
    with pytest.raises(errors.MembersOnly):
        react(page=insight, member=stranger, text="Hoi", token="een", at=AT)


def test_the_people_beside_a_text_hear_of_it_once_an_hour(site, coach, other_coach):
    third = MemberFactory(email="ilse@brink.example")
    story = add_story(site, contact=other_coach, authors=[other_coach, third, coach])
    for n, at in enumerate([AT, AT + MINUTE, AT + HOUR]):
        react(page=story, member=coach, text="Mooi.", token=f"f{n}", at=at)

    assert mails() == [
        ("stories.reaction_new", "femke@waddenkust.example"),
        ("stories.reaction_new", "femke@waddenkust.example"),
        ("stories.reaction_new", "ilse@brink.example"),
        ("stories.reaction_new", "ilse@brink.example"),
    ]
    assert "Mooi." not in OutboxMail.objects.first().text


def test_the_contacts_of_a_pilot_hear_of_a_reaction(site, coach, other_coach):
    pilot = add_pilot(site)
    PilotContact.objects.create(page=pilot, member=other_coach)

    react(page=pilot, member=coach, text="Mooi.", token="een", at=AT)

    assert mails() == [("stories.reaction_new", "femke@waddenkust.example")]


def test_edit_own_changes_the_text_for_fifteen_minutes(reaction, coach, other_coach):
    edit_own(reaction=reaction, member=coach, text="Bij ons niet.", at=AT + 14 * MINUTE)

    assert Reaction.objects.values_list("text", "edited_at").get() == ("Bij ons niet.", AT + 14 * MINUTE)
    with pytest.raises(errors.EditTooLate):
        edit_own(reaction=reaction, member=coach, text="Te laat.", at=AT + 15 * MINUTE)
    with pytest.raises(errors.NotYourReaction):
        edit_own(reaction=reaction, member=other_coach, text="Van mij.", at=AT)


def test_a_reported_text_can_not_change_before_a_leader_saw_it(reaction, coach, other_coach):
    reported(reaction, other_coach)

    with pytest.raises(errors.EditWhileReported):
        edit_own(reaction=reaction, member=coach, text="Ik zei niets.", at=AT + 2 * MINUTE)


def test_remove_own_wipes_the_text_and_answers_who_reported(reaction, coach, other_coach):
    reported(reaction, other_coach)

    remove_own(reaction=reaction, member=coach, at=AT + HOUR)
    remove_own(reaction=reaction, member=coach, at=AT + 2 * HOUR)

    assert Reaction.objects.values_list("state", "text", "state_at").get() == ("removed", "", AT + HOUR)
    assert ReactionReport.objects.values_list("state", "decided_by").get() == ("upheld", None)
    assert mails() == [("stories.reaction_outcome", "femke@waddenkust.example")]


def test_remove_own_is_for_the_writer(reaction, other_coach):
    with pytest.raises(errors.NotYourReaction):
        remove_own(reaction=reaction, member=other_coach, at=AT)


def test_a_report_reaches_the_leaders_once(reaction, other_coach, leader, coach):
    first = reported(reaction, other_coach)
    again = reported(reaction, other_coach, reason=ReportReason.OTHER)

    assert again == first
    assert mails() == [("stories.reaction_reported", leader.email)]
    text = OutboxMail.objects.get().text
    assert "Femke" not in text
    assert reaction.text not in text


def test_a_report_reaches_a_superuser_while_there_are_no_leaders(reaction, other_coach):
    MemberFactory(email="beheer@bruggenbouwen.example", is_superuser=True)
    moderator = MemberFactory(email="moderator@bruggenbouwen.example")
    moderator.groups.add(Group.objects.create(name=MODERATORS))

    reported(reaction, other_coach)

    assert mails() == [("stories.reaction_reported", "beheer@bruggenbouwen.example")]


def test_a_leader_is_not_mailed_about_an_own_reaction(insight, leader, other_coach):
    own = react(page=insight, member=leader, text="Van mij.", token="een", at=AT)

    reported(own, other_coach)

    assert mails() == []


def test_reports_are_refused_for_own_gone_and_by_prospects(reaction, coach, other_coach, stranger, leader):
    with pytest.raises(errors.OwnReactionReported):
        reported(reaction, coach)
    with pytest.raises(errors.MembersOnly):
        reported(reaction, stranger)
    hide_reaction(reaction=reaction, leader=leader, reason="Kwetsend.", at=AT)
    with pytest.raises(errors.ReactionGone):
        reported(reaction, other_coach)


def test_reporting_has_a_limit(reaction, other_coach):
    for _n in range(20):
        reported(reaction, other_coach)

    with pytest.raises(errors.TooManyReports):
        reported(reaction, other_coach)


def test_hiding_tells_the_writer_why_and_where_to_object(reaction, other_coach, leader):
    reported(reaction, other_coach)
    OutboxMail.objects.all().delete()

    hide_reaction(reaction=reaction, leader=leader, reason="Dit kwetst een collega.", at=AT + HOUR)

    assert Reaction.objects.values_list("state", "text", "state_reason", "state_by").get() == (
        "hidden",
        "Bij ons ook.",
        "Dit kwetst een collega.",
        leader.pk,
    )
    assert ReactionReport.objects.values_list("state", "decided_by", "decided_at", "answer").get() == (
        "upheld",
        leader.pk,
        AT + HOUR,
        "Dit kwetst een collega.",
    )
    assert mails() == [
        ("stories.reaction_hidden", "noor@lindenwaard.example"),
        ("stories.reaction_outcome", "femke@waddenkust.example"),
    ]
    mail = OutboxMail.objects.get(purpose="stories.reaction_hidden")
    assert "Dit kwetst een collega." in mail.text
    assert "/contact/" in mail.text
    assert "Femke" not in mail.text


def test_a_hidden_reaction_comes_back(reaction, leader):
    hide_reaction(reaction=reaction, leader=leader, reason="Even kijken.", at=AT)

    restore_reaction(reaction=reaction, leader=leader, at=AT + HOUR)

    assert Reaction.objects.values_list("state", "state_reason").get() == ("visible", "")
    assert [purpose for purpose, _to in mails()] == ["stories.reaction_hidden", "stories.reaction_restored"]


def test_removing_wipes_the_text_for_good(reaction, leader):
    remove_reaction(reaction=reaction, leader=leader, reason="Gegevens van een student.", at=AT)

    assert Reaction.objects.values_list("state", "text").get() == ("removed", "")
    for step in (restore_reaction, lambda **given: hide_reaction(reason="x", **given)):
        with pytest.raises(errors.ReactionMoveRefused):
            step(reaction=reaction, leader=leader, at=AT)


def test_dismissing_answers_who_reported_and_leaves_the_text(reaction, other_coach, leader):
    reported(reaction, other_coach)
    OutboxMail.objects.all().delete()

    dismiss_reports(reaction=reaction, leader=leader, answer="Tegenspraak mag.", at=AT + HOUR)

    assert Reaction.objects.values_list("state", "text").get() == ("visible", "Bij ons ook.")
    assert ReactionReport.objects.values_list("state", "answer").get() == ("dismissed", "Tegenspraak mag.")
    assert mails() == [("stories.reaction_outcome", "femke@waddenkust.example")]
    assert dismiss_reports(reaction=reaction, leader=leader, answer="Nog eens.", at=AT + HOUR) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda row, who: hide_reaction(reaction=row, leader=who, reason="x", at=AT),
        lambda row, who: remove_reaction(reaction=row, leader=who, reason="x", at=AT),
        lambda row, who: restore_reaction(reaction=row, leader=who, at=AT),
        lambda row, who: dismiss_reports(reaction=row, leader=who, answer="x", at=AT),
        lambda row, who: close_thread(page=row.page, leader=who, reason="x", at=AT),
        lambda row, who: open_thread(page=row.page, leader=who),
    ],
    ids=["hide", "remove", "restore", "dismiss", "close", "open"],
)
def test_only_leaders_decide(reaction, other_coach, act):
    other_coach.groups.add(Group.objects.create(name=MODERATORS))

    with pytest.raises(errors.LeadersOnly):
        act(reaction, other_coach)


def test_nobody_decides_on_an_own_reaction(insight, leader):
    leader.is_superuser = True
    leader.save()
    own = react(page=insight, member=leader, text="Van mij.", token="een", at=AT)

    with pytest.raises(errors.OwnReactionJudged):
        hide_reaction(reaction=own, leader=leader, reason="x", at=AT)
    assert list(todos_of(REPORT_TODOS, leader, at=AT)) == []


def test_a_closed_conversation_takes_no_reactions_until_it_opens(reaction, insight, coach, leader):
    close_thread(page=insight, leader=leader, reason="Het werd te fel.", at=AT)
    close_thread(page=insight, leader=leader, reason="Het werd te fel, sorry.", at=AT + HOUR)

    assert ReactionsClosed.objects.values_list("reason", "at").get() == ("Het werd te fel, sorry.", AT)
    with pytest.raises(errors.ConversationClosed):
        react(page=insight, member=coach, text="Nog iets.", token="twee", at=AT)
    assert react(page=insight, member=coach, text="Bij ons ook.", token="formulier", at=AT) == reaction
    assert open_thread(page=insight, leader=leader) is True
    assert open_thread(page=insight, leader=leader) is False
    assert react(page=insight, member=coach, text="Nog iets.", token="twee", at=AT).text == "Nog iets."


def test_open_reports_wait_for_leaders_with_a_deadline(reaction, coach, other_coach, leader):
    reported(reaction, other_coach)

    items = list(todos_of(REPORT_TODOS, leader, at=AT))

    assert [(item.url, item.deadline_at.isoformat()) for item in items] == [
        (f"/mijn/gesprekken/{reaction.key}/", "2026-11-26T17:00:00+01:00")
    ]
    assert list(todos_of(REPORT_TODOS, coach, at=AT)) == []


def test_an_erased_writer_leaves_the_conversation_without_a_name(insight, coach, other_coach, leader):
    kept = react(page=insight, member=coach, text="Groet, Noor Verhagen", token="een", at=AT)
    hidden = react(page=insight, member=coach, text="Dit was bot.", token="twee", at=AT)
    hide_reaction(reaction=hidden, leader=leader, reason="Bot.", at=AT)
    other = react(page=insight, member=other_coach, text="Dag Noor", token="drie", at=AT)
    reported(other, coach, text="Ik, Noor, vind dit naar.")

    with transaction.atomic():
        assert REACTIONS_DATA.erase(coach.key, at=AT) == 3
        assert REACTIONS_DATA.erase(coach.key, at=AT) == 0

    rows = dict(Reaction.objects.values_list("pk", "text"))
    assert rows == {kept.pk: "Groet, oud-lid", hidden.pk: "", other.pk: "Dag Noor"}
    assert Reaction.objects.filter(member=coach).count() == 0
    assert ReactionReport.objects.values_list("reporter", "text", "state").get() == (None, "", "open")
    assert REACTIONS_DATA.erase("bestaat-niet", at=AT) == 0


def test_an_erased_leader_leaves_the_decisions_without_a_name(reaction, other_coach, leader, insight):
    reported(reaction, other_coach)
    hide_reaction(reaction=reaction, leader=leader, reason="Bot.", at=AT)
    close_thread(page=insight, leader=leader, reason="Klaar.", at=AT)

    REACTIONS_DATA.erase(leader.key, at=AT)

    assert Reaction.objects.values_list("state", "state_by").get() == ("hidden", None)
    assert ReactionReport.objects.values_list("state", "decided_by").get() == ("upheld", None)
    assert ReactionsClosed.objects.values_list("reason", "closed_by").get() == ("Klaar.", None)


def test_the_export_holds_what_one_wrote_and_not_who_reported(reaction, coach, other_coach, leader):
    reported(reaction, other_coach)
    dismiss_reports(reaction=reaction, leader=leader, answer="Mag.", at=AT)

    assert REACTIONS_DATA.export(coach.key) == {
        "reactions": [
            {
                "under": "Begin bij het onderwijsdoel",
                "text": "Bij ons ook.",
                "state": "visible",
                "reason": "",
                "placed_at": AT.isoformat(),
                "changed_at": None,
            }
        ],
        "reports": [],
        "decisions": [],
    }
    assert [row["answer"] for row in REACTIONS_DATA.export(other_coach.key)["reports"]] == ["Mag."]
    assert [row["state"] for row in REACTIONS_DATA.export(leader.key)["decisions"]] == ["dismissed"]
    assert list(REACTIONS_DATA.files(coach.key)) == []


def test_what_is_settled_goes_after_a_year(insight, reaction, coach, other_coach, leader):
    second = react(page=insight, member=coach, text="Twee.", token="twee", at=AT)
    third = react(page=insight, member=coach, text="Drie.", token="drie", at=AT)
    waiting = react(page=insight, member=coach, text="Vier.", token="vier", at=AT)
    reported(reaction, other_coach)
    reported(waiting, other_coach)
    dismiss_reports(reaction=reaction, leader=leader, answer="Mag.", at=AT)
    hide_reaction(reaction=second, leader=leader, reason="Bot.", at=AT)
    remove_own(reaction=third, member=coach, at=AT)

    assert outdate(at=AT + YEAR) == 0
    assert REACTIONS_DATA.outdate(at=AT + YEAR + MINUTE) == 3
    assert list(Reaction.objects.values_list("pk", "state", "text")) == [
        (reaction.pk, "visible", "Bij ons ook."),
        (second.pk, "removed", ""),
        (waiting.pk, "visible", "Vier."),
    ]
    assert list(ReactionReport.objects.values_list("reaction", "state")) == [(waiting.pk, ReportState.OPEN)]


def test_a_removed_reaction_can_hold_no_text(reaction):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reaction.objects.filter(pk=reaction.pk).update(state=PostState.REMOVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reaction.objects.filter(pk=reaction.pk).update(text="")


def test_mails_are_in_the_readers_language_whoever_acts(reaction, coach, other_coach, leader):
    with translation.override("en"):
        reported(reaction, other_coach)
        remove_own(reaction=reaction, member=coach, at=AT + HOUR)

    to_leader, to_reporter = (OutboxMail.objects.get(to=one.email).text for one in (leader, other_coach))
    assert "Het kwetst iemand" in to_leader
    assert "De schrijver heeft de reactie weggehaald." in to_reporter
