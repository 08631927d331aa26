"""Signing in with a school account: who is it, and what does the school say of them (DOMAIN 14)."""

from collections.abc import Mapping
from dataclasses import dataclass

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest
from django.utils import timezone

from network.members.actions import admit_by_federation
from network.members.models import Member
from network.members.rules import split_family_name

# The names under which federations send the same thing: SURFconext, Entree, and the long SAML name.
AFFILIATION_CLAIMS = (
    "eduperson_affiliation",
    "eduPersonAffiliation",
    "urn:mace:dir:attribute-def:eduPersonAffiliation",
    "affiliation",
)
ORGANISATION_CLAIMS = ("schac_home_organization", "schacHomeOrganization", "home_organization")
BRIN_CLAIMS = ("nlEduPersonHomeOrganizationId", "brin")


@dataclass(frozen=True, slots=True)
class SchoolClaims:
    """What the federation says: kinds of affiliation in lower case, the domain of the school, its BRIN code."""

    affiliations: frozenset[str]
    organisation: str
    brin: str


def claims_of(extra_data: Mapping[str, object]) -> SchoolClaims:
    """Read what a federation sent, whichever names it uses; what is missing is empty."""
    found: dict[str, object] = {}
    for part in ("id_token", "userinfo"):
        values = extra_data.get(part)
        found |= values if isinstance(values, dict) else {}
    return SchoolClaims(
        affiliations=frozenset(word.strip().lower() for word in _words(found, AFFILIATION_CLAIMS)),
        organisation=next(iter(_words(found, ORGANISATION_CLAIMS)), "").strip().lower(),
        brin=next(iter(_words(found, BRIN_CLAIMS)), "").strip().upper(),
    )


def _words(found: Mapping[str, object], names: tuple[str, ...]) -> list[str]:
    values = next((found[name] for name in names if found.get(name)), [])
    rows = values if isinstance(values, list) else [values]
    return [str(value) for value in rows]


def admit_by_school_accounts(member: Member) -> bool:
    """Admit someone as what their school says they are; say whether that made, or keeps, them a member."""
    admitted = False
    for account in SocialAccount.objects.filter(user=member):
        claims = claims_of(account.extra_data)
        admitted |= admit_by_federation(
            member=member,
            affiliations=claims.affiliations,
            organisation=claims.organisation,
            brin=claims.brin,
            at=timezone.now(),
        )
    return admitted


class SchoolAccountAdapter(DefaultSocialAccountAdapter):
    """School accounts by our rules: known by `sub`, never joined to an account by a mere address."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict) -> Member:
        """Take over the name as the school has it; its owner may change it."""
        user = super().populate_user(request, sociallogin, data)
        user.given_name = (data.get("first_name") or "")[:60]
        prefix, last = split_family_name(data.get("last_name") or "")
        user.name_prefix, user.family_name = prefix[:20], last[:80]
        user.refresh_sort_name()
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict:
        """Fill in the name where only the address is missing."""
        user = sociallogin.user
        names = {part: getattr(user, part) for part in ("given_name", "name_prefix", "family_name")}
        return {**super().get_signup_form_initial_data(sociallogin), **names}

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Look again at what the school says of someone who was here before: they may have moved to another one."""
        if sociallogin.is_existing and sociallogin.user.is_active:
            admit_by_school_accounts(sociallogin.user)
