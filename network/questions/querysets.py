"""Chainable reads of questions, answers, who has them, and reports."""

from datetime import date, datetime

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q

from network.questions.states import AnswerState, QuestionState, RouteState, Sight
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from portal.shared.conversations.states import ReportState

ORDERS = {"nieuw": "-asked_at", "oud": "asked_at", "antwoorden": "-answer_count"}


class QuestionQuerySet(models.QuerySet):
    """Questions by what a reader asks of them."""

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may see: list, page, search, related questions and mail all ask here.

        A question that is shown is for everyone or for members, as the asker chose. The one who asked always sees it,
        also when it is hidden. Editors and conversation leaders see no more here; leaders have their desk.
        """
        shown = Q(audience=Audience.EVERYONE)
        if viewer.is_member:
            shown |= Q(audience=Audience.MEMBERS)
        seen = Q(sight=Sight.SHOWN) & shown
        if viewer.member_key is not None:
            seen |= Q(asker__key=viewer.member_key)
        return self.filter(seen)

    def filtered(self, asked: dict[str, str], *, member_key: str | None):
        """Keep what the reader asked for.

        Parameters:
            asked: Values by name in the address: thema, aan, staat, mijn; each may be missing.
            member_key: Who reads, for "mijn"; without a login that filter keeps nothing.
        """
        rows = self
        if "thema" in asked:
            rows = rows.filter(theme__slug=asked["thema"])
        if "aan" in asked:
            rows = rows.filter(addressee=asked["aan"])
        if "staat" in asked:
            rows = rows.filter(state=asked["staat"])
        if "mijn" in asked:
            rows = rows.of_mine(asked["mijn"], member_key=member_key)
        return rows

    def of_mine(self, which: str, *, member_key: str | None):
        """Keep what this person asked ("gesteld"), answered ("beantwoord"), follows ("gevolgd") or has ("bij-mij")."""
        if member_key is None:
            return self.none()
        if which == "gesteld":
            return self.filter(asker__key=member_key)
        name, lookup = {
            "beantwoord": ("answers", {"writer__key": member_key, "state": AnswerState.VISIBLE}),
            "gevolgd": ("follows", {"member__key": member_key}),
            "bij-mij": ("routes", {"member__key": member_key, "state": RouteState.WAITING}),
        }[which]
        return self.filter(Exists(self._related(name).filter(question=OuterRef("pk"), **lookup)))

    def for_list(self, order: str = "nieuw"):
        """Give what a list shows, with `answer_count`, in the order asked for; ties by newest."""
        rows = self.select_related("theme").with_answer_count()
        return rows.order_by(ORDERS.get(order, ORDERS["nieuw"]), "-asked_at", "-pk")

    def with_answer_count(self):
        """Add `answer_count`: the answers readers see."""
        return self.annotate(answer_count=Count("answers", filter=Q(answers__state=AnswerState.VISIBLE)))

    def counted_by(self, column: str) -> dict[str, int]:
        """Count the questions per value of a column."""
        return dict(self.order_by().values_list(column).annotate(number=Count("pk", distinct=True)))

    def unanswered(self):
        """Keep what is shown and has no answer yet, the longest waiting first: nobody may forget these."""
        return self.filter(state=QuestionState.OPEN, sight=Sight.SHOWN).order_by("asked_at", "pk")

    def with_routes(self):
        """Add `waiting_count` and `asked_count`: how many have it now, and to how many it was put in all."""
        return self.annotate(
            waiting_count=Count("routes", filter=Q(routes__state=RouteState.WAITING), distinct=True),
            asked_count=Count("routes", distinct=True),
        )

    def unrouted(self):
        """Keep what waits for an answer while nobody has it."""
        waiting = self._related("routes").filter(question=OuterRef("pk"), state=RouteState.WAITING)
        return self.unanswered().filter(~Exists(waiting))

    def _related(self, name: str) -> models.QuerySet:
        # The models import this module, so they are reached by their relation.
        return self.model._meta.get_field(name).related_model.objects.all()


class AnswerQuerySet(models.QuerySet):
    """Answers by who reads them."""

    def visible(self):
        """Keep what readers see."""
        return self.filter(state=AnswerState.VISIBLE)

    def shown_to(self, *, member_key: str | None):
        """Keep what someone reads under a question that they may see; a hidden answer only its writer, with the reason.

        Parameters:
            member_key: Who reads; None for someone without a login.
        """
        seen = Q(state=AnswerState.VISIBLE)
        if member_key is not None:
            seen |= Q(state=AnswerState.HIDDEN, writer__key=member_key)
        return self.filter(seen)

    def for_page(self, *, member_key: str | None):
        """Add `thanks_count`, `is_thanked` by this reader, and `is_reported`; the oldest first."""
        flags = self.model._meta.get_field("flags").related_model.objects.open().filter(answer=OuterRef("pk"))
        thanks = self.model._meta.get_field("thanks").related_model.objects.filter(answer=OuterRef("pk"))
        return self.annotate(
            thanks_count=Count("thanks", distinct=True),
            is_thanked=Exists(thanks.filter(member__key=member_key or "")),
            is_reported=Exists(flags),
        ).order_by("created_at", "pk")


class RouteQuerySet(models.QuerySet):
    """Who has which question."""

    def waiting(self):
        """Keep what waits for someone."""
        return self.filter(state=RouteState.WAITING)

    def on_shown_questions(self):
        """Keep what belongs to a question that still asks for an answer."""
        return self.filter(question__sight=Sight.SHOWN, question__state=QuestionState.OPEN)


class PauseQuerySet(models.QuerySet):
    """Who gets no questions now."""

    def active(self, on: date):
        """Keep the pauses that hold on this day; one without an end always does."""
        return self.filter(Q(until=None) | Q(until__gte=on))


class FlagQuerySet(models.QuerySet):
    """Reports of questions and answers."""

    def open(self):
        """Keep what waits for a conversation leader."""
        return self.filter(state=ReportState.OPEN)

    def past_keeping(self, before: datetime):
        """Keep what was settled before a moment."""
        return self.exclude(state=ReportState.OPEN).filter(decided_at__lt=before)

    def by_thing(self):
        """Give, per question or answer with open reports, its ids and `reported_at` of the first one."""
        rows = self.open().order_by().values("question_id", "answer_id")
        return rows.annotate(reported_at=Min("created_at")).order_by("reported_at", "question_id", "answer_id")
