"""Who is erased, as far as traces are looked for; read before anything goes."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from network.members.models import Member
from portal.shared.erasing.rules import spellings


@dataclass(frozen=True, slots=True)
class Person:
    """One member with the words that name them: the full name and every address.

    A family name alone is no word to look for: others have it, or it means something else ("Bakker").
    """

    pk: int
    key: str
    names: tuple[str, ...]

    @property
    def searched(self) -> tuple[str, ...]:
        """The names in each spelling a column may hold, and the key."""
        return tuple(dict.fromkeys(form for name in self.names for form in spellings(name)))


def person_of(member: Member) -> Person:
    """Give the person that a member still is. An address that someone else has proven to own is not theirs."""
    own = EmailAddress.objects.filter(user=member)
    proven = EmailAddress.objects.filter(verified=True).exclude(user=member).values("email")
    others = Member.objects.exclude(pk=member.pk).values("email")
    addresses = own.exclude(email__in=proven).exclude(email__in=others).values_list("email", flat=True)
    full = member.name if " " in member.name else ""
    names = (full, member.email, *addresses)
    return Person(pk=member.pk, key=member.key, names=tuple(dict.fromkeys(name for name in names if name)))
