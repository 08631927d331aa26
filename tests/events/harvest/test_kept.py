"""What is known of people after a date, and for how long."""

from datetime import timedelta

import pytest

from events.harvest.actions import FeedbackText, HarvestText, PromisePlan, add_promise, give_feedback, write_harvest
from events.harvest.actions import set_naming as name_owner
from events.harvest.models import Feedback, Harvest, Promise
from events.harvest.owners import Owner
from events.harvest.personal_data import HARVEST_DATA
from events.harvest.states import Naming, Quote
from events.registrations.actions import erase_person as erase_registrations
from tests.events.harvest.conftest import AFTER
from tests.events.harvest.test_promises import DUE

pytestmark = pytest.mark.django_db


def answer(row, **more):
    return give_feedback(registration=row, text=FeedbackText(score=5, tomorrow="Bellen.", **more), at=AFTER)


def facts():
    return [(row.registration_id is not None, row.tomorrow, row.quote) for row in Feedback.objects.order_by("pk")]


def test_who_leaves_takes_the_words_along_and_leaves_a_count(rows):
    for row in rows[:2]:
        answer(row, better="Femke Zwaluw was te laat.")
    member = rows[0].member
    assert HARVEST_DATA.erase(member.key, at=AFTER) == 1
    gone, kept = Feedback.objects.order_by("pk")
    assert (gone.score, gone.registration, gone.tomorrow, gone.better) == (5, None, "", "")
    assert kept.better == "Femke Zwaluw was te laat."
    assert HARVEST_DATA.erase(member.key, at=AFTER) == 0


def test_a_report_and_a_promise_stay_without_the_name(date, rows):
    member = rows[0].member
    write_harvest(occurrence=date, member=member, text=HarvestText("Femke Zwaluw belt."), at=AFTER)
    plan = PromisePlan("Femke Zwaluw belt", DUE, member=member, institution=rows[0].institution)
    promise = add_promise(occurrence=date, plan=plan, at=AFTER)
    name_owner(promise=promise, owner=Owner(member_key=member.key), is_named=True, at=AFTER)
    assert HARVEST_DATA.erase(member.key, at=AFTER) == 2
    report, promise = Harvest.objects.get(), Promise.objects.get()
    assert (report.written_by, report.summary) == (None, "oud-lid belt.")
    assert (promise.text, promise.member, promise.naming) == ("oud-lid belt", None, Naming.NOBODY)
    assert promise.institution == rows[0].institution
    assert HARVEST_DATA.erase(member.key, at=AFTER) == 0


def test_whatever_leaves_first_a_promise_of_a_guest_who_became_a_member_names_nobody(date, guest, rows):
    member = rows[1].member
    add_promise(occurrence=date, plan=PromisePlan("Bellen", DUE, guest=guest), at=AFTER)
    guest.member, guest.guest_email, guest.guest_name = member, "", ""
    rows[1].delete()
    guest.save()
    HARVEST_DATA.erase(member.key, at=AFTER)
    erase_registrations(member=member, at=AFTER)
    assert Promise.objects.get().guest is None


def test_answers_are_cut_from_their_writers_when_answering_closes(date, rows):
    answer(rows[0])
    answer(rows[1], quote=Quote.NAMED)
    assert HARVEST_DATA.outdate(at=date.ends_at + timedelta(days=20)) == 0
    assert HARVEST_DATA.outdate(at=date.ends_at + timedelta(days=21)) == 1
    assert facts() == [(False, "Bellen.", "no"), (True, "Bellen.", "named")]
    assert HARVEST_DATA.export(rows[0].member.key)["feedback"] == []
    assert HARVEST_DATA.outdate(at=date.ends_at + timedelta(days=22)) == 0


def test_after_half_a_year_only_the_scores_stay(date, rows):
    answer(rows[0])
    answer(rows[1], quote=Quote.NAMED)
    HARVEST_DATA.outdate(at=date.ends_at + timedelta(days=183))
    assert facts() == [(False, "", "no"), (False, "", "no")]
    assert [row.score for row in Feedback.objects.all()] == [5, 5]
    assert HARVEST_DATA.outdate(at=date.ends_at + timedelta(days=184)) == 0


def test_who_kept_a_promise_is_forgotten_a_year_after_its_day(date, rows, guest):
    for plan in (
        PromisePlan("Mailen", DUE, member=rows[0].member, institution=rows[0].institution),
        PromisePlan("Bellen", DUE, guest=guest),
    ):
        add_promise(occurrence=date, plan=plan, at=AFTER)
    assert HARVEST_DATA.outdate(at=AFTER + timedelta(days=365)) == 0
    assert HARVEST_DATA.outdate(at=AFTER + timedelta(days=365 + 29)) == 2
    assert [(row.member, row.guest) for row in Promise.objects.all()] == [(None, None), (None, None)]
    assert Promise.objects.filter(institution=rows[0].institution).count() == 1


def test_the_export_holds_what_is_known_to_be_ones_own(date, rows):
    member = rows[0].member
    answer(rows[0], better="Meer koffie.")
    answer(rows[1])
    write_harvest(occurrence=date, member=member, text=HarvestText("Wat eruit kwam."), at=AFTER)
    add_promise(occurrence=date, plan=PromisePlan("Bellen", DUE, member=member), at=AFTER)
    found = HARVEST_DATA.export(member.key)
    assert [row["better"] for row in found["feedback"]] == ["Meer koffie."]
    assert [row["text"] for row in found["reports"]] == ["Wat eruit kwam."]
    assert [(row["text"], row["due_on"], row["name"]) for row in found["promises"]] == [
        ("Bellen", "2027-03-12", "asked")
    ]
