"""How allauth speaks to the portal: names, membership and mail by our rules."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.members.actions import admit_by_address, drop_unproven_ways_in
from network.members.federation import admit_by_school_accounts
from network.members.mails import account_mail, purpose_of
from network.members.models import Member
from network.members.rules import Admission
from network.members.states import Standing
from portal.shared.keys import new_key
from portal.shared.outbox.actions import post

# What someone reads right after the address is verified, by what the address says.
WELCOME = {
    Admission.MEMBER: (
        messages.SUCCESS,
        _("Welcome, you are a member now. Fill in your profile, so that colleagues find you."),
    ),
    Admission.STUDENT: (
        messages.WARNING,
        _(
            "This is an e-mail address for students. Only people who work at a school become a member. "
            "You can sign up for open meetups. Do you work at the school? Then add your work address."
        ),
    ),
    Admission.UNKNOWN: (
        messages.INFO,
        _(
            "We don't know yet at which school you work. You can sign up for open meetups. "
            "To become a member, add your work address or write to us."
        ),
    ),
}


def prove_address(sender, request: HttpRequest, email_address: EmailAddress, **kwargs) -> None:
    """Drop what opened an account before anyone had proven the address, when its owner signs in by code.

    Else someone could sign up with another person's address, wait, and come in by the own password later. allauth has
    no hook but this signal for an address that is proven by signing in.
    """
    member = email_address.user
    if getattr(request, "portal_confirms_sign_up", False):
        return
    if not EmailAddress.objects.filter(user=member, verified=True).exclude(pk=email_address.pk).exists():
        drop_unproven_ways_in(member=member)


email_confirmed.connect(prove_address, dispatch_uid="network.members.prove_address")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with our rules and our mail."""

    def save_user(self, request: HttpRequest, user: Member, form, commit: bool = True) -> Member:
        """Store who signs up, with the parts of the name and the text it sorts by."""
        for part in ("given_name", "name_prefix", "family_name"):
            setattr(user, part, form.cleaned_data.get(part, ""))
        user.refresh_sort_name()
        user.interface_language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit=commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Note that an address is verified, decide who counts as member by it, and say so (DECISIONS 14)."""
        # Tells a code typed where someone signed up from one by which someone signs in; see `prove_address`.
        request.portal_confirms_sign_up = True
        with transaction.atomic():
            if not super().confirm_email(request, email_address):
                return False
            member = email_address.user
            was_member = member.standing == Standing.MEMBER
            admission = admit_by_address(member=member, email=email_address.email, at=timezone.now())
        if not was_member:
            level, text = WELCOME[admission]
            messages.add_message(request, level, text)
        return True

    def post_login(self, request: HttpRequest, user: Member, **kwargs) -> HttpResponse:
        """Look again at who is no member yet: a code may have verified the address, or the school is known by now."""
        if user.standing != Standing.MEMBER:
            verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
            said = {admit_by_address(member=user, email=email, at=timezone.now()) for email in verified}
            if admit_by_school_accounts(user) or Admission.MEMBER in said:
                level, text = WELCOME[Admission.MEMBER]
                messages.add_message(request, level, text)
        return super().post_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put allauth's mail in the outbox instead of sending it while someone waits (DECISIONS 1)."""
        request = allauth_context.request
        values = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        message = self.render_mail(template_prefix, email, values)
        with transaction.atomic():
            owner = Member.objects.filter(email=email.lower()).first()
            post(
                account_mail(message=message, purpose=purpose_of(template_prefix), occasion=new_key(), owner=owner),
                at=timezone.now(),
            )
