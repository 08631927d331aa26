"""What the two make of their reflections: the summary, and the sentences that may be used."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.applications.states import Side
from events.reflections.actions import (
    agree_summary,
    answer_quote,
    choose_sentences,
    save_summary,
    sentences_of,
    take_back_yes,
)
from events.reflections.errors import ReflectionsError, SummaryChanged
from events.reflections.forms import AgreeForm, QuoteForm, SentencesForm, SummaryForm
from events.reflections.models import JointSummary, Reflection, ReflectionQuote
from events.reflections.reading import Exchange
from events.reflections.stash import forget_typed, keep_typed, typed_before
from events.reflections.states import ReleaseState
from events.reflections.views.access import ASK_OR_ACT, for_the_two
from network.members.viewers import viewer_of

FORM = "samen"


def _open_summary(request: HttpRequest, exchange: Exchange) -> JointSummary:
    """Give the summary once the reflections are open; before that there is no such page."""
    rows = JointSummary.objects.visible_to(viewer_of(request)).filter(placement=exchange.placement)
    summary = rows.select_related("changed_by").first()
    if summary is None:
        raise Http404
    return summary


@require_http_methods(ASK_OR_ACT)
def summary(request: HttpRequest, key: str) -> HttpResponse:
    """Show or keep the text of the two; typed after the session ended, it waits until its writer signed in again."""
    if request.method == "POST" and not viewer_of(request).is_signed_in:
        keep_typed(request, key=key, form=FORM)
        return redirect_to_login(request.path)
    return _summary(request, key=key)


@for_the_two
def _summary(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    row = _open_summary(request, exchange)
    key = exchange.placement.key
    kept = typed_before(request, key=key, form=FORM) if request.method != "POST" else None
    form = SummaryForm(request.POST if request.method == "POST" else kept, summary=row)
    if request.method != "POST":
        if kept is not None:
            form.is_valid()
        return _summary_page(request, exchange, row, form, is_restored=kept is not None)
    if not form.is_valid():
        return _summary_page(request, exchange, row, form, status=422)
    values = form.cleaned_data
    try:
        save_summary(
            placement=exchange.placement,
            member=request.user,
            title=values["title"],
            text=values["text"],
            seen=values["version"],
            at=timezone.now(),
        )
    except SummaryChanged as refusal:
        return _both_versions(request, exchange, str(refusal))
    except ReflectionsError as refusal:
        form.add_error(None, str(refusal))
        return _summary_page(request, exchange, row, form, status=409)
    forget_typed(request)
    messages.success(request, _("The summary is kept. You both say whether it is right as it stands now."))
    return redirect("reflections:detail", key)


def _both_versions(request: HttpRequest, exchange: Exchange, message: str) -> HttpResponse:
    row = _open_summary(request, exchange)
    data = request.POST.copy()
    data["version"] = row.version
    form = SummaryForm(data, summary=row)
    form.is_valid()
    form.add_error(None, message)
    return _summary_page(request, exchange, row, form, shows_saved=True, status=409)


def _summary_page(
    request: HttpRequest, exchange: Exchange, row: JointSummary, form: SummaryForm, *, status: int = 200, **more
) -> HttpResponse:
    reflections = Reflection.objects.visible_to(viewer_of(request)).handed_in().filter(placement=exchange.placement)
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "summary": row,
        "form": form,
        "changed_by": row.changed_by.name if row.changed_by else "",
        "number_of_reflections": len(reflections),
        **more,
    }
    return render(request, "events/reflections/summary.html", context, status=status)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def agree(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Say that the summary is right as it stands, or take that back."""
    row = _open_summary(request, exchange)
    key = exchange.placement.key
    has_agreed = row.agreed_at(exchange.side) is not None
    is_named = row.guest_is_named if exchange.side == Side.GUEST else row.host_is_named
    form = AgreeForm(request.POST if request.method == "POST" else None, summary=row, is_named=is_named)
    if request.method == "POST" and form.is_valid():
        try:
            if "back" in request.POST:
                take_back_yes(placement=exchange.placement, member=request.user, at=timezone.now())
            else:
                agree_summary(
                    placement=exchange.placement,
                    member=request.user,
                    seen=form.cleaned_data["version"],
                    is_named=form.cleaned_data["is_named"],
                    at=timezone.now(),
                )
        except ReflectionsError as refusal:
            messages.warning(request, str(refusal))
            return redirect("reflections:agree" if row.text and not row.story_at else "reflections:detail", key)
        said = _("You took your yes back.") if "back" in request.POST else _("You said yes to the summary.")
        messages.success(request, said)
        return redirect("reflections:detail", key)
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "summary": row,
        "form": form,
        "has_agreed": has_agreed,
    }
    return render(request, "events/reflections/agree.html", context)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def quotes(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Choose sentences that could stand in a story."""
    _open_summary(request, exchange)
    rows = Reflection.objects.visible_to(viewer_of(request)).handed_in().filter(placement=exchange.placement)
    taken = _chosen_before(exchange)
    offered: dict[str, tuple[str, str]] = {}
    choices: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for row in rows:
        for number, sentence in enumerate(sentences_of(row)):
            if (row.pk, sentence) not in taken:
                value = f"{row.key}:{number}"
                offered[value] = (row.key, sentence)
                choices[row.side == exchange.side].append((value, sentence))
    sent = request.POST if request.method == "POST" else None
    form = SentencesForm(sent, own=choices[True], others=choices[False], other=exchange.other_name)
    if request.method == "POST" and form.is_valid():
        try:
            choose_sentences(
                placement=exchange.placement,
                member=request.user,
                chosen=[offered[value] for value in form.chosen()],
                at=timezone.now(),
            )
        except ReflectionsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your choice is kept. Who wrote a sentence decides whether it may be used."))
            return redirect("reflections:detail", exchange.placement.key)
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "form": form,
        "has_choices": bool(offered),
    }
    return render(request, "events/reflections/quotes.html", context, status=422 if form.errors else 200)


def _chosen_before(exchange: Exchange) -> set[tuple[int, str]]:
    rows = ReflectionQuote.objects.filter(reflection__placement=exchange.placement).select_related("reflection")
    # An own sentence that the other one asked for can be ticked as well: that says yes.
    return {
        (row.reflection_id, row.text)
        for row in rows
        if row.state != ReleaseState.ASKED or row.reflection.side != exchange.side
    }


@for_the_two
@require_http_methods(ASK_OR_ACT)
def quote(request: HttpRequest, exchange: Exchange, quote: str) -> HttpResponse:
    """Ask the writer of a sentence whether it may be used; a POST answers, or takes an answer back."""
    rows = ReflectionQuote.objects.visible_to(viewer_of(request)).select_related("reflection__placement")
    row = rows.filter(key=quote, reflection__placement=exchange.placement, reflection__author=request.user).first()
    if row is None:
        raise Http404
    initial = {"answer": row.state} if row.state != ReleaseState.ASKED else None
    form = QuoteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            answered, taken_out = answer_quote(
                quote=row, member=request.user, state=ReleaseState(form.cleaned_data["answer"]), at=timezone.now()
            )
        except ReflectionsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _answered(answered, taken_out))
            return redirect("reflections:detail", exchange.placement.key)
    context = {"exchange": exchange, "placement": exchange.placement, "quote": row, "form": form}
    return render(request, "events/reflections/quote.html", context, status=422 if form.errors else 200)


def _answered(quote: ReflectionQuote, taken_out: bool) -> str:
    if taken_out:
        return _("The sentence stays between you. It is out of the draft story.")
    if quote.state == ReleaseState.RELEASED:
        return _("Good, this sentence may stand in a story.")
    return _("Good, this sentence stays between you.")
