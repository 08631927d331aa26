"""Pages of the scan, for people of the school; a scan one may not see answers like one that doesn't exist."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.institutions.models import Institution
from network.selfscan.actions import fill_scan, remove_scan, works_at
from network.selfscan.forms import ScanForm
from network.selfscan.models import SelfScan
from network.selfscan.rules import Line, compare
from network.selfscan.states import LOW, STATEMENTS, THEMES, Factor, Score
from portal.shared.registries.crossings import theme_ways

SHOWN_SIDE_BY_SIDE = 4


@dataclass(frozen=True)
class Row:
    """One factor on the page: its words, the score in words, and where to go when it is low."""

    line: Line
    title: str | Promise
    statement: str | Promise
    score: str | Promise
    ways: list[tuple[str | Promise, str]]


def _school(request: HttpRequest, slug: str) -> Institution:
    institution = Institution.objects.current().filter(slug=slug).first()
    if institution is None or not works_at(request.user, institution, at=timezone.now()):
        raise Http404
    return institution


def _scans(request: HttpRequest, institution: Institution):
    return institution.self_scans.visible_to(request.user, on=timezone.localdate()).select_related("institution")


@login_required
@require_safe
def scan_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the scans one may see, the newest ones side by side."""
    institution = _school(request, slug)
    scans = list(_scans(request, institution))
    beside = scans[:SHOWN_SIDE_BY_SIDE][::-1]
    rows = [[factor.label, *(scan.scores.get(factor.value, "") for scan in beside)] for factor in Factor]
    headers = [_("Factor"), *(timezone.localtime(scan.filled_at).strftime("%d-%m-%Y") for scan in beside)]
    return render(
        request,
        "network/selfscan/list.html",
        {"institution": institution, "scans": scans, "headers": headers, "rows": rows},
    )


@login_required
@require_http_methods(["GET", "POST"])
def new_scan(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask how each factor stands."""
    institution = _school(request, slug)
    form = ScanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scan = fill_scan(
            institution=institution,
            member=request.user,
            scores=form.scores(),
            note=form.cleaned_data["note"],
            at=timezone.now(),
        )
        return redirect(scan)
    return render(request, "network/selfscan/form.html", {"institution": institution, "form": form})


def _scan(request: HttpRequest, slug: str, key: str) -> SelfScan:
    scan = _scans(request, _school(request, slug)).filter(key=key).first()
    if scan is None:
        raise Http404
    return scan


@login_required
@require_safe
def scan_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a scan beside the one before it by the same person, with ways on for what is low."""
    scan = _scan(request, slug, key)
    before = scan.institution.self_scans.filter(member=scan.member_id, filled_at__lt=scan.filled_at)
    earlier = before.first() if scan.member_id else None
    lines = compare(scores=scan.scores, earlier=earlier.scores if earlier else None, low=LOW)
    return render(
        request,
        "network/selfscan/detail.html",
        {
            "scan": scan,
            "institution": scan.institution,
            "earlier": earlier,
            "rows": [_row(line) for line in lines],
            "is_own": scan.member_id == request.user.pk,
        },
    )


def _row(line: Line) -> Row:
    factor = Factor(line.factor)
    ways = [(way.label, way.url(theme=THEMES[factor], factor=factor.value)) for way in theme_ways]
    return Row(
        line=line,
        title=factor.label,
        statement=STATEMENTS[factor],
        score=Score(line.score).label,
        ways=[(label, url) for label, url in ways if url] if line.is_low else [],
    )


@login_required
@require_http_methods(["GET", "POST"])
def forget_scan(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask whether a scan goes; only who filled it in may."""
    scan = _scan(request, slug, key)
    if scan.member_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        remove_scan(scan=scan)
        messages.success(request, _("The self-scan is gone."))
        return redirect("selfscan:list", slug=scan.institution.slug)
    return render(request, "network/selfscan/remove.html", {"scan": scan, "institution": scan.institution})
