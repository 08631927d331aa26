"""Every private state, each made the way the site makes it, with the moment at which others may find the thing.

A state is a row: what happens first and then, and who finds the thing at each of the two moments. One of the moments is
the control of the other: where nobody finds anything at all, nothing was proved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from events.meetups.actions import announce
from events.models import PlacementOffer, PlacementRequest
from events.offers.actions import change_listing, make_offer, make_request, withdraw_listing
from events.offers.actions.rows import refresh_entry
from events.reflections.models import Reflection
from home.models import PlainPage
from network.initiative_threads.actions import write_message
from network.initiatives.actions import approve_proposal, submit_proposal
from network.initiatives.actions.rows import refresh_entry as refresh_initiative
from network.members.actions import apply_visibility, change_profile, choose_audiences, name_member
from network.members.states import CONVERSATION_LEADERS
from network.privacy.actions import erase_person
from network.questions.actions import hide
from network.questions.models import Question
from portal.shared.audiences.states import Audience
from portal.shared.jobs.periodic import publish_scheduled
from portal.shared.keys import new_key
from portal.shared.pages.listeners import pages_changed
from stories.models import CoachStoryPage, InsightPage, StoryAuthor
from tests.factories.events import MeetupFactory, MeetupPageFactory, OccurrenceFactory
from tests.factories.exchange_applications import ApplicationMessageFactory
from tests.factories.exchange_offers import offer_text, request_text
from tests.factories.exchange_placements import PlacementFactory, agree
from tests.factories.exchange_placements import day as exchange_day
from tests.factories.exchange_reflections import FinishedPlacementFactory
from tests.factories.initiatives import add_draft, add_initiative, add_moderator
from tests.factories.network import MemberFactory
from tests.factories.questions import make_answer, make_question
from tests.search.leaks.cast import ALL, MEMBERS, NOBODY, SCHOOL, SHARED, word

World = SimpleNamespace


@dataclass(frozen=True)
class State:
    """One row of the table.

    `first` makes the thing and gives it; `then` changes it. `finds_first` and `finds_then` name who finds it at each
    moment. `parts` say what there is to show: the words it holds, and "samen": a word that it shares with an open text;
    "verwant": it is of a kind shown to who asks a question; "typen": its title is offered to everyone who types;
    "kaart": it shares a theme with an open text, under which it may stand.
    """

    name: str
    first: Callable[[World], Any]
    then: Callable[[World, Any], Any]
    finds_first: frozenset[str]
    finds_then: frozenset[str]
    parts: frozenset[str] = frozenset({"titel", "lead", "tekst", "thema", "samen", "verwant", "kaart", "typen"})

    def __str__(self) -> str:
        return self.name


# Pages ----------------------------------------------------------------------------------------------------------------


def _story(world: World, *, parent: Page | None = None, **columns) -> CoachStoryPage:
    """Give a story that was never online and holds the marker wherever it can."""
    page = CoachStoryPage(
        title=word("titel").title(),
        slug=columns.pop("slug", "vlinderpad"),
        lead=f"Met {word('lead')}.",
        coach_title=word("rol"),
        body=[{"type": "text", "value": f"<p>Over {SHARED} en {word('tekst')}.</p>"}],
        live=False,
        **columns,
    )
    (parent or world.stories).add_child(instance=page)
    page.themes.set([world.theme, world.open_theme])
    page.authors.add(StoryAuthor(name=word("auteur").title()))
    page.save_revision(user=world.owner)
    return page


def _publish(world: World, page: Page) -> CoachStoryPage:
    page = Page.objects.get(pk=page.pk).specific
    page.get_latest_revision().publish(user=world.approver, skip_permission_checks=True)
    return Page.objects.get(pk=page.pk).specific


def _live_story(world: World, **columns) -> CoachStoryPage:
    return _publish(world, _story(world, **columns))


def _unpublish(world: World, page: Page) -> None:
    page.unpublish()


def _expire(world: World, page: Page) -> None:
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=5))
    publish_scheduled(timezone.now())


def _schedule(world: World) -> CoachStoryPage:
    page = _story(world)
    page.go_live_at = timezone.now() + timedelta(days=9)
    revision = page.save_revision(user=world.owner, approved_go_live_at=page.go_live_at)
    revision.publish(user=world.approver, skip_permission_checks=True)
    return page


def _come_to_the_day(world: World, page: Page) -> None:
    now = timezone.now() - timedelta(minutes=1)
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=now)
    for revision in page.revisions.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = now.isoformat()
        revision.save(update_fields=["content"])
    publish_scheduled(timezone.now())


def _restrict(kind: str) -> Callable[[World, Page], PageViewRestriction]:
    def restrict(world: World, page: Page) -> PageViewRestriction:
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesam-open-u")
        if kind == PageViewRestriction.GROUPS:
            restriction.groups.set([Group.objects.get_or_create(name="Besloten kring")[0]])
        return restriction

    return restrict


def _restrict_parent(world: World, page: Page) -> None:
    _restrict(PageViewRestriction.PASSWORD)(world, world.stories)


def _closed_branch(world: World) -> Page:
    branch = Page.objects.get(pk=world.home.pk).add_child(instance=PlainPage(title="Besloten", slug="besloten"))
    _restrict(PageViewRestriction.GROUPS)(world, branch)
    return branch


def _move_away(world: World, page: Page) -> None:
    page.move(_closed_branch(world), pos="last-child")


def _move_out(world: World, page: Page) -> None:
    Page.objects.get(pk=page.pk).specific.move(Page.objects.get(pk=world.stories.pk), pos="last-child")


def _edit_live(world: World) -> CoachStoryPage:
    page = CoachStoryPage(title="Koffie", slug="koffie", lead="Iets.", live=False)
    world.stories.add_child(instance=page)
    page.save_revision(user=world.owner)
    page = _publish(world, page)
    page.title, page.lead = word("titel").title(), f"Met {word('lead')}."
    page.body = [{"type": "text", "value": f"<p>Over {SHARED} en {word('tekst')}.</p>"}]
    page.save_revision(user=world.owner)
    pages_changed([page.pk])
    return page


def _alias(world: World) -> CoachStoryPage:
    page = _live_story(world)
    alias = page.create_alias(parent=Page.objects.get(pk=world.home.pk), update_slug="in-de-pas")
    pages_changed([alias.pk])
    return page


def _pointing_story(world: World) -> InsightPage:
    insight = InsightPage(title=word("titel").title(), slug="vlinderpad", lead=f"Met {word('lead')}.", live=False)
    world.insights.add_child(instance=insight)
    insight.themes.set([world.theme, world.open_theme])
    insight.background = f"<p>Over {SHARED} en {word('tekst')}.</p>"
    insight.save_revision(user=world.owner)
    insight = _publish(world, insight)
    story = CoachStoryPage(title="Wijst door", slug="wijst-door", lead="Iets.", live=False)
    story.body = [
        {"type": "text", "value": f"<p>Over {SHARED}.</p>"},
        {"type": "insight", "value": {"insight": insight.pk}},
    ]
    world.stories.add_child(instance=story)
    story.save_revision(user=world.owner)
    _publish(world, story)
    return insight


# People ---------------------------------------------------------------------------------------------------------------


def _open_profile(world: World) -> None:
    """Let the owner show everything to everyone, with the marker in it."""
    owner = world.owner
    name_member(member=owner, given_name=word("titel").title(), family_name="Waard")
    change_profile(
        member=owner,
        about=f"Over {SHARED} en {word('tekst')}.",
        availability="",
        seeks_note="",
        themes=[world.theme],
        helps_with=[],
        seeks=[],
    )
    every = dict.fromkeys(("name", "school", "title", "themes", "about"), Audience.EVERYONE)
    choose_audiences(member=owner, audiences=every)


def _only_about(world: World) -> None:
    """Let the owner's text about herself hold the marker, for everyone."""
    change_profile(
        member=world.owner,
        about=f"Over {SHARED} en {word('tekst')}.",
        availability="",
        seeks_note="",
        themes=[],
        helps_with=[],
        seeks=[],
    )
    choose_audiences(member=world.owner, audiences={"name": Audience.EVERYONE, "about": Audience.EVERYONE})


def _show_about_to(audience: Audience) -> Callable[[World, Any], None]:
    def choose(world: World, _thing: Any) -> None:
        choose_audiences(member=world.owner, audiences={"about": audience})

    return choose


def _minimal(world: World, _thing: Any) -> None:
    apply_visibility(member=world.owner, preset="M")


def _erase(world: World, member) -> None:
    erase_person(member_key=member.key, at=timezone.now())


def _someone(world: World):
    """Give someone else whose open profile holds the marker."""
    member = MemberFactory(given_name=word("titel").title(), family_name="Weg")
    name_member(member=member, given_name=member.given_name, family_name="Weg")
    choose_audiences(member=member, audiences={"name": Audience.EVERYONE})
    return member


def _author(world: World):
    """Give an author whose name stands with a story, and nowhere else in search."""
    member = MemberFactory(given_name="Bo", family_name=word("tekst").title())
    story = CoachStoryPage(title="Van een ander", slug="van-een-ander", lead="Iets.", live=False)
    world.stories.add_child(instance=story)
    story.authors.add(StoryAuthor(member=member))
    story.save_revision(user=world.owner)
    _publish(world, story)
    return member


# Meetups --------------------------------------------------------------------------------------------------------------


def _draft_date(world: World):
    page = MeetupPageFactory(parent=world.agenda, title="Een bijeenkomst")
    meetup = MeetupFactory(page=page)
    date = OccurrenceFactory(meetup=meetup, state="draft", place=word("titel"), city=word("tekst"))
    pages_changed([page.pk])
    return date


def _announce(world: World, date) -> None:
    announce(occurrence=date, at=timezone.now())


def _online_address(world: World):
    page = MeetupPageFactory(parent=world.agenda, title="Op afstand")
    date = OccurrenceFactory(meetup=MeetupFactory(page=page), online_url=f"https://vergadering.example/{word('tekst')}")
    pages_changed([page.pk])
    return date


def _place(world: World, date) -> None:
    type(date).objects.filter(pk=date.pk).update(place=word("tekst"))
    pages_changed([date.meetup.page_id])


# Exchanges ------------------------------------------------------------------------------------------------------------


def _texts(**columns) -> dict[str, object]:
    return {
        "title": word("titel").title(),
        "about": f"Over {SHARED} en {word('tekst')}.",
        "audience": Audience.EVERYONE,
        **columns,
    }


def _offer(world: World) -> PlacementOffer:
    text = offer_text(**_texts(learn=word("lead")))
    offer = make_offer(member=world.owner, institution=world.school, text=text, token=new_key(), at=timezone.now())
    offer.themes.set([world.theme])
    return offer


def _wish(world: World) -> PlacementRequest:
    text = request_text(**_texts(learning_question=word("lead")))
    wish = make_request(member=world.owner, institution=world.school, text=text, token=new_key(), at=timezone.now())
    wish.themes.set([world.theme])
    return wish


def _open(world: World, listing) -> Any:
    type(listing).objects.filter(pk=listing.pk).update(
        state="open", opened_at=timezone.now(), submitted_at=timezone.now()
    )
    listing = type(listing).objects.get(pk=listing.pk)
    refresh_entry(listing)
    return listing


def _withdraw(world: World, listing) -> None:
    withdraw_listing(listing=listing, member=world.owner, reason="", at=timezone.now())


def _for_members(world: World, listing) -> None:
    text = offer_text(**_texts(learn=word("lead"), audience=Audience.MEMBERS))
    change_listing(listing=listing, member=world.owner, text=text, at=timezone.now())
    listing.themes.set([world.theme])
    refresh_entry(type(listing).objects.get(pk=listing.pk))


def _agreement(world: World):
    agree(
        PlacementFactory(application__offer__title="Meekijken"),
        exchange_day(),
        learning_question=word("titel"),
        place=word("tekst"),
        confidentiality=word("lead"),
    )
    return _offer(world)


def _reflection(world: World):
    placement = FinishedPlacementFactory(host=world.owner)
    Reflection.objects.create(
        placement=placement, side="host", author=world.owner, saw=word("tekst"), learned=word("lead")
    )
    return _offer(world)


def _message(world: World):
    ApplicationMessageFactory(text=f"{word('tekst')} {word('titel')}")
    return _offer(world)


# Questions and joint actions ------------------------------------------------------------------------------------------


def _question(world: World, **columns) -> Question:
    body = f"Over {SHARED} en {word('tekst')}."
    return make_question(
        member=world.owner,
        at=timezone.now(),
        title=f"{word('titel').title()}?",
        body=body,
        theme=world.theme,
        **columns,
    )


def _leader():
    leader = MemberFactory(given_name="Lou")
    leader.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return leader


def _hide(world: World, thing) -> None:
    hide(thing=thing, leader=_leader(), reason="Hoort hier niet.", at=timezone.now())


def _answer(world: World):
    question = make_question(member=world.approver, at=timezone.now(), title="Wie weet het?", theme=world.open_theme)
    return make_answer(question=question, at=timezone.now(), text=f"Over {SHARED} en {word('tekst')}.")


def _initiative_draft(world: World):
    draft = add_draft(
        lead=world.owner,
        school=world.school,
        title=word("titel").title(),
        goal=word("lead"),
        about=f"Over {SHARED} en {word('tekst')}.",
    )
    draft.themes.set([world.theme])
    refresh_initiative(draft)
    return draft


def _approve(world: World, draft) -> None:
    waiting = submit_proposal(initiative=draft, member=world.owner, at=timezone.now())
    approve_proposal(initiative=waiting, editor=add_moderator(), at=timezone.now())


def _thread(world: World):
    initiative = add_initiative(lead=world.owner, school=world.school)
    text = f"Over {SHARED} en {word('tekst')}."
    write_message(initiative=initiative, member=world.owner, text=text, token=new_key(), at=timezone.now())
    refresh_initiative(initiative)
    return initiative


def _say_it_openly(world: World, initiative) -> None:
    type(initiative).objects.filter(pk=initiative.pk).update(about=f"Over {SHARED} en {word('tekst')}.")
    refresh_initiative(type(initiative).objects.get(pk=initiative.pk))


def _delete(world: World, page: Page) -> None:
    page.delete()


TEXT_ONLY = frozenset({"tekst"})
TEXT = frozenset({"tekst", "samen"})
TITLE_ONLY = frozenset({"titel"})
NO_THEME = frozenset({"titel", "lead", "tekst", "samen", "verwant", "typen"})
EXCHANGE = frozenset({"titel", "lead", "tekst", "thema", "samen", "typen"})
QUESTION = frozenset({"titel", "tekst", "thema", "samen", "verwant", "typen"})

STATES = (
    State("a draft", _story, _publish, NOBODY, ALL),
    State("a page that waits for its day", _schedule, _come_to_the_day, NOBODY, ALL),
    State("a page taken offline", _live_story, _unpublish, ALL, NOBODY),
    State("a page past its day", _live_story, _expire, ALL, NOBODY),
    State("a page that was deleted", _live_story, _delete, ALL, NOBODY),
    State("an edit that waits", _edit_live, _publish, NOBODY, ALL, NO_THEME),
    State("a page for members", _live_story, _restrict(PageViewRestriction.LOGIN), ALL, MEMBERS),
    State("a page behind a password", _live_story, _restrict(PageViewRestriction.PASSWORD), ALL, NOBODY),
    State("a page for a group", _live_story, _restrict(PageViewRestriction.GROUPS), ALL, NOBODY),
    State("a page below a closed one", _live_story, _restrict_parent, ALL, NOBODY),
    State("a page moved into a closed branch", _live_story, _move_away, ALL, NOBODY),
    State(
        "a page moved out of a closed branch",
        lambda world: _live_story(world, parent=_closed_branch(world)),
        _move_out,
        NOBODY,
        ALL,
    ),
    State("a page in step with a closed one", _alias, _restrict(PageViewRestriction.PASSWORD), ALL, NOBODY),
    State("a page in step with one taken offline", _alias, _unpublish, ALL, NOBODY),
    State("an insight that a story points to", _pointing_story, _unpublish, ALL, NOBODY),
    State("a member with a minimal profile", _open_profile, _minimal, ALL, MEMBERS, TITLE_ONLY),
    State("a field for my school", _only_about, _show_about_to(Audience.INSTITUTION), ALL, SCHOOL, TEXT),
    State("a field for connections", _only_about, _show_about_to(Audience.CONNECTIONS), ALL, NOBODY, TEXT),
    State("a field for nobody else", _only_about, _show_about_to(Audience.ONLY_ME), ALL, NOBODY, TEXT),
    State("a member who was erased", _someone, _erase, ALL, NOBODY, TITLE_ONLY),
    State("an author who was erased", _author, _erase, ALL, NOBODY, TEXT_ONLY),
    State("a date not announced yet", _draft_date, _announce, NOBODY, ALL, TEXT_ONLY),
    State("an address to take part online", _online_address, _place, NOBODY, ALL, TEXT_ONLY),
    State("a concept of a place", _offer, _open, NOBODY, ALL, EXCHANGE),
    State("a concept of a wish", _wish, _open, NOBODY, ALL, EXCHANGE),
    State("a place that was withdrawn", lambda world: _open(world, _offer(world)), _withdraw, ALL, NOBODY, EXCHANGE),
    State("a place for members", lambda world: _open(world, _offer(world)), _for_members, ALL, MEMBERS, EXCHANGE),
    State("the words of an agreement", _agreement, _open, NOBODY, ALL, EXCHANGE),
    State("a sealed reflection", _reflection, _open, NOBODY, ALL, EXCHANGE),
    State("a message between guest and host", _message, _open, NOBODY, ALL, EXCHANGE),
    State(
        "a question hidden by its leader",
        _question,
        _hide,
        ALL,
        NOBODY,
        QUESTION,
    ),
    State("an answer hidden by its leader", _answer, _hide, ALL, NOBODY, TEXT),
    State("a concept of a joint action", _initiative_draft, _approve, NOBODY, ALL, EXCHANGE),
    State("a message in a joint action", _thread, _say_it_openly, NOBODY, ALL, TEXT),
)
# These stand for one way of hiding each; the others run where there is more time.
QUICK = {
    "a draft",
    "a page for members",
    "a page below a closed one",
    "a field for my school",
    "an author who was erased",
    "a question hidden by its leader",
}
