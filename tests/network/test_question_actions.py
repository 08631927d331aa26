"""What happens to a question: put to people, handed over, answered, chosen, closed, reported, forgotten."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from network.members.states import CONVERSATION_LEADERS, EDITORS
from network.questions import actions
from network.questions.errors import (
    AlreadyProposed,
    AnswerIsBest,
    AnswersAreForMembers,
    NotWithYou,
    NotYoursToSteer,
    OwnAnswerChosen,
    OwnTextFlagged,
    OwnTextJudged,
    QuestionClosed,
    QuestionLeadersOnly,
    QuestionMoveRefused,
    ReasonNeeded,
    TooManyAnswers,
    TooManyFlags,
    TooManyQuestions,
)
from network.questions.models import Answer, AnswerThanks, Question, QuestionFlag, QuestionFollow, Route
from network.questions.personal_data import QUESTIONS_DATA
from network.questions.rules import ANSWERS_PER_HOUR, REPORTS_PER_HOUR
from network.questions.states import Addressee, QuestionState, RouteState, Sight
from network.questions.todos import QUESTION_REPORT_TODOS, QUESTION_TODOS
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.models import StorySeed
from stories.models import Suggestion
from tests.factories.network import (
    AffiliationFactory,
    HelpTopicFactory,
    InstitutionFactory,
    MemberFactory,
    RoleFactory,
    ThemeFactory,
)
from tests.factories.questions import make_answer, make_question
from tests.limits import tried
from tests.todos import todos_of

# A Tuesday.
AT = datetime(2026, 11, 24, 10, tzinfo=LOCAL_ZONE)
DAYS = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return ThemeFactory(slug="ai", name="AI in het onderwijs")


@pytest.fixture
def knows(theme):
    """Make someone who knows the theme of the questions here."""

    def make(name: str, **fields):
        member = MemberFactory(given_name=name, family_name="Kenner", email=f"{name.lower()}@school.example", **fields)
        member.themes.add(theme)
        return member

    return make


def held_by(question: Question) -> dict[str, str]:
    return dict(question.routes.values_list("member__given_name", "state"))


def mails() -> list[tuple[str, str]]:
    rows = OutboxMail.objects.order_by("pk").values_list("purpose", "to")
    return [(purpose.removeprefix("network.question_"), to) for purpose, to in rows]


def test_a_question_goes_to_two_people_who_know_the_theme_and_not_to_the_asker(knows):
    asker = knows("Ans")
    for name in ("Bea", "Cor", "Dik"):
        knows(name)
    MemberFactory(given_name="Onbekend")

    question = make_question(member=asker, at=AT)

    held = held_by(question)
    assert len(held) == 2
    assert set(held) < {"Bea", "Cor", "Dik"}
    assert set(held.values()) == {RouteState.WAITING}
    assert sorted(mails()) == sorted(("routed", f"{name.lower()}@school.example") for name in held)


def test_who_helps_with_the_theme_or_has_the_role_goes_first(knows, theme):
    knows("Thema")
    helper = MemberFactory(given_name="Hulp")
    helper.helps_with.add(HelpTopicFactory(slug="lessen-met-ai", theme=theme))
    manager = MemberFactory(given_name="Manager")
    role = RoleFactory(slug="informatiemanager", name="informatiemanager", is_coach=False)
    AffiliationFactory(member=manager, role=role)

    assert set(held_by(make_question(at=AT))) == {"Hulp", "Thema"}
    assert set(held_by(make_question(at=AT, addressee=Addressee.INFORMATION_MANAGERS))) == {"Manager", "Hulp"}


def test_a_hidden_theme_brings_no_question_and_nor_does_a_hidden_role(knows, theme):
    hidden = knows("Verborgen")
    hidden.field_audiences.create(field="themes", audience="only_me")
    role = RoleFactory(slug="digitaal-ambassadeur", name="digitaal ambassadeur", is_coach=False)
    AffiliationFactory(member=hidden, role=role)
    hidden.field_audiences.create(field="title", audience="only_me")

    assert held_by(make_question(at=AT, addressee=Addressee.AMBASSADORS)) == {}
    hidden.field_audiences.all().delete()
    assert set(held_by(make_question(at=AT, addressee=Addressee.AMBASSADORS))) == {"Verborgen"}


def test_nobody_gets_a_fourth_question_or_one_while_away(knows):
    busy, away = knows("Bea"), knows("Weg")
    actions.set_pause(member=away, is_paused=True, until=AT.date())
    for _three in range(3):
        make_question(at=AT)

    assert held_by(make_question(at=AT)) == {}
    assert busy.question_routes.count() == 3
    assert set(held_by(make_question(at=AT + DAYS))) == {"Weg"}


def test_someone_in_a_school_holiday_gets_no_question(knows):
    school = InstitutionFactory(holiday_region="noord")
    AffiliationFactory(member=knows("Noord"), institution=school)
    knows("Elders")
    SchoolHoliday.objects.create(region="noord", name="Herfst", starts_on=AT.date(), ends_on=AT.date() + 4 * DAYS)

    assert set(held_by(make_question(at=AT))) == {"Elders"}


def test_a_form_sent_twice_asks_once_and_the_sixth_question_of_a_day_is_refused(theme):
    asker = MemberFactory()
    text = actions.QuestionText(title="Hoe?", body="", theme=theme)
    first = actions.ask(member=asker, text=text, token="een", at=AT)
    assert actions.ask(member=asker, text=text, token="een", at=AT) == first
    for number in range(4):
        actions.ask(member=asker, text=text, token=f"nog-{number}", at=AT)

    with pytest.raises(TooManyQuestions):
        actions.ask(member=asker, text=text, token="zes", at=AT)
    assert Question.objects.count() == 5


def test_a_late_question_is_reminded_once_then_handed_over_and_never_comes_back(knows):
    for name in ("Bea", "Cor", "Dik"):
        knows(name)
    asker = MemberFactory(given_name="Ans", email="ans@school.example")
    question = make_question(member=asker, at=AT)
    first_two = set(held_by(question))
    OutboxMail.objects.all().delete()

    for hours in (0, 1, 48, 49, 72):
        actions.follow_up(at=AT + timedelta(hours=hours))
    assert [purpose for purpose, _to in mails()] == ["reminder", "reminder"]

    due = AT.replace(hour=17) + 3 * DAYS
    for _twice in range(2):
        actions.follow_up(at=due)
    held = held_by(question)
    third = ({"Bea", "Cor", "Dik"} - first_two).pop()
    assert held[third] == RouteState.WAITING
    assert {held[name] for name in first_two} == {RouteState.LATE}
    told = [mail for mail in mails() if mail[0] == "whereabouts"]
    assert told == [("whereabouts", "ans@school.example")]
    assert third in OutboxMail.objects.filter(purpose="network.question_whereabouts").order_by("pk").last().text

    actions.follow_up(at=due + 14 * DAYS)
    assert set(held_by(question).values()) == {RouteState.LATE}
    assert list(Question.objects.unrouted()) == [question]
    assert "redactie" in OutboxMail.objects.filter(purpose="network.question_whereabouts").order_by("pk").last().text
    before = Route.objects.count()
    actions.follow_up(at=due + 60 * DAYS)
    assert Route.objects.count() == before


def test_the_deadline_skips_the_holiday_of_the_persons_own_region(knows):
    for region in ("noord", "zuid"):
        AffiliationFactory(member=knows(region.capitalize()), institution=InstitutionFactory(holiday_region=region))
    SchoolHoliday.objects.create(
        region="zuid", name="Vakantie", starts_on=AT.date() + DAYS, ends_on=AT.date() + 10 * DAYS
    )

    question = make_question(at=AT)

    due = {
        name: due.astimezone(LOCAL_ZONE) for name, due in question.routes.values_list("member__given_name", "due_at")
    }
    assert due == {"Noord": AT.replace(hour=17) + 3 * DAYS, "Zuid": AT.replace(hour=17) + 10 * DAYS}


def test_i_cant_answer_this_passes_it_on_at_once_and_only_once(knows):
    for name in ("Bea", "Cor", "Dik"):
        knows(name)
    question = make_question(member=MemberFactory(email="ans@school.example"), at=AT)
    held = question.routes.first()

    made = actions.pass_on(question=question, member=held.member, at=AT)

    assert len(made) == 1
    assert sorted(held_by(question).values()) == sorted([RouteState.DECLINED, RouteState.WAITING, RouteState.WAITING])
    assert mails()[-1] == ("whereabouts", "ans@school.example")
    with pytest.raises(NotWithYou):
        actions.pass_on(question=question, member=held.member, at=AT)


def test_an_answer_lets_everyone_go_and_mails_the_followers_but_not_its_writer(knows):
    knows("Bea"), knows("Cor")
    asker = MemberFactory(email="ans@school.example")
    question = make_question(member=asker, at=AT)
    reader = MemberFactory(email="lezer@school.example")
    actions.follow_question(question=question, member=reader, at=AT)
    writer = question.routes.first().member
    actions.follow_question(question=question, member=writer, at=AT)
    OutboxMail.objects.all().delete()

    make_answer(question=question, member=writer, at=AT)

    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED
    assert sorted(held_by(question).values()) == sorted([RouteState.ANSWERED, RouteState.ENDED])
    assert sorted(mails()) == [("news", "ans@school.example"), ("news", "lezer@school.example")]
    assert all("List-Unsubscribe" in mail.headers for mail in OutboxMail.objects.all())


def test_what_the_asker_adds_is_no_answer_to_wait_for(knows):
    knows("Bea")
    asker = MemberFactory()
    question = make_question(member=asker, at=AT)
    make_answer(question=question, member=asker, at=AT)
    assert held_by(question) == {"Bea": RouteState.WAITING}


def test_prospects_ask_and_do_not_answer():
    prospect = MemberFactory(standing="prospect")
    question = make_question(member=prospect, at=AT)
    with pytest.raises(AnswersAreForMembers):
        make_answer(question=question, member=prospect, at=AT)


def test_the_asker_chooses_and_changes_the_best_answer_and_the_writer_hears_it_once():
    asker, writer = MemberFactory(), MemberFactory(email="w@school.example")
    question = make_question(member=asker, at=AT)
    first, second = (make_answer(question=question, member=writer, at=AT) for _two in range(2))
    OutboxMail.objects.all().delete()
    with pytest.raises(NotYoursToSteer):
        actions.accept_answer(answer=first, by=writer, at=AT)

    for answer in (first, first, second):
        actions.accept_answer(answer=answer, by=asker, at=AT)

    question.refresh_from_db()
    assert (question.state, question.best_answer) == (QuestionState.ACCEPTED, second)
    assert mails() == [("best", "w@school.example"), ("best", "w@school.example")]
    with pytest.raises(AnswerIsBest):
        actions.edit_answer(answer=second, member=writer, text="Anders", at=AT)


def test_removing_the_best_answer_opens_the_question_again(knows):
    asker, writer = MemberFactory(), MemberFactory()
    question = make_question(member=asker, at=AT)
    answer = make_answer(question=question, member=writer, at=AT)
    actions.accept_answer(answer=answer, by=asker, at=AT)
    knows("Bea")

    actions.remove_answer(answer=answer, member=writer, reason="Weg", at=AT)

    question.refresh_from_db()
    assert (question.state, question.best_answer) == (QuestionState.OPEN, None)
    assert held_by(question) == {"Bea": RouteState.WAITING}
    assert Answer.objects.get().text == ""


def test_closing_needs_a_reason_ends_the_routes_and_can_be_undone(knows):
    knows("Bea")
    asker = MemberFactory(email="ans@school.example")
    editor = MemberFactory()
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    question = make_question(member=asker, at=AT)
    with pytest.raises(ReasonNeeded):
        actions.close_question(question=question, by=asker, reason="  ", at=AT)
    with pytest.raises(NotYoursToSteer):
        actions.close_question(question=question, by=MemberFactory(), reason="Nee", at=AT)

    actions.close_question(question=question, by=editor, reason="Dubbel", at=AT)

    assert held_by(question) == {"Bea": RouteState.ENDED}
    assert mails()[-1] == ("closed", "ans@school.example")
    with pytest.raises(QuestionClosed):
        make_answer(question=question, at=AT)
    with pytest.raises(QuestionMoveRefused):
        actions.close_question(question=question, by=asker, reason="Nog eens", at=AT)
    knows("Cor")
    actions.reopen_question(question=question, by=asker, at=AT)
    question.refresh_from_db()
    assert (question.state, question.closed_reason) == (QuestionState.OPEN, "")
    assert held_by(question) == {"Bea": RouteState.ENDED, "Cor": RouteState.WAITING}


def test_thanks_count_once_and_not_for_oneself():
    writer, reader = MemberFactory(), MemberFactory()
    answer = make_answer(question=make_question(at=AT), member=writer, at=AT)
    for _twice in range(2):
        actions.thank(answer=answer, member=reader, at=AT)
    assert AnswerThanks.objects.count() == 1
    with pytest.raises(OwnAnswerChosen):
        actions.thank(answer=answer, member=writer, at=AT)


@pytest.fixture
def leader():
    member = MemberFactory(email="leider@school.example")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member


def test_a_report_goes_to_the_leaders_and_hiding_tells_both_sides(leader):
    writer, reporter = MemberFactory(email="w@school.example"), MemberFactory(email="r@school.example")
    question = make_question(at=AT)
    answer = make_answer(question=question, member=writer, at=AT)
    OutboxMail.objects.all().delete()
    with pytest.raises(OwnTextFlagged):
        actions.report(thing=answer, member=writer, reason=ReportReason.OTHER, text="", at=AT)
    for _twice in range(2):
        actions.report(thing=answer, member=reporter, reason=ReportReason.HURTFUL, text="Dit kan niet", at=AT)
    assert mails() == [("reported", "leider@school.example")]
    assert [
        item.key for source in (QUESTION_TODOS, QUESTION_REPORT_TODOS) for item in todos_of(source, leader, at=AT)
    ] == [f"question_flag:{answer.key}"]
    with pytest.raises(QuestionLeadersOnly):
        actions.hide(thing=answer, leader=reporter, reason="x", at=AT)

    actions.hide(thing=answer, leader=leader, reason="Gaat over een persoon", at=AT)

    question.refresh_from_db()
    assert question.state == QuestionState.OPEN
    assert sorted(mails()[1:]) == [("decided", "w@school.example"), ("outcome", "r@school.example")]
    assert QuestionFlag.objects.get().state == ReportState.UPHELD
    actions.restore(thing=answer, leader=leader, at=AT + DAYS)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED


def test_a_leader_does_not_judge_an_own_question_and_the_asker_cannot_undo_a_leader(leader):
    own = make_question(member=leader, at=AT)
    with pytest.raises(OwnTextJudged):
        actions.hide(thing=own, leader=leader, reason="x", at=AT)
    asker = MemberFactory()
    question = make_question(member=asker, at=AT)
    actions.hide(thing=question, leader=leader, reason="Over een student", at=AT)
    with pytest.raises(QuestionMoveRefused):
        actions.show_question_again(question=question, member=asker, at=AT)
    question.refresh_from_db()
    assert question.sight == Sight.HIDDEN


def test_an_answer_becomes_an_idea_for_the_editors_once_without_its_writers_name(settings):
    writer = MemberFactory(given_name="Zwaluw", family_name="Geheim")
    sender = MemberFactory()
    answer = make_answer(question=make_question(at=AT, title="Werkt dit?"), member=writer, at=AT, text="Ja, klein.")

    actions.propose_insight(answer=answer, by=sender, why="Klein beginnen helpt", at=AT)

    message = Suggestion.objects.get()
    assert message.member == sender
    assert {"Werkt dit?", "Ja, klein.", "Klein beginnen helpt"} == {
        part for part in ("Werkt dit?", "Ja, klein.", "Klein beginnen helpt") if part in message.text
    }
    assert "Zwaluw" not in message.text
    with pytest.raises(AlreadyProposed):
        actions.propose_insight(answer=answer, by=sender, why="", at=AT)


def test_an_answer_waits_for_its_writer_as_a_story_until_it_is_removed():
    writer, editor = MemberFactory(email="w@school.example"), MemberFactory()
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    answer = make_answer(question=make_question(at=AT), member=writer, at=AT)
    with pytest.raises(NotYoursToSteer):
        actions.call_for_story(answer=answer, by=MemberFactory(), at=AT)

    actions.call_for_story(answer=answer, by=editor, at=AT)

    assert StorySeed.objects.get().payload["members"] == [writer.key]
    assert mails()[-1] == ("story", "w@school.example")
    actions.remove_answer(answer=answer, member=writer, reason="Weg", at=AT)
    assert StorySeed.objects.count() == 0


def test_todos_name_what_waits_with_its_deadline(knows):
    bea, asker = knows("Bea"), MemberFactory()
    question = make_question(member=asker, at=AT, title="Hoe dan?")
    (todo,) = todos_of(QUESTION_TODOS, bea, at=AT)
    assert (todo.title, todo.deadline_at) == ("Hoe dan?", AT.replace(hour=17) + 3 * DAYS)
    assert list(todos_of(QUESTION_TODOS, asker, at=AT)) == []
    make_answer(question=question, member=bea, at=AT)
    assert list(todos_of(QUESTION_TODOS, bea, at=AT)) == []
    assert [item.key for item in todos_of(QUESTION_TODOS, asker, at=AT)] == [f"question:{question.key}"]


def test_leaving_takes_the_person_out_and_keeps_what_others_answered(knows):
    knows("Bea")
    person = MemberFactory(given_name="Gijs", family_name="Vertrek", email="gijs@school.example")
    lonely = make_question(member=person, at=AT, title="Zonder antwoord")
    kept = make_question(member=person, at=AT, title="Wat doet Gijs Vertrek?", body="Mail gijs@school.example")
    make_answer(question=kept, at=AT)
    answer = make_answer(question=make_question(at=AT), member=person, at=AT, text="Vraag Gijs Vertrek maar.")
    actions.follow_question(question=make_question(at=AT), member=person, at=AT)
    assert [row["title"] for row in QUESTIONS_DATA.export(person.key)["questions"]] == [lonely.title, kept.title]

    assert QUESTIONS_DATA.erase(person.key, at=AT) > 0

    assert not Question.objects.filter(pk=lonely.pk).exists()
    kept.refresh_from_db()
    answer.refresh_from_db()
    assert (kept.asker, kept.title, kept.body) == (None, "Wat doet oud-lid?", "Mail oud-lid")
    assert (answer.writer, answer.text) == (None, "Vraag oud-lid maar.")
    assert QuestionFollow.objects.filter(member=person).count() == 0
    assert QUESTIONS_DATA.erase(person.key, at=AT) == 0


def test_settled_reports_and_hidden_texts_go_after_a_year(leader):
    question = make_question(at=AT)
    answer = make_answer(question=question, at=AT)
    actions.report(thing=answer, member=MemberFactory(), reason=ReportReason.OTHER, text="", at=AT)
    actions.hide(thing=answer, leader=leader, reason="x", at=AT)

    assert actions.outdate(at=AT + 365 * DAYS) == 0
    assert actions.outdate(at=AT + 366 * DAYS) == 2
    assert (QuestionFlag.objects.count(), Answer.objects.get().text) == (0, "")


def test_so_many_answers_an_hour_are_enough():
    question, writer = make_question(at=AT), MemberFactory()
    make_answer(question=question, member=writer, at=AT)
    tried(ANSWERS_PER_HOUR - 1)
    make_answer(question=question, member=writer, at=AT)

    with pytest.raises(TooManyAnswers):
        make_answer(question=question, member=writer, at=AT)
    make_answer(question=question, member=writer, at=AT + timedelta(hours=1))

    assert Answer.objects.count() == 3


def test_so_many_reports_an_hour_are_enough():
    question, reporter = make_question(at=AT), MemberFactory()
    answers = [make_answer(question=question, at=AT) for _answer in range(3)]

    def report(thing):
        actions.report(thing=thing, member=reporter, reason=ReportReason.OTHER, text="", at=AT)

    report(answers[0])
    tried(REPORTS_PER_HOUR - 1)
    report(answers[1])
    with pytest.raises(TooManyFlags):
        report(answers[2])

    assert QuestionFlag.objects.count() == 2
