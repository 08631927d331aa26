"""What members do for their own school. GET asks, POST acts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from network.initiatives.actions import (
    UNSUBSCRIBE,
    join_initiative,
    leave_initiative,
    set_news_mail,
    take_over,
    withdraw_school,
)
from network.initiatives.contexts import can_take_over, join_offer, parts_to_take_out, places_of, schools_of
from network.initiatives.errors import InitiativesError
from network.initiatives.forms import JoinForm
from network.initiatives.models import InitiativeParticipant
from network.initiatives.views.access import find_visible, members_only
from network.initiatives.views.asking import Ask, answer_ask
from network.members.viewers import viewer_of
from portal.shared.links.actions import use_link
from portal.shared.links.views import SecretLinkView

ASK_OR_ACT = ["GET", "HEAD", "POST"]


@members_only
@require_http_methods(ASK_OR_ACT)
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Join for the own school, or ask more for it: who joined as interested can still ask to take part."""
    initiative, viewer = find_visible(request, key), viewer_of(request)
    schools = schools_of(viewer)
    offer = join_offer(initiative, viewer, schools=schools, has_place=False, on=timezone.localdate())
    if offer != "join":
        return render(request, "network/initiatives/cannot_join.html", {"initiative": initiative, "offer": offer})
    form = JoinForm(request.POST if request.method == "POST" else None, schools=schools)
    if request.method == "POST" and form.is_valid():
        try:
            place = join_initiative(
                initiative=initiative,
                institution=form.cleaned_data.get("institution") or schools[0],
                member=request.user,
                wants_part=form.cleaned_data["wish"] == JoinForm.PART,
                message=form.cleaned_data["message"],
                gets_mail=form.cleaned_data["gets_mail"],
                at=timezone.now(),
            )
        except InitiativesError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _said(place))
            return redirect(initiative)
    context = {"initiative": initiative, "form": form, "school": schools[0] if len(schools) == 1 else None}
    return render(request, "network/initiatives/join.html", context)


def _said(place: InitiativeParticipant) -> str:
    place.part.refresh_from_db()
    if place.part.state == "asked":
        return _("You joined. Whoever leads it answers your school within five working days; you get a mail.")
    return _("You joined. You find it back on this page.")


@members_only
@require_http_methods(ASK_OR_ACT)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave for oneself."""
    initiative = find_visible(request, key)
    if not places_of(initiative, viewer_of(request)):
        raise Http404
    ask = Ask(
        title=_("Leave “%(title)s”?") % {"title": initiative.title},
        text=_("You get no more mail about it. If you are the last one of your school, your school is out too."),
        button=_("Leave"),
        done=_("You left."),
        back_url=initiative.get_absolute_url(),
        is_danger=True,
    )
    return answer_ask(
        request,
        initiative=initiative,
        ask=ask,
        act=lambda: leave_initiative(initiative=initiative, member=request.user, at=timezone.now()),
        to=initiative.get_absolute_url(),
    )


@members_only
@require_http_methods(ASK_OR_ACT)
def withdraw(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Take the own school out, with everyone of it."""
    initiative = find_visible(request, key)
    viewer = viewer_of(request)
    parts = parts_to_take_out(initiative, viewer, places_of(initiative, viewer), on=timezone.localdate())
    own = next((row for row in parts if row.key == part), None)
    if own is None:
        raise Http404
    ask = Ask(
        title=_("Take %(school)s out of “%(title)s”?") % {"school": own.institution, "title": initiative.title},
        text=_("All colleagues of your school are out of it too. Whoever leads it gets a mail. You can join again."),
        button=_("Take our school out"),
        done=_("Your school is out."),
        back_url=initiative.get_absolute_url(),
        is_danger=True,
    )
    return answer_ask(
        request,
        initiative=initiative,
        ask=ask,
        act=lambda: withdraw_school(initiative=initiative, part=own, member=request.user, at=timezone.now()),
        to=initiative.get_absolute_url(),
    )


@members_only
@require_POST
def news_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Turn the news by mail on or off for oneself."""
    initiative = find_visible(request, key)
    places = places_of(initiative, viewer_of(request))
    if not places:
        raise Http404
    gets_mail = request.POST.get("mail") == "aan"
    for place in places:
        set_news_mail(place=place, gets_mail=gets_mail)
    done = _("You get the news by mail again.") if gets_mail else _("You get no more mail about this.")
    messages.success(request, done)
    return redirect(initiative)


@members_only
@require_http_methods(ASK_OR_ACT)
def take_the_lead(request: HttpRequest, key: str) -> HttpResponse:
    """Lead what nobody leads any more, as a colleague of the leading school."""
    initiative = find_visible(request, key)
    if not can_take_over(initiative, places_of(initiative, viewer_of(request))):
        raise Http404
    ask = Ask(
        title=_("Lead “%(title)s” from now on?") % {"title": initiative.title},
        text=_("You answer schools that want to join, keep the plan and write the news."),
        button=_("I lead it"),
        done=_("You lead it from now on."),
        back_url=initiative.get_absolute_url(),
    )
    return answer_ask(
        request,
        initiative=initiative,
        ask=ask,
        act=lambda: take_over(initiative=initiative, member=request.user, at=timezone.now()),
        to=initiative.get_absolute_url(),
    )


# Mail programs post this address by themselves, without a token of ours (RFC 8058); the link's own secret is enough.
@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(SecretLinkView):
    """Stops the mails about one initiative, from a link in such a mail."""

    purpose = UNSUBSCRIBE
    done = gettext_lazy("You get no more mail about this.")

    def show(self, request, link, *, at):
        return self._page(request, link, is_done=False)

    def act(self, request, link, *, at):
        use_link(link=link, at=at)
        place = self._place(link)
        if place is not None:
            set_news_mail(place=place, gets_mail=False)
        return self._page(request, link, is_done=True)

    def _place(self, link) -> InitiativeParticipant | None:
        rows = InitiativeParticipant.objects.select_related("part__initiative")
        return rows.filter(key=link.subject_key).first()

    def _page(self, request, link, *, is_done: bool) -> HttpResponse:
        place = self._place(link)
        initiative = place.part.initiative if place else None
        return render(request, "network/initiatives/unsubscribe.html", {"initiative": initiative, "is_done": is_done})
