"""What members ask each other, who has a question, what is answered, and what is reported of it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.questions.querysets import AnswerQuerySet, FlagQuerySet, PauseQuerySet, QuestionQuerySet, RouteQuerySet
from network.questions.rules import LONGEST_ANSWER, LONGEST_BODY, LONGEST_REASON, LONGEST_TITLE, Fit
from network.questions.states import Addressee, AnswerState, QuestionState, RouteState, Sight, UseKind
from network.vocabulary.models import Theme
from portal.shared.audiences.states import Audience
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.keys import new_key


class FitLabel(models.IntegerChoices):
    """Why a question came to someone, as that person reads it."""

    ROLE_AND_HELP = Fit.ROLE_AND_HELP.value, _("It fits your role and what you help with.")
    ROLE_AND_THEME = Fit.ROLE_AND_THEME.value, _("It fits your role and your themes.")
    ROLE = Fit.ROLE.value, _("It fits your role.")
    HELP = Fit.HELP.value, _("It fits what you help with.")
    THEME = Fit.THEME.value, _("It fits your themes.")


class Question(models.Model):
    """One question of one member or prospect. Without an asker, it is shown as of a former member."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    asker = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    # Readers never learn who asked: no page, mail, entry or order of rows depends on it.
    is_anonymous = models.BooleanField(_("without my name"), default=False)
    audience = models.CharField(_("who may read it"), max_length=12, choices=Audience, default=Audience.EVERYONE)
    addressee = models.CharField(_("whom do you ask?"), max_length=24, choices=Addressee, default=Addressee.ALL)
    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="questions")
    title = models.CharField(_("question"), max_length=LONGEST_TITLE)
    body = models.TextField(_("explanation"), max_length=LONGEST_BODY, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    sight = models.CharField(_("visibility"), max_length=10, choices=Sight, default=Sight.SHOWN)
    asked_at = models.DateTimeField(_("asked at"))
    # Each shown form has its own; a form that is sent twice finds its first question.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)
    best_answer = models.ForeignKey("Answer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    closed_reason = models.CharField(_("why it is closed"), max_length=LONGEST_REASON, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    sight_reason = models.CharField(_("why it is hidden"), max_length=LONGEST_REASON, blank=True)
    sight_at = models.DateTimeField(_("hidden at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [models.Index(fields=["sight", "state", "asked_at"], name="question_for_lists")]
        constraints = [
            models.UniqueConstraint(fields=["asker", "form_token"], name="question_once_per_form"),
            models.CheckConstraint(
                name="question_accepted_has_best",
                condition=models.Q(state=QuestionState.ACCEPTED, best_answer__isnull=False)
                | ~models.Q(state=QuestionState.ACCEPTED),
            ),
            models.CheckConstraint(
                name="question_closed_has_moment",
                condition=models.Q(state=QuestionState.CLOSED, closed_at__isnull=False)
                | (~models.Q(state=QuestionState.CLOSED) & models.Q(closed_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questions:detail", kwargs={"key": self.key})


class Answer(models.Model):
    """One answer of one member. Without a writer, it is shown as of a former member."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    writer = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")
    text = models.TextField(_("answer"), max_length=LONGEST_ANSWER, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=AnswerState, default=AnswerState.VISIBLE)
    created_at = models.DateTimeField(_("placed at"))
    edited_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    form_token = models.CharField(max_length=20, default=new_key, editable=False)
    state_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    state_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [models.Index(fields=["question", "state", "created_at"], name="answer_of_question")]
        constraints = [
            models.UniqueConstraint(fields=["question", "writer", "form_token"], name="answer_once_per_form"),
            models.CheckConstraint(
                name="answer_text_until_removed",
                condition=models.Q(state=AnswerState.REMOVED, text="")
                | (~models.Q(state=AnswerState.REMOVED) & ~models.Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.text[:60]}"


class Route(models.Model):
    """That one question was put to one member, once: handing over never comes back to who had it."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="routes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="question_routes")
    fit = models.PositiveSmallIntegerField(_("why this person"), choices=FitLabel)
    state = models.CharField(_("state"), max_length=10, choices=RouteState, default=RouteState.WAITING)
    routed_at = models.DateTimeField(_("put to them at"))
    due_at = models.DateTimeField(_("answer before"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        ordering = ["routed_at", "pk"]
        verbose_name = _("question put to someone")
        verbose_name_plural = _("questions put to people")
        indexes = [models.Index(fields=["state", "due_at"], name="route_due")]
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="route_once_per_member")]

    def __str__(self) -> str:
        return f"{self.question} ({self.get_state_display()})"


class QuestionFollow(models.Model):
    """A person who gets a mail on each new answer; the one who asks follows from the start."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="question_follows")
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("followed question")
        verbose_name_plural = _("followed questions")
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="question_follow_once")]

    def __str__(self) -> str:
        return str(self.question)


class AnswerThanks(models.Model):
    """One member's thanks for an answer; only the number is shown."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="thanks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("thanked at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("thanks for an answer")
        verbose_name_plural = _("thanks for answers")
        constraints = [models.UniqueConstraint(fields=["answer", "member"], name="thanks_once_per_member")]

    def __str__(self) -> str:
        return str(self.answer)


class AnswerUse(models.Model):
    """That an answer was proposed as an insight or a story, once per kind."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(_("what it can become"), max_length=8, choices=UseKind)
    proposed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("proposed at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("proposed use of an answer")
        verbose_name_plural = _("proposed uses of answers")
        constraints = [models.UniqueConstraint(fields=["answer", "kind"], name="answer_use_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.answer}"


class QuestionPause(models.Model):
    """A member who wants no questions put to them, until a day or until they say so."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="question_pause")
    until = models.DateField(_("until and including"), null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause of questions")
        verbose_name_plural = _("pauses of questions")

    def __str__(self) -> str:
        return str(self.until or "")


class QuestionFlag(models.Model):
    """One member's word to the conversation leaders that something is wrong with a question or an answer."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, blank=True, related_name="flags")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="flags")
    reporter = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason)
    text = models.CharField(_("in a few words"), max_length=LONGEST_REASON, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.OPEN)
    created_at = models.DateTimeField(_("reported at"))
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    outcome = models.CharField(_("answer"), max_length=LONGEST_REASON, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a question")
        verbose_name_plural = _("reports of questions")
        constraints = [
            models.UniqueConstraint(fields=["question", "reporter"], name="question_flag_once_per_member"),
            models.UniqueConstraint(fields=["answer", "reporter"], name="answer_flag_once_per_member"),
            models.CheckConstraint(
                name="flag_about_one_thing",
                condition=models.Q(question=None, answer__isnull=False) | models.Q(question__isnull=False, answer=None),
            ),
            models.CheckConstraint(
                name="flag_decided_has_moment",
                condition=models.Q(state=ReportState.OPEN, decided_at=None)
                | (~models.Q(state=ReportState.OPEN) & models.Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.get_state_display()})"

    @property
    def about(self) -> Question:
        """The question this is about, or under which the reported answer stands."""
        return self.answer.question if self.answer else self.question
