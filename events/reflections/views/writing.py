"""Writing one's own reflection, and handing it in."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.reflections.actions import hand_in as seal
from events.reflections.actions import own_reflection, save_reflection
from events.reflections.errors import NothingWritten, ReflectionChanged, ReflectionsError
from events.reflections.forms import ReflectionForm
from events.reflections.models import TEXTS, Reflection
from events.reflections.reading import Exchange, parts_of
from events.reflections.rules import OPENS_NOW, Opening, sealed_until
from events.reflections.stash import forget_typed, keep_typed, typed_before
from events.reflections.views.access import ASK_OR_ACT, for_the_two
from events.reflections.words import last_day_in_words
from network.members.viewers import viewer_of

FORM = "terugblik"


@require_http_methods(ASK_OR_ACT)
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Show or keep one's own text. Sent after the session ended, it waits until its writer signed in again."""
    if request.method == "POST" and not viewer_of(request).is_signed_in:
        keep_typed(request, key=key, form=FORM)
        return redirect_to_login(request.path)
    return _write(request, key=key)


@for_the_two
def _write(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    row = own_reflection(exchange.placement, request.user)
    if request.method == "POST":
        return _save(request, exchange, row)
    if row is not None and row.is_in:
        messages.info(request, _("You handed in your reflection already, so it stays as it is."))
        return redirect("reflections:detail", key=exchange.placement.key)
    kept = typed_before(request, key=exchange.placement.key, form=FORM)
    form = ReflectionForm(kept, reflection=row)
    if kept is not None:
        form.is_valid()
    return _page(request, exchange, form, is_restored=kept is not None)


def _save(request: HttpRequest, exchange: Exchange, row: Reflection | None) -> HttpResponse:
    form = ReflectionForm(request.POST, reflection=row)
    if not form.is_valid():
        return _page(request, exchange, form, status=422)
    try:
        saved = save_reflection(
            placement=exchange.placement,
            member=request.user,
            texts=form.texts(),
            seen=form.cleaned_data["version"],
            at=timezone.now(),
        )
    except ReflectionChanged as refusal:
        return _both_versions(request, exchange, form, str(refusal))
    except ReflectionsError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, exchange, form, status=409)
    forget_typed(request)
    if "check" in request.POST and not saved.is_in:
        return redirect("reflections:hand_in", key=exchange.placement.key)
    messages.success(request, _("Your text is kept. Nobody reads it until you hand it in."))
    return redirect("reflections:detail", key=exchange.placement.key)


def _both_versions(request: HttpRequest, exchange: Exchange, form: ReflectionForm, message: str) -> HttpResponse:
    saved = own_reflection(exchange.placement, request.user)
    data = request.POST.copy()
    data["version"] = saved.version if saved else ""
    again = ReflectionForm(data, reflection=saved)
    again.is_valid()
    again.add_error(None, message)
    texts = form.texts()
    other = [
        (form.fields[name].label, getattr(saved, name))
        for name in TEXTS
        if saved and getattr(saved, name) != texts[name]
    ]
    return _page(request, exchange, again, saved_version=other, status=409)


def _page(request: HttpRequest, exchange: Exchange, form: ReflectionForm, *, status: int = 200, **more) -> HttpResponse:
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "form": form,
        "until": last_day_in_words(exchange.placement),
        "is_time_up": timezone.now() >= sealed_until(exchange.placement.last_day_on),
        **more,
    }
    return render(request, "events/reflections/write.html", context, status=status)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def hand_in(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Show one's text as it stands, and seal it."""
    key = exchange.placement.key
    if request.method == "POST":
        try:
            _row, opening = seal(
                placement=exchange.placement,
                member=request.user,
                seen=request.POST.get("version", "")[:40],
                at=timezone.now(),
            )
        except (ReflectionChanged, NothingWritten) as refusal:
            messages.warning(request, _refusal(refusal))
            return redirect("reflections:write" if isinstance(refusal, NothingWritten) else "reflections:hand_in", key)
        except ReflectionsError as refusal:
            messages.warning(request, str(refusal))
            return redirect("reflections:detail", key)
        messages.success(request, _thanks(opening, exchange))
        return redirect("reflections:detail", key)
    row = own_reflection(exchange.placement, request.user)
    if row is None or row.is_in:
        return redirect("reflections:write" if row is None else "reflections:detail", key)
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "row": row,
        "parts": parts_of(row),
        "until": last_day_in_words(exchange.placement),
        "is_time_up": timezone.now() >= sealed_until(exchange.placement.last_day_on),
    }
    return render(request, "events/reflections/hand_in.html", context)


def _refusal(refusal: ReflectionsError) -> str:
    if isinstance(refusal, NothingWritten):
        return str(refusal)
    return _("Your text was saved in another window meanwhile. Read it once more below, then hand it in.")


def _thanks(opening: Opening, exchange: Exchange) -> str:
    if opening in (*OPENS_NOW, Opening.OPEN):
        return _("Thank you, your reflection is in. What is in can be read now, by the two of you.")
    return _("Thank you, your reflection is in. %(name)s reads it once both are in, or after %(until)s.") % {
        "name": exchange.other_name,
        "until": last_day_in_words(exchange.placement),
    }
