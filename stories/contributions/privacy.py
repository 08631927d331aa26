"""What contributing holds about people: export, erasure, and how long it is kept (DECISIONS 7, 16)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as words
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry

from portal.shared.erasing.rules import without_names
from portal.shared.links.actions import revoke_links
from portal.shared.media.models import PortalImage
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for
from stories.coach_stories.models import CoachStoryPage, StoryAuthor
from stories.contributions.actions.pictures import PRIVATE_COLLECTION
from stories.contributions.actions.reviewing import SUBJECT
from stories.contributions.models import Contribution, Review
from stories.contributions.states import ContributionState
from stories.pilots.models import PilotContact, PilotReportPage


class ContributionData:
    """Texts a member wrote, and the people who were asked to read them."""

    label = _("Texts you wrote for the site")
    models = (Contribution, Review)
    fields = (
        PersonalField(
            name="answers",
            label=_("What you typed in the form"),
            purpose=_("To publish your text after a second person read it."),
            kept_for=None,
            kept_until=_("until you erase your account; withdrawn texts one year"),
            stays=_("What is online stays, without your name. Drafts go."),
        ),
        PersonalField(
            name="pictures",
            label=_("Pictures you added"),
            purpose=_("To show them with your text."),
            kept_for=None,
            kept_until=_("as long as the text is online; in drafts as long as the draft"),
            stays=_("Pictures in a text that is online."),
        ),
        PersonalField(
            name="reviews",
            label=_("Whom you asked to read a draft"),
            purpose=_("To mail them a link, and to show you their answer."),
            kept_for=kept_for("readers_in_advance"),
            kept_until=_("one year after you asked"),
        ),
        PersonalField(
            name="readings",
            label=_("Drafts of others that you were asked to read"),
            purpose=_("To mail you a link, and to give your answer to the writer and the editors."),
            kept_for=kept_for("readers_in_advance"),
            kept_until=_("one year after you were asked"),
            stays=_("Your answer, until then, without your name and address."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give every text with its answers, state and readings in advance, and what they read for others."""
        texts = Contribution.objects.of(member_key).select_related("page").prefetch_related("reviews")
        return {
            "contributions": [self._exported(text) for text in texts.order_by("created_at", "pk")],
            "readings": [
                {
                    "asked_at": review.invited_at.isoformat(),
                    "message": review.message,
                    "answer": review.verdict,
                    "remark": review.comment,
                }
                for review in Review.objects.read_by(member_key)
            ],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give the pictures of unpublished texts; those of published ones are public."""
        for image in self._private_pictures(member_key):
            with image.file.open("rb") as file:
                yield ExportFile(PurePosixPath("bijdragen", PurePosixPath(image.file.name).name), file.read())

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Remove drafts with their pages, pictures and readings; a published text stays, without the name."""
        pages, count = [], 0
        for text in Contribution.objects.select_for_update(of=("self",)).of(member_key):
            page = Page.objects.get(pk=text.page_id)
            for key in text.reviews.values_list("key", flat=True):
                revoke_links(subject_kind=SUBJECT, subject_key=key, at=at)
            if page.live:
                count += self._unnamed(page, member_key)
            else:
                pages.append(page)
            deleted, _per_model = text.delete()
            count += deleted
        for page in pages:
            _delete_draft(page)
        for image in self._private_pictures(member_key):
            image.delete()
            count += 1
        for review in Review.objects.filter(invited_by__key=member_key):
            review.invited_by = None
            review.save(update_fields=["invited_by"])
            count += 1
        return count + _forget_reader(member_key, at=at)

    def outdate(self, *, at: datetime) -> int:
        """Remove readers a year after they were asked, and withdrawn texts after a year of rest."""
        count, _per_model = Review.objects.filter(invited_at__lt=at - kept_for("readers_in_advance")).delete()
        old = Q(state=ContributionState.WITHDRAWN, updated_at__lt=at - kept_for("withdrawn_texts"), page__live=False)
        for text in Contribution.objects.select_for_update(of=("self",)).filter(old):
            page = Page.objects.get(pk=text.page_id)
            deleted, _per_model = text.delete()
            _delete_draft(page)
            count += deleted
        return count

    def _unnamed(self, page: Page, member_key: str) -> int:
        """Take the name off a page that stays online; an author's line says that this was a member once."""
        count = StoryAuthor.objects.filter(page_id=page.pk, member__key=member_key).update(member=None)
        for model in (CoachStoryPage, PilotReportPage):
            count += model.objects.filter(pk=page.pk, contact__key=member_key).update(contact=None)
        deleted, _per_model = PilotContact.objects.filter(page_id=page.pk, member__key=member_key).delete()
        Page.objects.filter(pk=page.pk).update(owner=None)
        return count + deleted

    def _exported(self, text: Contribution) -> Mapping[str, object]:
        return {
            "title": text.page.draft_title,
            "kind": text.kind,
            "state": text.state,
            "begun_at": text.created_at.isoformat(),
            "changed_at": text.updated_at.isoformat(),
            "answers": text.answers,
            "page": text.saved,
            "note": text.note,
            "readers": [
                {
                    "name": review.name,
                    "email": review.email,
                    "asked_at": review.invited_at.isoformat(),
                    "answer": review.verdict,
                    "remark": review.comment,
                }
                for review in text.reviews.all()
            ],
        }

    def _private_pictures(self, member_key: str):
        return PortalImage.objects.filter(
            uploaded_by_user__key=member_key, collection__name=PRIVATE_COLLECTION
        ).order_by("pk")


def _forget_reader(member_key: str, *, at: datetime) -> int:
    """Take a person out of what they were asked to read: an answer stays without a name, a question goes."""
    with translation.override("nl"):
        nobody = words("former member")
    count = 0
    for review in Review.objects.read_by(member_key):
        revoke_links(subject_kind=SUBJECT, subject_key=review.key, at=at)
        if review.answered_at is None:
            review.delete()
        else:
            names = (review.name, review.email)
            review.comment = without_names(review.comment, names=names, replacement=nobody)
            review.name, review.email, review.message = nobody, "", ""
            review.save(update_fields=["name", "email", "message", "comment"])
        count += 1
    return count


def _delete_draft(page: Page) -> None:
    """Delete a page that was never read, with the log of its titles."""
    PageLogEntry.objects.filter(page_id=page.pk).delete()
    page.specific.delete()
    PageLogEntry.objects.filter(page_id=page.pk).delete()
