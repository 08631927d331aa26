"""One's own invitations, and the page behind the link of one: GET shows, POST answers."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import NetworkError
from network.invitations.actions import (
    PURPOSE,
    PersonName,
    accept_invitation,
    accept_received,
    decline_invitation,
    decline_received,
    invitation_of_link,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from network.invitations.forms import AcceptForm, InviteForm
from network.invitations.models import Invitation
from network.invitations.reach import kinds_to_invite, schools_to_invite_for
from network.invitations.rules import Resend, decide_resend
from network.invitations.states import InvitationKind, InvitationState
from network.invitations.words import INVITE
from network.members.for_members import for_members
from network.members.models import Member
from network.members.rules import split_name
from portal.shared.links.errors import LinkError
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView

PER_PAGE = 30


# Members; a prospect reads how to become one.
members_only = for_members("network/invitations/members_only.html")


@members_only
@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """Show what one sent, with the state of each, and what one may send."""
    now = timezone.now()
    found = Paginator(Invitation.objects.sent_by(request.user.key), PER_PAGE).get_page(request.GET.get("pagina"))
    kinds = kinds_to_invite(member=request.user, on=timezone.localdate(now))
    return render(
        request,
        "network/invitations/list.html",
        {
            "page_obj": found,
            "rows": [_row(invitation, at=now) for invitation in found],
            "ways": [INVITE[kind] for kind in kinds],
            "list_url": reverse("invitations:list"),
        },
    )


def _row(invitation: Invitation, *, at: datetime) -> dict[str, object]:
    state = invitation.state_at(at)
    resend = decide_resend(state=invitation.state, times_sent=invitation.times_sent, sent_at=invitation.sent_at, at=at)
    is_unanswered = invitation.state == InvitationState.OPEN
    return {
        "invitation": invitation,
        "state": state,
        "state_label": state.label,
        "may_resend": resend is Resend.ALLOWED,
        "may_withdraw": is_unanswered,
    }


@members_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask whom to invite, and send it."""
    words = next((words for words in INVITE.values() if words.slug == kind), None)
    if words is None:
        raise Http404
    schools = schools_to_invite_for(member=request.user, kind=words.kind, on=timezone.localdate())
    if not schools:
        return render(request, "network/invitations/not_allowed.html", {"words": words}, status=403)
    form = InviteForm(request.POST or None, kind=words.kind, schools=schools)
    if request.method == "POST" and form.is_valid() and _send(request, form, words.kind):
        return redirect("invitations:list")
    status = 422 if form.errors else 200
    return render(request, "network/invitations/new.html", {"form": form, "words": words}, status=status)


def _send(request: HttpRequest, form: InviteForm, kind: InvitationKind) -> bool:
    people = form.cleaned_data["people"]
    try:
        invite(
            kind=kind,
            by=request.user,
            institution=form.school(),
            people=people,
            message=form.cleaned_data["message"],
            at=timezone.now(),
        )
    except NetworkError as refusal:
        form.add_error("people", str(refusal.message))
        return False
    text = ngettext(
        "%(number)d invitation is on its way. You read here what comes of it.",
        "%(number)d invitations are on their way. You read here what comes of them.",
        len(people),
    )
    messages.success(request, text % {"number": len(people)})
    return True


@members_only
@require_POST
def resend(request: HttpRequest, key: str) -> HttpResponse:
    """Mail one of one's own invitations again."""
    try:
        resend_invitation(invitation=_own(request, key), at=timezone.now())
    except NetworkError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The invitation is mailed again. The link in the earlier mail stopped working."))
    return redirect("invitations:list")


@members_only
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw one of one's own invitations; its link opens nothing from now on."""
    invitation = withdraw_invitation(invitation=_own(request, key), at=timezone.now())
    if invitation.state == InvitationState.WITHDRAWN:
        messages.success(request, _("The invitation is withdrawn. The link in the mail stopped working."))
    else:
        messages.info(request, _("This invitation has an answer already, so it stays as it is."))
    return redirect("invitations:list")


def _own(request: HttpRequest, key: str) -> Invitation:
    invitation = Invitation.objects.sent_by(request.user.key).filter(key=key).first()
    if invitation is None:
        raise Http404
    return invitation


@login_required
@require_http_methods(["GET", "POST"])
def received(request: HttpRequest, key: str) -> HttpResponse:
    """Show an invitation that went to one's own address, and take the answer."""
    at = timezone.now()
    emails = request.user.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    mine = Invitation.objects.open_at(at).for_addresses(emails).filter(key=key)
    invitation = mine.select_related("inviter", "institution__merged_into").first()
    if invitation is None:
        raise Http404
    if request.method == "GET":
        return answer_page(request, invitation, AcceptForm())
    try:
        if request.POST.get("answer") == "no":
            decline_received(invitation=invitation, member=request.user, at=at)
            return redirect("invitations:declined")
        accept_received(invitation=invitation, member=request.user, at=at)
    except LinkError as error:
        return render(request, SecretLinkView.refused_template, {"message": error.message}, status=error.status)
    messages.success(request, _("You accepted the invitation."))
    return redirect("own_page")


def answer_page(request: HttpRequest, invitation: Invitation, form: AcceptForm, *, status: int = 200) -> HttpResponse:
    """Give the page that says what an invitation means and asks for the answer."""
    context = {
        "invitation": invitation,
        "school": invitation.institution.current if invitation.institution else None,
        "form": form,
        "way": _way_to_accept(request, invitation),
        "login_url": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "network/invitations/answer.html", context, status=status)


class AnswerView(SecretLinkView):
    """What the invitation means, with a button to accept and one to say no."""

    purpose = PURPOSE

    def show(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Show who invites to what."""
        invitation = invitation_of_link(link, at=at)
        first, prefix, last = split_name(invitation.name)
        form = AcceptForm(initial={"given_name": first, "name_prefix": prefix, "family_name": last})
        return answer_page(request, invitation, form)

    def act(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Accept or decline, once."""
        invitation = invitation_of_link(link, at=at)
        if request.POST.get("answer") == "no":
            decline_invitation(link=link, at=at)
            return redirect("invitations:declined")
        if request.user.is_authenticated:
            accept_invitation(link=link, member=request.user, name=None, at=at)
            messages.success(request, _("You accepted the invitation."))
            return redirect("own_page")
        form = AcceptForm(request.POST)
        if form.is_valid():
            try:
                member = accept_invitation(link=link, member=None, name=_name(form), at=at)
            except NetworkError as refusal:
                form.add_error(None, str(refusal.message))
            else:
                return self._welcome(request, member)
        return answer_page(request, invitation, form, status=422)

    def _welcome(self, request: HttpRequest, member: Member) -> HttpResponse:
        messages.success(request, _("Welcome, you are a member now."))
        return perform_login(
            request, member, email_verification="mandatory", redirect_url=reverse("own_start"), email=member.email
        )


def _way_to_accept(request: HttpRequest, invitation: Invitation) -> str:
    """Say how this reader accepts: "signed_in", "sign_in" for who has an account, "new" for everyone else.

    Only who holds the link reads this: the address in the mail is theirs.
    """
    if request.user.is_authenticated:
        return "signed_in"
    has_account = EmailAddress.objects.filter(email=invitation.email, verified=True, user__is_active=True).exists()
    return "sign_in" if has_account else "new"


def _name(form: AcceptForm) -> PersonName:
    values = form.cleaned_data
    return PersonName(values["given_name"], values["name_prefix"], values["family_name"])


@require_safe
def declined(request: HttpRequest) -> HttpResponse:
    """Thank for the answer; the address holds no token any more."""
    response = render(request, "network/invitations/declined.html")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
