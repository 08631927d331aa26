"""Reading a draft in advance: asking someone, withdrawing that, and the page behind the secret link."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView
from portal.shared.media.models import PortalImage
from portal.shared.media.views import small_picture
from stories.contributions.actions.reviewing import (
    PURPOSE,
    answer_review,
    invite_reviewer,
    review_of_link,
    revoke_review,
)
from stories.contributions.errors import TextChanged
from stories.contributions.forms import InviteForm, ReviewForm
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision, picture_ids, version_of
from stories.contributions.rules import Version
from stories.contributions.states import Verdict
from stories.contributions.views.access import members_or_editors, readable_contribution
from stories.contributions.views.keeping import desk_page, detail_page
from stories.errors import StoriesError


@members_or_editors
@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Ask someone without account to read along; the writer or an editor may."""
    contribution = readable_contribution(request, key)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            review = invite_reviewer(
                contribution=contribution,
                by=request.user,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                message=form.cleaned_data["message"],
                at=timezone.now(),
            )
        except StoriesError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            text = _("%(name)s gets a mail with a link. It works for 21 days; you can withdraw it here.")
            messages.success(request, text % {"name": review.name})
            return redirect(_back(request, contribution), key=key)
    page = detail_page if contribution.member_id == request.user.pk else desk_page
    return page(request, contribution, form, status=422)


@members_or_editors
@require_POST
def revoke(request: HttpRequest, key: str, review: str) -> HttpResponse:
    """Withdraw a link; from now on it opens nothing."""
    contribution = readable_contribution(request, key)
    row = contribution.reviews.filter(key=review).first()
    if row is None:
        raise Http404
    revoke_review(review=row, at=timezone.now())
    messages.success(request, _("The link is withdrawn."))
    return redirect(_back(request, contribution), key=key)


class ReviewView(SecretLinkView):
    """The draft as a page to read, with the question what the reader thinks of it."""

    purpose = PURPOSE

    def show(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Show the newest text, labelled as draft."""
        return self._page(request, link, ReviewForm())

    def act(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Record the answer, once."""
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                answer_review(
                    link=link,
                    seen=Version.parse(request.POST.get("version", "")),
                    verdict=Verdict(form.cleaned_data["verdict"]),
                    comment=form.cleaned_data["comment"],
                    at=at,
                )
            except TextChanged as refusal:
                form.add_error(None, str(refusal.message))
            else:
                return redirect("contributions:review_done")
        return self._page(request, link, form, status=422)

    def _page(self, request: HttpRequest, link: SecretLink, form: ReviewForm, *, status: int = 200) -> HttpResponse:
        review = review_of_link(link)
        revision = latest_revision(review.contribution.page_id)
        context = {
            "review": review,
            "asked_by": review.invited_by,
            "contribution": review.contribution,
            "text": revision.as_object(),
            "drafts_at": f"{request.path}foto/",
            "version": version_of(revision),
            "form": form,
        }
        return render(request, "stories/contributions/review.html", context, status=status)


class ReviewPictureView(SecretLinkView):
    """One picture of that draft, for as long as the link works: its collection is closed to who has no account."""

    purpose = PURPOSE
    http_method_names = ["get", "head", "options"]

    def show(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponseBase:
        """Give a picture that stands in the newest text; any other answers like a missing one."""
        contribution, wanted = review_of_link(link).contribution, self.kwargs["image"]
        text = latest_revision(contribution.page_id).as_object()
        if wanted not in picture_ids(text, contribution.kind):
            raise Http404
        return small_picture(get_object_or_404(PortalImage, pk=wanted))


@require_safe
def review_done(request: HttpRequest) -> HttpResponse:
    """Thank the reader; the address holds no token any more."""
    response = render(request, "stories/contributions/review_done.html")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _back(request: HttpRequest, contribution: Contribution) -> str:
    return "contributions:detail" if contribution.member_id == request.user.pk else "contributions:desk"
