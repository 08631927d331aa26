"""A member of whom every relation in the database is used, with one name in every text (RELIABILITY G30).

A relation to Member that nothing here can fill makes `fill_everything` fail: add a maker for it to MAKERS, or the
texts its owner writes to TEXTS_OF.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision

from network.members.models import new_connection
from network.models import Member
from network.privacy.actions import ask_export, make_export
from portal.shared.keys import new_key
from stories.contributions.actions.pictures import private_collection
from stories.contributions.actions.writing import start_contribution
from stories.contributions.states import Kind
from tests.factories.exchange_applications import ApplicationFactory, ApplicationMessageFactory, PlaceFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

NUMBERS = count(1)
# Rows with two people: which texts are by whom the relation names. Elsewhere every text is.
TEXTS_OF = {
    # A learning question is the guest's; a place and its host are named elsewhere.
    "events.Application.guest": {"learning_question"},
    "events.Application.host": set(),
    "events.Application.decided_by": {"decision_note"},
    "events.ApplicationMessage.author": {"text"},
    "events.ApplicationReport.reporter": {"text"},
    "events.ApplicationReport.decided_by": {"answer"},
    "events.Harvest.written_by": {"summary"},
    # The address of a calendar, and what a school writes in it, are nobody's words.
    "events.FollowedCalendar.proposed_by": set(),
    "events.FollowedCalendar.decided_by": {"reason"},
    "events.FoundEvent.decided_by": set(),
    # A rule of a calendar is nobody's words.
    "events.Cohort.closed_by": {"story_title", "story_wanted", "story_did"},
    "events.CohortMember.added_by": set(),
    "events.CohortMember.member": {"takeaway"},
    "events.CohortNote.member": {"text"},
    "events.CohortNote.state_by": {"state_reason"},
    "events.CohortNoteReport.decided_by": {"answer"},
    "events.CohortNoteReport.reporter": {"text"},
    "events.Meetup.created_by": set(),
    "events.Meetup.organisers": set(),
    "events.Meetup.proposed_by": set(),
    "events.PlacementOffer.contact": {"title", "about", "team", "place", "learn", "paused_because", "end_reason"},
    "events.PlacementOffer.decided_by": {"remark"},
    "events.PlacementOffer.opened_by": set(),
    "events.PlacementRequest.decided_by": {"remark"},
    "events.PlacementRequest.member": {"title", "about", "learning_question", "paused_because", "end_reason"},
    "events.PlacementRequest.opened_by": set(),
    "events.Placement.guest": {"cancel_note"},
    "events.Placement.host": {"cancel_note"},
    "events.AgreementVersion.made_by": {"practical", "allowed", "change_note"},
    "events.JointSummary.changed_by": {"title", "text"},
    "events.JointSummary.story_by": set(),
    "events.Promise.member": {"text", "owner_name"},
    "events.Reflection.author": {"saw", "learned", "changes", "advice", "private_note"},
    "network.Answer.writer": {"text"},
    "network.Initiative.contact": set(),
    "network.Initiative.decided_by": {"remark"},
    "network.Initiative.proposed_by": {"title", "goal", "about", "asks", "result"},
    "network.InitiativeMessage.member": {"text"},
    "network.InitiativeMessage.state_by": {"state_reason"},
    "network.InitiativeMessageReport.decided_by": {"answer"},
    "network.InitiativeMessageReport.reporter": {"text"},
    "network.Invitation.accepted_by": {"name"},
    "network.MessageReport.decided_by": {"answer"},
    "network.MessageReport.reporter": {"text"},
    "network.Invitation.inviter": {"message"},
    "network.Question.asker": {"title", "body"},
    "network.QuestionFlag.decided_by": {"outcome"},
    "network.QuestionFlag.reporter": {"text"},
    "network.SchoolProfile.contact": set(),
    # The scores are numbers.
    "network.SelfScan.member": {"note"},
    "stories.Reaction.member": {"text"},
    "stories.Reaction.state_by": {"state_reason"},
    "stories.ReactionReport.reporter": {"text"},
    "stories.ReactionReport.decided_by": {"answer"},
    "stories.Suggestion.member": {"text", "sender_name"},
    "stories.Suggestion.handled_by": {"answer"},
    "stories.Evidence.proposed_by": {"why"},
    "stories.Evidence.decided_by": set(),
    "wagtailcore.Comment.user": {"text"},
    "wagtailcore.Comment.resolved_by": set(),
}


@dataclass
class Cast:
    """Who is made, who else is there, the page above all pages, and what was made.

    A cast that stands apart hangs its rows on none that are there already.
    """

    member: Member
    other: Member
    root: Page
    rows: dict[str, models.Model] = field(default_factory=dict)
    stands_apart: bool = False


def relations() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Give every relation to Member in the database, each once, where its column stands."""
    for model in apps.get_models(include_auto_created=True):
        for found in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if found.is_relation and found.related_model is Member:
                yield model, found


def label(model: type[models.Model], found: models.Field) -> str:
    return f"{model._meta.label}.{found.name}"


def make_member(name: tuple[str, str], **more) -> Member:
    """Make someone whose every word holds the name."""
    given_name, family_name = name
    full = f"{given_name} {family_name}"
    texts = {"about": full, "availability": full, "seeks_note": full}
    email = f"{given_name}.{family_name}@school.example".lower()
    return MemberFactory(email=email, given_name=given_name, family_name=family_name, **texts, **more)


def fill_everything(cast: Cast) -> None:
    """Make a row for each relation to the member."""
    for model, found in relations():
        made = MAKERS.get(model._meta.label, _fill_relation)(cast, model, found)
        cast.rows[label(model, found)] = made
        pointing = model._base_manager.filter(**{found.name: cast.member})
        assert pointing.exists(), f"nothing fills {label(model, found)}; add a maker to tests/factories/full_member.py"


def _fill_relation(cast: Cast, model: type[models.Model], found: models.Field) -> models.Model:
    texts = TEXTS_OF.get(label(model, found))
    if isinstance(found, models.ManyToManyField):
        row = fill(cast, model, texts=texts)
        getattr(row, found.name).add(cast.member)
        return row
    return fill(cast, model, texts=texts, **{found.name: cast.member})


def fill(cast: Cast, model: type[models.Model], *, texts: set[str] | None = None, **given) -> models.Model:
    """Make one row with the member's name in its texts; what it needs besides is taken or made."""
    values = dict(given)
    for column in model._meta.concrete_fields:
        is_link = getattr(column.remote_field, "parent_link", False)
        if column.name in values or isinstance(column, models.AutoField) or is_link:
            continue
        if issubclass(model, Page) and column.model is Page:
            continue
        value = _value(cast, column, is_named=texts is None or column.name in texts)
        if value is not _LEFT:
            values[column.name] = value
    if issubclass(model, Page):
        named = cast.member.name if texts is None or "title" in texts else "Een pagina"
        page = cast.root.add_child(instance=model(title=named, slug=f"gevuld-{next(NUMBERS)}", **values))
        page.save_revision(user=cast.member)
        return page
    return model._base_manager.create(**values)


_LEFT = object()


def _value(cast: Cast, column: models.Field, *, is_named: bool) -> object:
    if isinstance(column, models.ForeignKey):
        return _LEFT if column.null else _related(cast, column)
    if column.choices or isinstance(column, (StreamField, models.FileField)):
        has_own = column.has_default() or isinstance(column, (StreamField, models.FileField))
        return _LEFT if has_own else next(value for value, _label in column.flatchoices)
    if column.unique and column.has_default():
        return _LEFT
    if isinstance(column, (models.SlugField, models.EmailField, models.URLField)):
        return f"adres-{next(NUMBERS)}" if column.unique else _LEFT
    if isinstance(column, (models.CharField, models.TextField)):
        return _text(cast, column, is_named=is_named)
    plain = [
        (models.DateTimeField, timezone.now()),
        (models.DateField, timezone.localdate()),
        (models.UUIDField, f"00000000-0000-4000-8000-{next(NUMBERS):012d}"),
        (models.BinaryField, b"Iets"),
        (models.GenericIPAddressField, "192.0.2.1"),
        (models.JSONField, {"tekst": cast.member.name} if is_named else {}),
    ]
    if column.has_default() and not isinstance(column, models.JSONField):
        return _LEFT
    if column.null:
        return _LEFT
    if isinstance(column, models.JSONField) and column.has_default() and column.get_default() != {}:
        return _LEFT
    return next((value for kind, value in plain if isinstance(column, kind)), 1)


def _text(cast: Cast, column: models.Field, *, is_named: bool) -> object:
    name = cast.member.name
    if column.unique:
        return f"uniek-{next(NUMBERS)}"
    if column.name.endswith("object_id"):
        return "1"
    if column.has_default() and column.get_default():
        return _LEFT
    if is_named and (column.max_length or 1000) >= len(name):
        return name
    return f"x{next(NUMBERS)}"[: column.max_length]


def _related(cast: Cast, column: models.ForeignKey) -> models.Model:
    target = column.related_model
    if target is Member:
        return cast.other
    if target is Page:
        return cast.root.get_children().first()
    if column.unique or cast.stands_apart:
        return fill(cast, target, texts=set())
    return target._base_manager.first() or fill(cast, target, texts=set())


def _contribution(cast: Cast, model, found) -> models.Model:
    if not cast.member.affiliations.exists():
        AffiliationFactory(member=cast.member, institution=InstitutionFactory())
    made = start_contribution(member=cast.member, kind=Kind.STORY, key=new_key(), at=timezone.now())
    made.answers, made.note = {"title": cast.member.name}, cast.member.name
    made.save()
    return made


def _review(cast: Cast, model, found) -> models.Model:
    author = cast.rows.get("stories.Contribution.member") or _contribution(cast, None, None)
    at = timezone.now()
    return model.objects.create(
        contribution=author, name="Bo", email="bo@elders.example", invited_by=cast.member, invited_at=at,
        expires_at=at + timedelta(days=5),
    )  # fmt: skip


def _export(cast: Cast, model, found) -> models.Model:
    export = ask_export(member=cast.member, at=timezone.now())
    make_export(key=export.key, at=timezone.now())
    return export


def _picture(cast: Cast, model, found) -> models.Model:
    file_name = f"{cast.member.family_name.lower()}.png"
    return model.objects.create(
        title=cast.member.name,
        description=cast.member.name,
        file=get_test_image_file(filename=file_name),
        collection=private_collection(),
        uploaded_by_user=cast.member,
    )


def _document(cast: Cast, model, found) -> models.Model:
    file = ContentFile(b"Een document", name="document.txt")
    return model.objects.create(title=cast.member.name, file=file, uploaded_by_user=cast.member)


def _uploaded(cast: Cast, model, found) -> models.Model:
    file = ContentFile(cast.member.name.encode(), name="half.txt")
    kind = ContentType.objects.get_for_model(Page)
    return model.objects.create(file=file, uploaded_by_user=cast.member, for_content_type=kind)


def _registration(cast: Cast, model, found) -> models.Model:
    # Of the states only this one holds without a moment or a place in line.
    return fill(cast, model, member=cast.member, state="confirmed")


def _permission(cast: Cast, model, found) -> models.Model:
    cast.member.user_permissions.add(Permission.objects.first())
    return model.objects.get(member=cast.member)


def _revision(cast: Cast, model, found) -> models.Model:
    page = fill(cast, apps.get_model("stories.CoachStoryPage"), contact=cast.member, reviewer=cast.member)
    page.authors.add(apps.get_model("stories.StoryAuthor")(member=cast.member))
    page.save_revision(user=cast.member)
    return Revision.objects.filter(user=cast.member).first()


def _page(cast: Cast, model, found) -> models.Model:
    page = fill(cast, apps.get_model("stories.InsightPage"), texts=set())
    model.objects.filter(pk=page.pk).update(**{found.name: cast.member})
    return page


def _log(cast: Cast, model, found) -> models.Model:
    return fill(cast, model, user=cast.member, action="wagtail.edit", object_id="1")


def _page_log(cast: Cast, model, found) -> models.Model:
    return fill(cast, model, user=cast.member, action="wagtail.edit", page=cast.root)


def _connection(cast: Cast, model, found) -> models.Model:
    # The pair stands in the order of primary keys, so each end needs someone on the right side.
    earlier = found.name == "second"
    asked = Member.objects.filter(pk__lt=cast.member.pk).first() if earlier else MemberFactory()
    made = new_connection(asker=cast.member, asked=asked, at=timezone.now())
    made.save()
    return made


def _flag(cast: Cast, model, found) -> models.Model:
    question = fill(cast, apps.get_model("network.Question"), texts=set(), asker=cast.other)
    return fill(cast, model, texts=TEXTS_OF[label(model, found)], question=question, **{found.name: cast.member})


def _message(cast: Cast, model, found) -> models.Model:
    # A conversation of nobody goes as a whole.
    talk = fill(cast, apps.get_model("network.Conversation"), first=cast.member, second=MemberFactory())
    return fill(cast, model, conversation=talk, sender=cast.member)


def _message_report(cast: Cast, model, found) -> models.Model:
    message = _message(cast, apps.get_model("network.Message"), None)
    return fill(cast, model, texts=TEXTS_OF[label(model, found)], message=message, **{found.name: cast.member})


def _application(cast: Cast, model, found) -> models.Model:
    texts = TEXTS_OF[label(model, found)]
    return fill(cast, model, texts=texts, offer=PlaceFactory(), waits_for="", **{found.name: cast.member})


def _application_message(cast: Cast, model, found) -> models.Model:
    texts = TEXTS_OF[label(model, found)]
    return fill(cast, model, texts=texts, application=ApplicationFactory(), **{found.name: cast.member})


def _application_report(cast: Cast, model, found) -> models.Model:
    texts = TEXTS_OF[label(model, found)]
    return fill(cast, model, texts=texts, message=ApplicationMessageFactory(), **{found.name: cast.member})


MAKERS: dict[str, Callable] = {
    "events.Application": _application,
    "events.ApplicationMessage": _application_message,
    "events.ApplicationReport": _application_report,
    "events.Registration": _registration,
    "network.Message": _message,
    "network.MessageReport": _message_report,
    "network.QuestionFlag": _flag,
    "network.Connection": _connection,
    "network.DataExport": _export,
    "network.Member_user_permissions": _permission,
    "shared.PortalDocument": _document,
    "shared.PortalImage": _picture,
    "stories.Contribution": _contribution,
    "stories.Review": _review,
    "wagtailcore.ModelLogEntry": _log,
    "wagtailcore.Page": _page,
    "wagtailcore.PageLogEntry": _page_log,
    "wagtailcore.Revision": _revision,
    "wagtailcore.UploadedFile": _uploaded,
    "wagtaildocs.Document": _document,
    "wagtailimages.Image": _picture,
}


def files_below(*folders: Path) -> list[Path]:
    """Give every file in these folders."""
    return [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]
