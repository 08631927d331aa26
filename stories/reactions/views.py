"""The conversation under a text, and what a member does in it. GET asks, POST acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.members.leaders import is_leader
from network.members.viewers import viewer_of
from portal.shared.conversations.forms import ReportForm
from portal.shared.conversations.states import ReportReason
from stories.reactions.actions import edit_own, react, remove_own, report_reaction
from stories.reactions.contexts import reaction_lines, section_of
from stories.reactions.errors import ConversationClosed, MembersOnly, ReactionsError
from stories.reactions.forms import EditForm, ReactionForm
from stories.reactions.models import Reaction
from stories.reactions.places import find_reaction, find_text
from stories.texts.models import TextPage

PER_PAGE = 50


def _text_or_404(request: HttpRequest, page_id: int) -> TextPage:
    page = find_text(page_id=page_id, viewer=viewer_of(request))
    if page is None:
        raise Http404
    return page


def _reaction_or_404(request: HttpRequest, key: str) -> Reaction:
    reaction = find_reaction(key=key, viewer=viewer_of(request), is_leader=is_leader(request.user))
    if reaction is None:
        raise Http404
    return reaction


def _back_to(page: TextPage, reaction: Reaction | None = None) -> HttpResponseRedirect:
    anchor = f"reactie-{reaction.key}" if reaction else "reacties"
    return HttpResponseRedirect(f"{page.url}#{anchor}")


def _show(request: HttpRequest, page: TextPage, *, form: ReactionForm | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    leads = viewer.is_signed_in and is_leader(request.user)
    shown = Reaction.objects.filter(page_id=page.pk).shown_to(member_key=viewer.member_key, is_leader=leads)
    # get_page answers any number, so no query string can break the page.
    page_obj = Paginator(shown.with_reported_mark(), PER_PAGE).get_page(request.GET.get("pagina"))
    lines = reaction_lines(page_obj.object_list, request=request, leads=leads, at=timezone.now())
    section = section_of(page, request, lines=lines, total=page_obj.paginator.count, leads=leads, form=form)
    template = "section.html" if request.htmx else "list.html"
    response = render(
        request, f"stories/reactions/{template}", {"text": page, "reactions": section, "page_obj": page_obj}
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def reaction_list(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show all reactions under a text: as a page, or as a part of one for a script that asks with HX-Request."""
    return _show(request, _text_or_404(request, page_id))


@require_http_methods(["GET", "HEAD", "POST"])
def place_reaction(request: HttpRequest, page_id: int) -> HttpResponse:
    """Place a reaction; a visit, e.g. after signing in, goes to the conversation."""
    if request.method != "POST":
        return redirect("reactions:list", page_id=page_id)
    if not request.user.is_authenticated:
        messages.warning(request, _("You were signed out, so your reaction is not placed. Sign in and send it again."))
        return redirect_to_login(request.path)
    page = _text_or_404(request, page_id)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form=form)
    try:
        reaction = react(
            page=page,
            member=request.user,
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            at=timezone.now(),
        )
    except (ConversationClosed, MembersOnly) as error:
        # There is no form any more to show this at.
        messages.error(request, error.message)
        return _back_to(page)
    except ReactionsError as error:
        form.add_error(None, error.message)
        return _show(request, page, form=form)
    messages.success(request, _("Your reaction is placed."))
    return _back_to(page, reaction)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change one's own reaction, within fifteen minutes."""
    reaction = _reaction_or_404(request, key)
    page = _text_or_404(request, reaction.page_id)
    if reaction.member_id != request.user.pk:
        raise Http404
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": reaction.text})
    if request.method == "POST" and form.is_valid():
        try:
            edit_own(reaction=reaction, member=request.user, text=form.cleaned_data["text"], at=timezone.now())
        except ReactionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your reaction is changed."))
            return _back_to(page, reaction)
    return render(request, "stories/reactions/edit.html", {"text": page, "reaction": reaction, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove one's own reaction."""
    reaction = _reaction_or_404(request, key)
    page = _text_or_404(request, reaction.page_id)
    if reaction.member_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        remove_own(reaction=reaction, member=request.user, at=timezone.now())
        messages.success(request, _("Your reaction is removed."))
        return _back_to(page)
    return render(request, "stories/reactions/remove.html", {"text": page, "reaction": reaction})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with a reaction."""
    reaction = _reaction_or_404(request, key)
    page = _text_or_404(request, reaction.page_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report_reaction(
                reaction=reaction,
                member=request.user,
                reason=ReportReason(form.cleaned_data["reason"]),
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except ReactionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Thank you. A conversation leader looks at it. You hear from us within three working days.")
            )
            return _back_to(page)
    return render(request, "stories/reactions/report.html", {"text": page, "reaction": reaction, "form": form})
