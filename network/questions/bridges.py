"""Answers that helped someone at another school, as ties in the bridge diagram (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from network.members.models import Affiliation, Member
from network.questions.models import Question
from network.questions.states import AnswerState, QuestionState, Sight
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer


def _school_of(path: str, *, on: date) -> Subquery:
    """Give the school where someone works today: the first that more than their own word stands for."""
    works = Affiliation.objects.current(on).proven().filter(member=OuterRef(path)).order_by("pk")
    return Subquery(works.values(school=Coalesce("institution__merged_into", "institution"))[:1])


class AnswerBridges:
    """The school of who asked, and that of who gave the best answer.

    No question asked without a name has one: the two schools would tell where the asker works. Both must show their
    school to this viewer, just as on the page of the question; nobody is named here.
    """

    layer = BridgeLayer.ANSWER

    def bridges(self, viewer: Viewer, *, since: date | None = None, school: int | None = None) -> Iterable[Bridge]:
        """Give one tie per question with a best answer from another school, in one query."""
        today = timezone.localdate()
        showing = Member.objects.with_field_visible_to("school", viewer, on=today).values("pk")
        helped = Question.objects.visible_to(viewer).filter(
            sight=Sight.SHOWN,
            state=QuestionState.ACCEPTED,
            is_anonymous=False,
            best_answer__state=AnswerState.VISIBLE,
            asker__in=showing,
            best_answer__writer__in=showing,
        )
        if since is not None:
            helped = helped.filter(best_answer__created_at__date__gte=since)
        rows = (
            helped.annotate(
                asker_school=_school_of("asker", on=today), writer_school=_school_of("best_answer__writer", on=today)
            )
            .filter(asker_school__isnull=False, writer_school__isnull=False)
            .exclude(asker_school=F("writer_school"))
            .select_related("best_answer")
            .only("key", "title", "best_answer__created_at")
        )
        if school is not None:
            rows = rows.filter(Q(asker_school=school) | Q(writer_school=school))
        return [
            Bridge(
                from_institution_id=question.asker_school,
                to_institution_id=question.writer_school,
                layer=self.layer,
                direction=BridgeDirection.BOTH_WAYS,
                label=question.title,
                url=question.get_absolute_url(),
                happened_on=timezone.localdate(question.best_answer.created_at),
            )
            for question in rows
        ]


ANSWER_BRIDGES = AnswerBridges()
