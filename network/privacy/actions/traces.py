"""What names a person outside the subjects' own rows: pages, revisions, logs, questions, mail, tasks, sessions."""

import json
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from modelcluster.fields import ParentalKey
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision, TaskState
from wagtail.search import index

from network.members.models import Member
from network.privacy.person import Person
from portal.shared.erasing.rules import value_without_names, without_names
from portal.shared.outbox.models import OutboxMail
from portal.shared.pages.listeners import pages_changed
from search.asked.actions import forget_questions_naming

# Beside the pages, their parts and files.
NAMING = (Revision, PageLogEntry, ModelLogEntry, TaskState, Comment, CommentReply, OutboxMail)
# Texts that are addresses, file names or words of the machine, not of people.
NOT_TEXT = (models.SlugField, models.URLField, models.FilePathField)


def erase_traces(*, person: Person) -> int:
    """Take a person's names out of everything editors and machines keep, inside the caller's transaction.

    Returns:
        Number of rows changed or deleted.

    Source: DECISIONS 7; RELIABILITY G30.
    """
    with translation.override("nl"):
        replacement = _("former member")
    # Before names are replaced: an address that was replaced finds no mail any more, and that would still leave.
    count = forget_in_revisions(person=person) + _forget_mail(person)
    touched: list[models.Model] = []
    for model in naming_models():
        count += _scrub(model, person, replacement, touched)
    _renew_indexes(touched)
    count += forget_questions_naming(person.names)
    return count + _forget_tasks(person) + _forget_sessions(person)


def page_parts() -> list[type[models.Model]]:
    """Give every model whose rows belong to a page: page types, and what editors add to a page row by row."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Page) or any(isinstance(field, ParentalKey) for field in model._meta.local_fields)
    ]


def naming_models() -> list[type[models.Model]]:
    """Give every model in whose texts names are replaced."""
    files = [model for model in apps.get_models() if issubclass(model, (AbstractImage, AbstractDocument))]
    return [*dict.fromkeys((*page_parts(), *files, *NAMING))]


def member_fields(model: type[models.Model]) -> list[models.Field]:
    """Give the fields of a model itself that point to Member."""
    return [field for field in model._meta.local_fields if field.related_model is Member]


def _text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.local_fields:
        is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField, StreamField))
        if is_text and not isinstance(field, NOT_TEXT) and not field.choices and not field.unique:
            yield field


def _scrub(model: type[models.Model], person: Person, replacement: str, touched: list[models.Model]) -> int:
    changed: dict[object, dict[str, object]] = {}
    for field in _text_fields(model):
        rows = model._base_manager.annotate(as_text=Cast(field.name, TextField()))
        named = rows.filter(reduce(or_, (Q(as_text__icontains=form) for form in person.searched)))
        for pk, text in named.order_by().values_list("pk", "as_text"):
            changed.setdefault(pk, {})[field.name] = _cleaned(field, text, person, replacement)
    for pk, values in changed.items():
        model._base_manager.filter(pk=pk).update(**values)
        touched.append(model(pk=pk))
    return len(changed)


def _cleaned(field: models.Field, text: str, person: Person, replacement: str) -> object:
    if isinstance(field, (models.JSONField, StreamField)):
        return value_without_names(json.loads(text), names=person.names, replacement=replacement)
    cleaned = without_names(text, names=person.names, replacement=replacement)
    longest = getattr(field, "max_length", None)
    return cleaned[:longest] if longest else cleaned


def _renew_indexes(touched: Iterable[models.Model]) -> None:
    """Bring both searches up to what the rows say now."""
    pages = set()
    for row in touched:
        if isinstance(row, Page):
            pages.add(row.pk)
        elif parent := next((field for field in row._meta.local_fields if isinstance(field, ParentalKey)), None):
            pages.add(type(row)._base_manager.values_list(parent.attname, flat=True).get(pk=row.pk))
        elif isinstance(row, (AbstractImage, AbstractDocument)):
            index.insert_or_update_object(type(row)._base_manager.get(pk=row.pk))
    for page in Page.objects.filter(pk__in=pages).specific():
        index.insert_or_update_object(page)
    if pages:
        pages_changed(sorted(pages))


def forget_in_revisions(*, person: Person) -> int:
    """Take the references to a person out of what revisions hold, so that no old draft brings them back.

    Returns:
        Number of revisions changed.
    """
    count = 0
    needles = Q(as_text__contains=f": {person.pk}") | Q(as_text__contains=f":{person.pk}")
    rows = Revision.objects.annotate(as_text=Cast("content", TextField())).filter(needles)
    for revision in rows.iterator(chunk_size=100):
        model = revision.content_type.model_class()
        if model is not None and _forget_in(revision.content, model, person.pk):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
            count += 1
    return count


def _forget_in(content: dict, model: type[models.Model], pk: int) -> bool:
    """Empty the fields of one object, and of the rows it holds, that point to a member; say whether any did."""
    found = False
    for field in model._meta.concrete_fields:
        if field.related_model is Member and content.get(field.name) == pk:
            content[field.name] = None
            found = True
    for relation in model._meta.related_objects:
        rows = content.get(relation.get_accessor_name())
        if isinstance(rows, list) and isinstance(relation.field, ParentalKey):
            kept = _forget_in_rows(rows, relation.related_model, pk)
            if kept is not None:
                content[relation.get_accessor_name()] = kept
                found = True
    return found


def _forget_in_rows(rows: list, model: type[models.Model], pk: int) -> list | None:
    """Give the rows without the member, or None when none names them; a row that needs its member goes whole."""
    required = {field.name for field in member_fields(model) if not field.null}
    kept = [row for row in rows if not any(row.get(name) == pk for name in required)]
    # A list, so that each row is emptied.
    changed = [_forget_in(row, model, pk) for row in kept]
    return kept if len(kept) != len(rows) or any(changed) else None


def _forget_mail(person: Person) -> int:
    """Delete mail to the person's addresses that was sent before there was an account, or to another name."""
    addresses = [name for name in person.names if "@" in name]
    own = reduce(or_, (Q(to__iexact=address) for address in addresses))
    deleted, _per_model = OutboxMail.objects.filter(own).delete()
    return deleted + EmailAddress.objects.filter(user=person.pk).delete()[0]


def _forget_tasks(person: Person) -> int:
    columns = ("args_kwargs", "return_value", "traceback")
    tasks = DBTaskResult.objects.exclude(status=TaskResultStatus.RUNNING)
    tasks = tasks.annotate(**{f"{name}_text": Cast(name, TextField()) for name in columns})
    forms = (person.key, *person.searched)
    named = reduce(or_, (Q(**{f"{name}_text__icontains": form}) for name in columns for form in forms))
    return tasks.filter(named).delete()[0]


def _forget_sessions(person: Person) -> int:
    """End every session of the person, and those in which they were about to sign in or sign up."""
    gone = []
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        if str(held.get("_auth_user_id", "")) == str(person.pk) or _names(held, person):
            gone.append(session.pk)
    return Session.objects.filter(pk__in=gone).delete()[0]


def _names(held: dict, person: Person) -> bool:
    text = json.dumps(held, default=str).casefold()
    return any(form.casefold() in text for form in person.searched)
