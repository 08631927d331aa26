"""/mijn/: one screen of what waits for me, each with its deadline and its one button (PRODUCT, "network/")."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import (
    OwnSection,
    TodoItem,
    TodoSource,
    own_sections,
    todo_order,
    todo_sources,
)
from portal.shared.registries.glances import Asked, with_anything


@dataclass(frozen=True)
class Way:
    """One of the ways on from the own page."""

    title: str | Promise
    url: str
    text: str | Promise


def todos_of(sources: Iterable[TodoSource], member: Member, viewer: Viewer, *, at) -> list[TodoItem]:
    """Give what waits for someone in these subjects, the nearest deadline first."""
    items = [item for source in sources for item in source.todos(member, viewer, at=at)]
    return sorted(items, key=todo_order)


def sections_of(sections: Iterable[OwnSection], member: Member, viewer: Viewer, *, at) -> list[dict]:
    """Give the parts other subjects add below what waits, in the order given; empty ones are left out."""
    return [
        {"title": section.title, "template": section.template, "context": context}
        for section in sections
        if (context := section.context(member, viewer, at=at)) is not None
    ]


def _first_steps() -> list[Way]:
    return [
        Way(_("Begin in five minutes"), reverse("own_start"), _("Your school, your themes, and someone to meet.")),
        Way(_("Pick a route"), "/aan-de-slag/", _("A few steps a week, with stories of people who did it before.")),
        Way(_("Tell your story"), reverse("contributions:start"), _("Answer six questions. The editors read along.")),
    ]


def _own_things(member: Member, viewer: Viewer) -> list[Way]:
    things = [Way(_("My profile"), reverse("members:edit_profile"), _("What others see of you, and who sees what."))]
    if viewer.is_member:
        things += [
            Way(_("My messages"), reverse("contact:inbox"), _("What colleagues wrote to you, and what you wrote.")),
            Way(_("My contributions"), reverse("contributions:list"), _("Stories and pilot reports you write.")),
            Way(_("My exchanges"), reverse("offers:own"), _("What you offer and wish, and what comes of it.")),
            Way(_("My folder"), reverse("dossiers:map"), _("What you keep, and dossiers for your manager.")),
            Way(_("Your invitations"), reverse("invitations:list"), _("Whom you invited, and what came of it.")),
        ]
    things.append(
        Way(_("Language"), f"{reverse('members:language')}?next=/mijn/", _("Dutch or English, also in mail."))
    )
    things += [
        Way(_("In your pocket"), reverse("pocket:pocket"), _("Your dates and tickets, also without a connection.")),
        Way(_("My dates in my calendar"), reverse("feeds:own"), _("On your phone or in Outlook, kept up to date.")),
        Way(_("What you follow"), reverse("following:overview"), _("Themes, schools and people.")),
        Way(_("Your mail"), reverse("following:mail_choices"), _("Which mail and messages you want, and how often.")),
        Way(_("My data"), reverse("privacy:overview"), _("What we keep about you; download it or leave.")),
    ]
    things.append(Way(_("Sign-in and security"), reverse("account_email"), _("Addresses, password and second factor.")))
    if viewer.is_editor and member.has_perm("wagtailadmin.access_admin"):
        things.append(Way(_("Editing"), reverse("wagtailadmin_home"), _("Write, approve and publish.")))
    return things


@login_required
@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever is signed in; without anything, the three best first steps."""
    viewer, now = viewer_of(request), timezone.now()
    asking = with_anything([*todo_sources, *own_sections], Asked.of(request.user, now))
    todos = todos_of([source for source in asking if hasattr(source, "todos")], request.user, viewer, at=now)
    context = {
        "todos": todos,
        "sections": sections_of(
            [section for section in asking if hasattr(section, "context")], request.user, viewer, at=now
        ),
        "first_steps": [] if todos else _first_steps(),
        "things": _own_things(request.user, viewer),
        "is_member": viewer.is_member,
    }
    return render(request, "home/own.html", context)
