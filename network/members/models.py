"""People with a login, and what they do at which school."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.members.querysets import AffiliationQuerySet, ConnectionQuerySet, MemberManager
from network.members.rules import full_name, initials, sort_key
from network.members.states import ACTIVE_CONNECTIONS, AffiliationState, ConnectionState, Standing
from network.vocabulary.models import HelpTopic, Role, Theme
from portal.shared.audiences.states import Audience
from portal.shared.keys import new_key
from portal.shared.registries.glances import Asked, rows_about


def _groups(asked: Asked) -> models.QuerySet:
    """Give the names of the groups of a member."""
    return Group.objects.filter(user=asked.member_id).order_by().values_list("name")


class Member(AbstractBaseUser, PermissionsMixin):
    """One person with a login. A coach is a member with a coaching affiliation, not a subclass."""

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    given_name = models.CharField(_("first name"), max_length=60, blank=True)
    name_prefix = models.CharField(
        _("name prefix"),
        max_length=20,
        blank=True,
        help_text=_('The part before your last name, such as "de" or "van".'),
    )
    family_name = models.CharField(_("last name"), max_length=80, blank=True)
    sort_name = models.CharField(max_length=180, blank=True, editable=False, db_index=True)
    standing = models.CharField(_("membership"), max_length=10, choices=Standing, default=Standing.PROSPECT)
    interface_language = models.CharField(_("language of the interface"), max_length=2, default="nl")
    about = models.TextField(_("about me"), max_length=1200, blank=True)
    availability = models.CharField(
        _("availability"), max_length=160, blank=True, help_text=_('For example: "Tuesday and Thursday, by e-mail."')
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="members")
    helps_with = models.ManyToManyField(HelpTopic, verbose_name=_("I help with"), blank=True, related_name="helpers")
    seeks = models.ManyToManyField(
        HelpTopic, verbose_name=_("I look for help with"), blank=True, related_name="seekers"
    )
    seeks_note = models.CharField(_("what I look for, in my own words"), max_length=160, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_staff = models.BooleanField(_("is an operator"), default=False)
    is_demo = models.BooleanField(_("belongs to the demo"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    admitted_at = models.DateTimeField(_("member since"), null=True, blank=True, editable=False)
    # Part of what each session is checked by: another mark, and all of them are over.
    session_mark = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        # Lists of people are of members who can sign in, by name: a page of them is read off here.
        indexes = [models.Index(fields=["standing", "is_active", "sort_name"], name="member_by_name")]

    @cached_property
    def group_names(self) -> frozenset[str]:
        """Names of the groups this person is in; read once per object, because one page asks for several."""
        asked = Asked(self.pk, self.key, timezone.now(), timezone.localdate())
        return frozenset(name for (name,) in rows_about(_groups, asked))

    @property
    def proven_addresses(self) -> set[str]:
        """The address to sign in with, and every other one of which this person has proven to read the mail."""
        return {self.email, *self.emailaddress_set.filter(verified=True).values_list("email", flat=True)}

    def __str__(self) -> str:
        return self.name or str(_("Member without a name"))

    @property
    def name(self) -> str:
        """The name as it is read, e.g. "Daan 't Hart"; empty until someone fills it in."""
        return full_name(given_name=self.given_name, name_prefix=self.name_prefix, family_name=self.family_name)

    @property
    def initials(self) -> str:
        """The letters of the drawn portrait."""
        return initials(given_name=self.given_name, family_name=self.family_name)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Give what a session must hold to be of this member; Django asks on each request, and after a new password.

        As Django's own, with the mark: without one it is the same, so that sessions from before the mark go on.
        """
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password}{self.session_mark}", secret=secret, algorithm="sha256").hexdigest()

    def refresh_sort_name(self) -> None:
        """Set the sorting text from the name parts; whoever changes a name calls this before saving."""
        self.sort_name = sort_key(
            given_name=self.given_name, name_prefix=self.name_prefix, family_name=self.family_name
        )

    def get_absolute_url(self) -> str:
        return reverse("members:detail", kwargs={"key": self.key})

    # Wagtail and Django's admin ask for these two by name.
    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.given_name


def display_name(member: Member) -> str:
    """Name someone on account pages and in mail; the address when no name is known yet."""
    return member.name or member.email


class Affiliation(models.Model):
    """What one member does, or did, at one school."""

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="affiliations")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="affiliations")
    local_title = models.CharField(
        _("what you are called"), max_length=80, blank=True, help_text=_("For example: digidoc or eCoach.")
    )
    team = models.CharField(_("team"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=AffiliationState, default=AffiliationState.CLAIMED)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    # Anyone can claim a school; what is for "my school" opens only to who was confirmed or has an address there.
    has_school_address = models.BooleanField(_("has an e-mail address of this school"), default=False, editable=False)
    # Looks after the page of the school, confirms who works there and invites colleagues (PRODUCT, "The people").
    is_coordinator = models.BooleanField(_("coordinates for the school"), default=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end date lies before the start date. Check both."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.institution}"

    @property
    def title(self) -> str:
        """The local title, or else the name of the role."""
        return self.local_title or (self.role.name if self.role else "")


class Portrait(models.Model):
    """The picture of a member, written anew at upload. It lives in the database, not among the open files: whether it
    is shown is decided at each request, and it goes with its row.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="portrait")
    # Another one at each change: whoever knew the old address gets nothing.
    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    content = models.BinaryField(_("picture"))
    alt = models.CharField(_("what the portrait shows"), max_length=160, blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("members:portrait", kwargs={"key": self.key})


def portrait_of(member: Member) -> Portrait | None:
    """Give someone's portrait, or None; costs no query for members that were fetched with their profile."""
    try:
        return member.portrait
    except Portrait.DoesNotExist:
        return None


class FieldAudience(models.Model):
    """One member's choice of who sees one field of the profile, where it differs from the default."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="field_audiences")
    field = models.CharField(_("field"), max_length=30)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)

    class Meta:
        verbose_name = _("audience of a field")
        verbose_name_plural = _("audiences of fields")
        # Each list of people asks who chose what for a field; with the member in it the table itself isn't read.
        indexes = [models.Index(fields=["field", "audience", "member"], name="audience_by_field")]
        constraints = [
            models.UniqueConstraint(fields=["member", "field"], name="one_audience_per_member_and_field"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.get_audience_display()}"


class Connection(models.Model):
    """That two members know each other, or that one of them asked to. What is "for my connections" opens by it.

    The pair is stored in one order, by primary key, so that the database sees the same two people whoever asked.
    Make one with `new_connection`; find one with `Connection.objects.between(one, other)`.
    """

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    first = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="connections_as_first")
    second = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="connections_as_second")
    requested_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="connections_requested")
    state = models.CharField(_("state"), max_length=10, choices=ConnectionState, default=ConnectionState.REQUESTED)
    # What the asker wrote along; gone as soon as the other one says no or the connection ends.
    note = models.CharField(_("note"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.CheckConstraint(name="connection_pair_in_order", condition=models.Q(first__lt=models.F("second"))),
            models.CheckConstraint(
                name="connection_requested_by_one_of_the_two",
                condition=models.Q(requested_by=models.F("first")) | models.Q(requested_by=models.F("second")),
            ),
            models.UniqueConstraint(
                name="one_active_connection_per_pair",
                fields=["first", "second"],
                condition=models.Q(state__in=[state.value for state in ACTIVE_CONNECTIONS]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}: {self.get_state_display()}"

    @property
    def asked(self) -> Member:
        """The one of the two who was asked."""
        return self.other(self.requested_by)

    def other(self, member: Member) -> Member:
        """Give the other one of the two."""
        return self.second if self.first_id == member.pk else self.first


def new_connection(*, asker: Member, asked: Member, at: datetime, note: str = "") -> Connection:
    """Give an unsaved request from one member to another, the pair in the order in which it is stored.

    Parameters:
        asker: Who asks.
        asked: Who may accept or decline.
        at: Now.
        note: What the asker writes along; may be empty.
    """
    first, second = sorted((asker, asked), key=lambda member: member.pk)
    return Connection(first=first, second=second, requested_by=asker, requested_at=at, note=note)
