"""A member's dossiers, and the page that someone with a secret link reads."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.models import Affiliation
from portal.shared.links.errors import LinkRevoked
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView
from stories.dossiers.actions import (
    SHARE_PURPOSE,
    SUBJECT_KIND,
    DossierText,
    remove_dossier,
    save_dossier,
    share_dossier,
    withdraw_shares,
)
from stories.dossiers.contents import DossierContent, cost_rows, dossier_content
from stories.dossiers.errors import DossiersError
from stories.dossiers.forms import CostFormSet, DossierForm, ShareForm, costs_of
from stories.dossiers.models import Dossier
from stories.dossiers.pdf import dossier_pdf
from stories.dossiers.states import ShareLength
from stories.dossiers.views import item_lines, own_items

COSTS = "kosten"


def _dossier_or_404(request: HttpRequest, key: str) -> Dossier:
    rows = Dossier.objects.filter(key=key, collection__owner=request.user)
    dossier = rows.select_related("collection__owner").first()
    if dossier is None:
        raise Http404
    return dossier


def pdf_response(content: DossierContent, *, at) -> HttpResponse:
    """Give a dossier as a file that no cache keeps."""
    response = HttpResponse(dossier_pdf(content, at=at), content_type="application/pdf")
    name = f"{slugify(content.title)[:60] or 'dossier'}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _initial(request: HttpRequest, dossier: Dossier | None, keys: list[str]) -> dict[str, object]:
    if dossier is not None:
        return {
            name: getattr(dossier, name) for name in ("title", "intro", "school", "size", "shows_name", "shows_email")
        } | {"items": [key for key in dossier.item_keys if key in keys]}
    places = Affiliation.objects.filter(member=request.user).current(timezone.localdate())
    size = places.values_list("institution__size", flat=True).first() or ""
    return {"items": keys, "size": size}


def _costs(request: HttpRequest, dossier: Dossier | None):
    rows = cost_rows(dossier) if dossier else []
    initial = [{"label": row.label, "amount": str(row.amount).replace(".", ","), "unit": row.unit} for row in rows]
    return CostFormSet(request.POST if request.method == "POST" else None, prefix=COSTS, initial=initial)


def _fill_in(request: HttpRequest, dossier: Dossier | None) -> HttpResponse:
    lines = item_lines(list(own_items(request).kept()), request)
    form = DossierForm(
        request.POST if request.method == "POST" else None,
        choices=[(line.key, line.title) for line in lines],
        initial=_initial(request, dossier, [line.key for line in lines]),
    )
    costs = _costs(request, dossier)
    if request.method == "POST" and form.is_valid() and costs.is_valid():
        filled = dict(form.cleaned_data)
        text = DossierText(item_keys=filled.pop("items"), costs=costs_of(costs), **filled)
        try:
            saved = save_dossier(member=request.user, dossier=dossier, text=text, at=timezone.now())
        except DossiersError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your dossier is saved. Look whether it says what you mean."))
            return redirect("dossiers:dossier", key=saved.key)
    return render(
        request,
        "stories/dossiers/fill_in.html",
        {"form": form, "costs": costs, "dossier": dossier, "is_empty": not lines},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make_dossier(request: HttpRequest) -> HttpResponse:
    """Make a dossier from one's map."""
    return _fill_in(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_dossier(request: HttpRequest, key: str) -> HttpResponse:
    """Change a dossier."""
    return _fill_in(request, _dossier_or_404(request, key))


def _show(request: HttpRequest, dossier: Dossier, **more) -> HttpResponse:
    now = timezone.now()
    links = SecretLink.objects.filter(
        purpose=SHARE_PURPOSE, subject_kind=SUBJECT_KIND, subject_key=dossier.key, revoked_at=None, expires_at__gt=now
    )
    context = {
        "dossier": dossier,
        "content": dossier_content(dossier, on=timezone.localdate(now)),
        "links": list(links),
        "share_form": ShareForm(),
    }
    return render(request, "stories/dossiers/dossier.html", context | more)


@login_required
@require_safe
def show_dossier(request: HttpRequest, key: str) -> HttpResponse:
    """Show one's dossier as its readers see it, with the ways to hand it over."""
    return _show(request, _dossier_or_404(request, key))


@login_required
@require_safe
def dossier_file(request: HttpRequest, key: str) -> HttpResponse:
    """Give one's dossier as PDF."""
    now = timezone.now()
    return pdf_response(dossier_content(_dossier_or_404(request, key), on=timezone.localdate(now)), at=now)


@login_required
@require_POST
def share(request: HttpRequest, key: str) -> HttpResponse:
    """Make a secret link, and show it this once."""
    dossier = _dossier_or_404(request, key)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _show(request, dossier, share_form=form)
    try:
        token = share_dossier(dossier=dossier, length=ShareLength(form.cleaned_data["days"]), at=timezone.now())
    except DossiersError as error:
        form.add_error(None, error.message)
        return _show(request, dossier, share_form=form)
    path = reverse("shared_dossiers:read", args=[token])
    return _show(request, dossier, new_link=urljoin(settings.WAGTAILADMIN_BASE_URL, path))


@login_required
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw all links of a dossier."""
    withdraw_shares(dossier=_dossier_or_404(request, key), at=timezone.now())
    messages.success(request, _("The links of this dossier don't work any more."))
    return redirect("dossiers:dossier", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_dossier(request: HttpRequest, key: str) -> HttpResponse:
    """Delete a dossier, after a question."""
    dossier = _dossier_or_404(request, key)
    if request.method == "POST":
        remove_dossier(dossier=dossier, at=timezone.now())
        messages.success(request, _("Your dossier is deleted, and its links don't work any more."))
        return redirect("dossiers:map")
    return render(request, "stories/dossiers/delete.html", {"dossier": dossier})


class SharedDossierView(SecretLinkView):
    """What someone with the link reads. It has no form, so nothing of the address needs to leave with a click."""

    purpose = SHARE_PURPOSE
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **address) -> HttpResponseBase:
        response = super().dispatch(request, *args, **address)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def show(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        return self.answer(request, self._content(link, at=at), at=at)

    def answer(self, request: HttpRequest, content: DossierContent, *, at) -> HttpResponse:
        """Give the page."""
        pdf_url = reverse("shared_dossiers:pdf", args=[self.kwargs["token"]])
        return render(request, "stories/dossiers/shared.html", {"content": content, "pdf_url": pdf_url, "at": at})

    def _content(self, link: SecretLink, *, at) -> DossierContent:
        dossier = Dossier.objects.select_related("collection__owner").filter(key=link.subject_key).first()
        # What someone shared goes away with that person's login.
        if dossier is None or not dossier.collection.owner.is_active:
            raise LinkRevoked
        return dossier_content(dossier, on=timezone.localdate(at))


class SharedDossierFile(SharedDossierView):
    """The same as PDF."""

    def answer(self, request: HttpRequest, content: DossierContent, *, at) -> HttpResponse:
        """Give the file."""
        return pdf_response(content, at=at)
