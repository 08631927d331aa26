"""The member's own pages: the list, one text with its state, withdrawing and going on; and the editors' desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories.contributions.actions.submitting import reopen_contribution, withdraw_contribution
from stories.contributions.forms import InviteForm
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import STREAMS, latest_revision, version_of
from stories.contributions.questions import STEPS
from stories.contributions.remarks import open_remarks
from stories.contributions.states import EDITABLE, REOPENABLE, WITHDRAWABLE, ContributionState
from stories.contributions.views.access import desk_contribution, members_only, members_or_editors, own_contribution
from stories.contributions.words import REOPEN_BUTTON, next_step
from stories.errors import StoriesError


@members_only
@require_safe
def contribution_list(request: HttpRequest) -> HttpResponse:
    """List one's own texts: where each stands, and what to do next."""
    rows = [
        {"contribution": text, "next": next_step(text), "title": text.page.draft_title}
        for text in Contribution.objects.of(request.user.key).for_list()
    ]
    return render(request, "stories/contributions/list.html", {"rows": rows})


@members_only
@require_safe
def detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show where one text stands: remarks, the editors' words, who reads along."""
    contribution = own_contribution(request, key)
    return detail_page(request, contribution, InviteForm())


def detail_page(
    request: HttpRequest, contribution: Contribution, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    """Show a text's own page, with the invitation as far as it was filled in."""
    revision = latest_revision(contribution.page_id)
    page = revision.as_object()
    workflow = page.current_workflow_state
    first = STEPS[contribution.kind][0]
    context = {
        "contribution": contribution,
        "title": page.title,
        "next": next_step(contribution),
        "page_url": contribution.page.url if contribution.page.live else "",
        "write_url": reverse("contributions:step", kwargs={"key": contribution.key, "step": first.slug})
        if contribution.state in EDITABLE
        else "",
        "answer": workflow.current_task_state.comment if workflow and workflow.current_task_state else "",
        "remarks": open_remarks(contribution),
        "reviews": _reviews(contribution, version_of(revision)),
        "form": form,
        "may_invite": contribution.state in WITHDRAWABLE,
        "may_withdraw": contribution.state in WITHDRAWABLE,
        "reopen": REOPEN_BUTTON[contribution.state] if contribution.state in REOPENABLE else "",
    }
    return render(request, "stories/contributions/detail.html", context, status=status)


@members_or_editors
@require_safe
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """Show an editor what belongs to a text but stands outside it: the note, and who read it in advance."""
    return desk_page(request, desk_contribution(request, key), InviteForm())


def desk_page(request: HttpRequest, contribution: Contribution, form: InviteForm, *, status: int = 200) -> HttpResponse:
    """Show the desk, with the invitation as far as it was filled in."""
    revision = latest_revision(contribution.page_id)
    page = revision.as_object()
    stream = getattr(page, STREAMS[contribution.kind])
    context = {
        "contribution": contribution,
        "text": page,
        "reviews": _reviews(contribution, version_of(revision)),
        "form": form,
        "may_invite": contribution.state in WITHDRAWABLE,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[contribution.page_id]),
        "pictures": [block.value for block in stream if block.block_type == "picture"],
    }
    return render(request, "stories/contributions/desk.html", context, status=status)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, then stop: the editors no longer have the text."""
    contribution = own_contribution(request, key)
    if request.method != "POST":
        return render(request, "stories/contributions/withdraw.html", {"contribution": contribution})
    try:
        kept = withdraw_contribution(contribution=contribution, at=timezone.now())
    except StoriesError as refusal:
        messages.warning(request, str(refusal.message))
    else:
        if kept.state == ContributionState.PUBLISHED:
            messages.success(request, _("Your new version is put away. What was online stays as it is."))
        else:
            messages.success(request, _("Your text is withdrawn. It stays here, and only you can read it."))
    return redirect(contribution)


@members_only
@require_POST
def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Go on writing."""
    contribution = own_contribution(request, key)
    try:
        contribution = reopen_contribution(contribution=contribution, at=timezone.now())
    except StoriesError as refusal:
        messages.warning(request, str(refusal.message))
        return redirect(contribution)
    return redirect("contributions:step", key=contribution.key, step=STEPS[contribution.kind][0].slug)


def _reviews(contribution: Contribution, version) -> list[dict[str, object]]:
    """List the invitations; of an answer, whether it is about the text as it is now."""
    return [
        {
            "review": review,
            "is_open": review.answered_at is None and review.revoked_at is None and review.expires_at > timezone.now(),
            "is_about_this": (review.revision_id, review.content_hash) == (version.revision_id, version.content_hash),
        }
        for review in contribution.reviews.all()
    ]
