"""The form: begin, a step at a time, saving in between, pictures, check and send."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.members.viewers import viewer_of
from portal.shared.keys import new_key
from search.models import SearchDecision
from stories.contributions.actions.pictures import add_picture, remove_picture
from stories.contributions.actions.seeding import seeds_for, start_from_seed
from stories.contributions.actions.submitting import submit_contribution
from stories.contributions.actions.writing import save_answers, shown_answers, start_contribution
from stories.contributions.completeness import missing_answers
from stories.contributions.errors import NotEditable, StaleText
from stories.contributions.forms import PictureForm, StartForm, StepForm, SubmitForm
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import STREAMS, latest_revision, version_of
from stories.contributions.questions import CHECK, PICTURES, STEPS, Step, next_step, step_of
from stories.contributions.rules import Version
from stories.contributions.stash import forget_typed, keep_typed, typed_before
from stories.contributions.states import EDITABLE, ContributionState, Kind
from stories.contributions.views.access import members_only, own_contribution
from stories.contributions.views.conflicts import chosen_answers, conflict_page
from stories.errors import StoriesError

MOST_CALLS = 6


@members_only
@require_POST
def start_with(request: HttpRequest, seed: int) -> HttpResponse:
    """Begin with what a reflection left."""
    try:
        contribution = start_from_seed(member=request.user, seed_id=seed, at=timezone.now())
    except StoriesError as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("contributions:list")
    return redirect(_step_url(contribution, STEPS[contribution.kind][0]))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose what to tell, and begin."""
    form = StartForm(request.POST or None, initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        try:
            contribution = start_contribution(
                member=request.user,
                kind=Kind(form.cleaned_data["kind"]),
                key=form.cleaned_data["key"],
                at=timezone.now(),
            )
        except StoriesError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect(_step_url(contribution, STEPS[contribution.kind][0]))
    seeds = [{"id": seed.pk, "title": seed.payload.get("title", "")} for seed in seeds_for(request.user.key)]
    context = {"form": form, "seeds": seeds, "calls": SearchDecision.objects.calls()[:MOST_CALLS]}
    return render(request, "stories/contributions/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Show or save one step. Sent after the session ended, the typed text waits until its writer signed in again."""
    if request.method == "POST" and not viewer_of(request).is_signed_in:
        keep_typed(request, key=key, step=step)
        return redirect_to_login(request.path)
    return _write_step(request, key, step)


@members_only
def _write_step(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    contribution = own_contribution(request, key)
    step = step_of(contribution.kind, slug)
    if step is None:
        raise Http404
    if contribution.state not in EDITABLE:
        if request.method == "POST":
            keep_typed(request, key=key, step=slug)
        messages.info(request, str(NotEditable.message))
        return redirect(contribution)
    if step.slug == PICTURES:
        return _pictures(request, contribution, step)
    if step.slug == CHECK:
        return _check(request, contribution, step)
    if request.method == "POST":
        return _save_step(request, contribution, step)
    revision = latest_revision(contribution.page_id)
    kept = typed_before(request, key=key, step=slug)
    shown = shown_answers(contribution, revision.as_object())
    form = _step_form(request, contribution, step, data=kept, initial=shown)
    if kept is not None:
        form.is_valid()
    return _form_page(request, contribution, step, form, version_of(revision), is_restored=kept is not None)


def _step_form(request: HttpRequest, contribution: Contribution, step: Step, *, data, initial=None) -> StepForm:
    school_id = latest_revision(contribution.page_id).content.get("institution")
    return StepForm(step=step, member=request.user, school_id=school_id, data=data, initial=initial)


def _save_step(request: HttpRequest, contribution: Contribution, step: Step) -> HttpResponse:
    form = _step_form(request, contribution, step, data=request.POST)
    typed, valid = chosen_answers(request, contribution, form)
    try:
        saved = save_answers(
            contribution=contribution,
            seen=Version.parse(request.POST.get("version", "")),
            typed=typed,
            valid=valid,
            at=timezone.now(),
        )
    except StaleText as stale:
        return conflict_page(request, contribution, step, form, stale)
    except NotEditable as refusal:
        keep_typed(request, key=contribution.key, step=step.slug)
        messages.warning(request, str(refusal.message))
        return redirect(contribution)
    forget_typed(request)
    if form.errors:
        version = version_of(latest_revision(saved.page_id))
        return _form_page(request, saved, step, form, version, status=422)
    if "stop" in request.POST:
        messages.success(request, _("Your text is saved. You can go on whenever you like."))
        return redirect(saved)
    return redirect(_step_url(saved, next_step(saved.kind, step.slug)))


@require_POST
def autosave(request: HttpRequest, key: str, step: str) -> JsonResponse:
    """Save one step in the background; answer in a sentence what became of it, and never a page."""
    if not viewer_of(request).is_signed_in:
        login = f"{reverse('account_login')}?next={_path(key, step)}"
        text = _("You are signed out. Your text is kept in this window. Sign in, then you find it here again.")
        return JsonResponse({"saved": False, "signed_out": True, "message": text, "login": login}, status=401)
    return _autosave(request, key, step)


@members_only
def _autosave(request: HttpRequest, key: str, slug: str) -> JsonResponse:
    contribution = own_contribution(request, key)
    step = step_of(contribution.kind, slug)
    if step is None or not step.questions:
        raise Http404
    at = timezone.now()
    form = _step_form(request, contribution, step, data=request.POST)
    try:
        saved = save_answers(
            contribution=contribution,
            seen=Version.parse(request.POST.get("version", "")),
            typed=form.typed(),
            valid=form.valid(),
            at=at,
        )
    except StoriesError as refusal:
        return JsonResponse({"saved": False, "message": str(refusal.message)}, status=409)
    forget_typed(request)
    version = version_of(latest_revision(saved.page_id))
    text = _("Saved at %(time)s") % {"time": time_format(timezone.localtime(at), "H.i")}
    return JsonResponse({"saved": True, "version": str(version), "message": text})


def _pictures(request: HttpRequest, contribution: Contribution, step: Step) -> HttpResponse:
    is_sent = request.method == "POST"
    form = (
        PictureForm(request.POST, request.FILES)
        if is_sent
        else PictureForm(initial=_typed(request, contribution, step))
    )
    if is_sent and form.is_valid():
        answers = form.cleaned_data
        try:
            add_picture(
                contribution=contribution,
                upload=answers["file"],
                alt_text=answers["alt_text"],
                caption=answers["caption"],
                shows_people=answers["people"] == "yes",
                consent_note=answers["consent_note"],
                at=timezone.now(),
            )
        except StoriesError as refusal:
            form.add_error("file", str(refusal.message))
        else:
            forget_typed(request)
            messages.success(request, _("Your picture is added."))
            return redirect(_step_url(contribution, step))
    page = latest_revision(contribution.page_id).as_object()
    pictures = [block for block in getattr(page, STREAMS[contribution.kind]) if block.block_type == "picture"]
    context = {"form": form, "pictures": pictures, "next_url": _step_url(contribution, _after(contribution, step))}
    return _render(request, "pictures.html", contribution, step, context, status=422 if is_sent else 200)


@members_only
@require_POST
def drop_picture(request: HttpRequest, key: str, picture: UUID) -> HttpResponse:
    """Take a picture out of a text."""
    contribution = own_contribution(request, key)
    try:
        remove_picture(contribution=contribution, picture=str(picture), at=timezone.now())
    except NotEditable as refusal:
        messages.warning(request, str(refusal.message))
        return redirect(contribution)
    messages.success(request, _("The picture is out of your text."))
    return redirect(_path(contribution.key, PICTURES))


def _check(request: HttpRequest, contribution: Contribution, step: Step) -> HttpResponse:
    is_sent = request.method == "POST"
    form = SubmitForm(request.POST) if is_sent else SubmitForm(initial=_typed(request, contribution, step))
    if is_sent and form.is_valid():
        try:
            submit_contribution(
                contribution=contribution,
                seen=Version.parse(request.POST.get("version", "")),
                note=form.cleaned_data["note"],
                at=timezone.now(),
            )
        except StoriesError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            forget_typed(request)
            messages.success(request, _("Your text is with the editors. You get a mail when they have read it."))
            return redirect(contribution)
    revision = latest_revision(contribution.page_id)
    page = revision.as_object()
    context = {
        "form": form,
        "text": page,
        "missing": [
            {"url": f"{_path(contribution.key, gap.step)}#id_{gap.name}", "label": gap.label}
            for gap in missing_answers(kind=contribution.kind, answers=shown_answers(contribution, page))
        ],
        "version": version_of(revision),
        "is_again": contribution.state == ContributionState.CHANGES_REQUESTED,
    }
    return _render(request, "check.html", contribution, step, context, status=422 if is_sent else 200)


def _typed(request: HttpRequest, contribution: Contribution, step: Step) -> dict[str, object]:
    kept = typed_before(request, key=contribution.key, step=step.slug)
    return kept.dict() if kept else {}


def _form_page(
    request: HttpRequest,
    contribution: Contribution,
    step: Step,
    form: StepForm,
    version: Version,
    *,
    is_restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    form.mark_needed()
    context = {"form": form, "version": version, "is_restored": is_restored, "is_figures": step.slug == "cijfers"}
    return _render(request, "step.html", contribution, step, context, status=status)


def _render(
    request: HttpRequest, template: str, contribution: Contribution, step: Step, context: dict, *, status: int
) -> HttpResponse:
    common = {
        "contribution": contribution,
        "step": step,
        "steps": steps_of(contribution, step),
        "action": _step_url(contribution, step),
    }
    return render(request, f"stories/contributions/{template}", {**common, **context}, status=status)


def steps_of(contribution: Contribution, current: Step) -> list[dict[str, object]]:
    """Give the steps as the progress component shows them."""
    steps = STEPS[contribution.kind]
    place = steps.index(current)
    return [
        {
            "title": step.title,
            "state": "current" if at == place else "done" if at < place else "todo",
            "url": _step_url(contribution, step),
        }
        for at, step in enumerate(steps)
    ]


def _after(contribution: Contribution, step: Step) -> Step:
    return next_step(contribution.kind, step.slug)


def _step_url(contribution: Contribution, step: Step) -> str:
    return _path(contribution.key, step.slug)


def _path(key: str, slug: str) -> str:
    return reverse("contributions:step", kwargs={"key": key, "step": slug})
