"""Asking to connect, answering, and the list of one's own people."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.contact.access import for_members, name_of, person_or_404, profiles_of
from network.contact.actions import accept_request, ask_to_connect, decline_request, end_connection
from network.contact.errors import ContactError
from network.contact.forms import RequestForm
from network.contact.rules import may_ask_again
from network.members.models import Connection, Member
from network.members.profiles import profile_for
from network.members.states import ConnectionState
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.limits.views import paced_people


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
@paced_people
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a member to connect."""
    today = timezone.localdate()
    asked = person_or_404(request, key, on=today)
    form = RequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_connect(asker=request.user, asked=asked, note=form.cleaned_data["note"], at=timezone.now())
        except ContactError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your request is sent. You get a mail when the answer is yes."))
            return redirect(asked)
    profile = profile_for(viewer_of(request), asked, on=today, is_brief=True)
    return render(request, "network/contact/connect.html", {"profile": profile, "form": form})


def people_of(member: Member, viewer: Viewer, *, on: date) -> dict[str, list[dict]]:
    """Give someone's connections, the requests to answer, and those that wait for others, in a fixed number of queries.

    What was declined still waits here for who asked, as long as they can't ask again.
    """
    rows = list(Connection.objects.of(member).exclude(state=ConnectionState.ENDED).with_people())
    others = [row.second_id if row.first_id == member.pk else row.first_id for row in rows]
    profiles = profiles_of(others, viewer, on=on)
    lists: dict[str, list[dict]] = {"connected": [], "asking": [], "asked": []}
    now = timezone.now()
    for row, other in zip(rows, others, strict=True):
        profile = profiles.get(other)
        line = {"connection": row, "profile": profile, "name": name_of(profile)}
        is_own = row.requested_by_id == member.pk
        if row.state == ConnectionState.ACCEPTED:
            lists["connected"].append(line)
        elif row.state == ConnectionState.REQUESTED and not is_own:
            lists["asking"].append(line)
        elif is_own and (
            row.state == ConnectionState.REQUESTED or not may_ask_again(asked_at=row.requested_at, at=now)
        ):
            lists["asked"].append(line)
    for lines in lists.values():
        lines.sort(key=lambda line: line["profile"].sort_name if line["profile"] else "~")
    return lists


@for_members
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List one's own people."""
    return render(
        request, "network/contact/people.html", people_of(request.user, viewer_of(request), on=timezone.localdate())
    )


def _own_or_404(request: HttpRequest, key: str) -> Connection:
    rows = Connection.objects.of(request.user).with_people().exclude(state=ConnectionState.ENDED)
    connection = rows.filter(key=key).first()
    if connection is None or (connection.state == ConnectionState.DECLINED):
        raise Http404
    return connection


ANSWERS = {"accept": accept_request, "decline": decline_request, "end": end_connection}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Show a request or a connection with what can be done, and do it."""
    connection = _own_or_404(request, key)
    if request.method == "POST":
        act = ANSWERS.get(request.POST.get("answer", ""))
        if act is None:
            raise Http404
        try:
            act(connection=connection, member=request.user, at=timezone.now())
        except ContactError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Done. This is how your people stand now."))
        return redirect("contact:people")
    other = connection.other(request.user)
    profiles = profiles_of([other.pk], viewer_of(request), on=timezone.localdate())
    offer = "end"
    if connection.state == ConnectionState.REQUESTED:
        offer = "take_back" if connection.requested_by_id == request.user.pk else "answer"
    context = {
        "connection": connection,
        "profile": profiles.get(other.pk),
        "name": name_of(profiles.get(other.pk)),
        "offer": offer,
    }
    return render(request, "network/contact/answer.html", context)
