"""One's own data: what is held, a copy of it, and the way out. GET shows, POST acts."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import NetworkError
from network.privacy.actions import ask_deletion, ask_export, stay, take_back_deletion
from network.privacy.consents import consents_of
from network.privacy.forms import DeletionForm
from network.privacy.mails import HERE_PURPOSE, STAY_PURPOSE
from network.privacy.models import Absence, DataExport, DeletionRequest
from network.privacy.overview import held, losses, newest_export
from network.privacy.states import ExportState
from network.privacy.store import file_chunks, private_files
from portal.shared.links.actions import use_link
from portal.shared.links.errors import LinkRevoked
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView

FILE_NAME = "mijn-gegevens-bruggen-bouwen.zip"


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is held about whoever is signed in, and why."""
    at = timezone.now()
    return render(
        request,
        "network/privacy/overview.html",
        {
            "held": held(),
            "consents": consents_of(request.user.key),
            "export": newest_export(request.user, at=at),
            "deletion": DeletionRequest.objects.filter(member=request.user).first(),
        },
    )


@login_required
@require_POST
@reauthentication_required
def export(request: HttpRequest) -> HttpResponse:
    """Have the file made."""
    try:
        ask_export(member=request.user, at=timezone.now())
    except NetworkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("We make your file. You get a mail when it is ready."))
    return redirect("privacy:overview")


@login_required
@require_safe
@reauthentication_required
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the file to whom it is about, as long as it is there."""
    found = DataExport.objects.filter(
        key=key, member=request.user, state=ExportState.READY, expires_at__gt=timezone.now()
    ).first()
    if found is None or not private_files().exists(found.file_name):
        raise Http404
    response = StreamingHttpResponse(file_chunks(found.file_name), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    response.headers["Content-Length"] = str(found.size)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def delete(request: HttpRequest) -> HttpResponse:
    """Show what goes and what stays; a POST asks for the deletion."""
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            found = ask_deletion(member=request.user, at=timezone.now())
        except NetworkError as error:
            form.add_error(None, str(error))
        else:
            day = timezone.localdate(found.erase_at)
            text = _("Your account will be deleted on %(day)s. Until then you can take it back.")
            messages.success(request, text % {"day": f"{day:%d-%m-%Y}"})
            return redirect("privacy:overview")
    context = {
        "form": form,
        "losses": losses(),
        "deletion": DeletionRequest.objects.filter(member=request.user).first(),
    }
    return render(request, "network/privacy/delete.html", context)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Take the deletion back."""
    if take_back_deletion(member=request.user, at=timezone.now()):
        messages.success(request, _("Your account stays."))
    return redirect("privacy:overview")


class TakeBackView(SecretLinkView):
    """The link in the mail about leaving."""

    purpose = STAY_PURPOSE

    def show(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        return render(request, "network/privacy/take_back.html", {"deletion": self._request(link)})

    def act(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        take_back_deletion(member=self._request(link).member, at=at)
        return render(request, "network/privacy/stays.html")

    def _request(self, link: SecretLink) -> DeletionRequest:
        found = DeletionRequest.objects.select_related("member").filter(key=link.subject_key).first()
        if found is None:
            raise LinkRevoked
        return found


class StayView(SecretLinkView):
    """The link in the warning of who stays away."""

    purpose = HERE_PURPOSE

    def show(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        self._absence(link)
        return render(request, "network/privacy/stay.html")

    def act(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        absence = self._absence(link)
        use_link(link=link, at=at)
        stay(member=absence.member, at=at)
        return render(request, "network/privacy/stays.html")

    def _absence(self, link: SecretLink) -> Absence:
        found = Absence.objects.select_related("member").filter(key=link.subject_key).first()
        if found is None:
            raise LinkRevoked
        return found
