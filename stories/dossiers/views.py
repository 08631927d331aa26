"""A member's map. GET asks, POST acts; for others it does not exist."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.members.viewers import viewer_of
from stories.dossiers.actions import keep_item, move_item, remove_item, restore_item, write_note
from stories.dossiers.contents import visible_pages, visible_people
from stories.dossiers.errors import DossiersError
from stories.dossiers.forms import NoteForm
from stories.dossiers.models import CollectionItem, Dossier
from stories.dossiers.rules import KEEP_REMOVED, Direction
from stories.dossiers.states import ItemKind


@dataclass(frozen=True)
class ItemLine:
    """One item as its owner sees it; `url` is empty for what the owner may not see any more."""

    key: str
    title: str
    url: str
    meta: str
    note: str


def own_items(request: HttpRequest):
    """Give the items of the one who asks; a foreign key finds nothing."""
    return CollectionItem.objects.filter(collection__owner=request.user)


def item_lines(items: list[CollectionItem], request: HttpRequest) -> list[ItemLine]:
    """Give items with title and address, as far as their owner may see what they point to."""
    viewer, today = viewer_of(request), timezone.localdate()
    pages, people = visible_pages(items, viewer), visible_people(items, viewer, on=today)
    lines = []
    for item in items:
        title, url, meta = _("Not available any more"), "", ""
        if item.kind == ItemKind.PAGE and item.object_key in pages:
            page = pages[item.object_key]
            title, url, meta = page.title, page.url or "", str(page.kind_label)
        elif item.kind == ItemKind.PERSON and item.object_key in people:
            person = people[item.object_key]
            title, url, meta = person.name, person.url, person.meta or _("Person")
        lines.append(ItemLine(item.key, title, url, meta, item.note))
    return lines


def _item_or_404(request: HttpRequest, key: str) -> CollectionItem:
    item = own_items(request).filter(key=key).first()
    if item is None:
        raise Http404
    return item


@login_required
@require_safe
def own_map(request: HttpRequest) -> HttpResponse:
    """Show what the member keeps, with the dossiers made from it."""
    removed = own_items(request).removed().filter(removed_at__gte=timezone.now() - KEEP_REMOVED)
    return render(
        request,
        "stories/dossiers/map.html",
        {
            "lines": item_lines(list(own_items(request).kept()), request),
            "removed": item_lines(list(removed[:5]), request),
            "dossiers": list(Dossier.objects.filter(collection__owner=request.user)),
        },
    )


def _keep(request: HttpRequest, *, kind: ItemKind, object_key: str, title: str, url: str) -> HttpResponse:
    own = own_items(request).kept().filter(kind=kind, object_key=object_key).first()
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": own.note if own else ""})
    if request.method == "POST" and form.is_valid():
        # The button beside a text sends no note: it must not wipe one written earlier.
        note = form.cleaned_data["note"] if "note" in request.POST else None
        try:
            keep_item(member=request.user, kind=kind, object_key=object_key, note=note, at=timezone.now())
        except DossiersError as error:
            messages.error(request, error.message)
            return redirect("dossiers:map")
        messages.success(request, _("It is in your folder now. You find it under “My page”."))
        return HttpResponseRedirect(url)
    return render(request, "stories/dossiers/keep.html", {"title": title, "url": url, "form": form, "own": own})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep a text."""
    item = CollectionItem(kind=ItemKind.PAGE, object_key=str(page_id))
    page = visible_pages([item], viewer_of(request)).get(str(page_id))
    if page is None:
        raise Http404
    return _keep(request, kind=ItemKind.PAGE, object_key=str(page_id), title=page.title, url=page.url or "/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_person(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a person."""
    item = CollectionItem(kind=ItemKind.PERSON, object_key=key)
    person = visible_people([item], viewer_of(request), on=timezone.localdate()).get(key)
    if person is None:
        raise Http404
    return _keep(request, kind=ItemKind.PERSON, object_key=key, title=person.name, url=person.url)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Write a note beside an item."""
    item = _item_or_404(request, key)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": item.note})
    if request.method == "POST" and form.is_valid():
        write_note(item=item, note=form.cleaned_data["note"])
        messages.success(request, _("Your note is saved."))
        return redirect("dossiers:map")
    return render(request, "stories/dossiers/note.html", {"line": item_lines([item], request)[0], "form": form})


@login_required
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Move an item one place."""
    direction = Direction.UP if request.POST.get("direction") == Direction.UP.value else Direction.DOWN
    move_item(item=_item_or_404(request, key), direction=direction)
    return HttpResponseRedirect(f"{reverse('dossiers:map')}#item-{key}")


@login_required
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take an item out; the map offers to put it back, so nobody is asked first."""
    remove_item(item=_item_or_404(request, key), at=timezone.now())
    messages.success(request, _("It is out of your folder. For one day you can put it back, below the list."))
    return redirect("dossiers:map")


@login_required
@require_POST
def restore(request: HttpRequest, key: str) -> HttpResponse:
    """Put an item back."""
    try:
        restore_item(item=_item_or_404(request, key))
    except DossiersError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is back in your folder."))
    return redirect("dossiers:map")
