"""Chainable reads of people."""

from django.contrib.auth.models import BaseUserManager
from django.db import models

from network.members.states import Standing


class MemberQuerySet(models.QuerySet):
    """People by what a reader asks of them."""

    def active(self):
        """Keep the people who can sign in."""
        return self.filter(is_active=True)

    def members(self):
        """Keep active people who count as member of the community (DECISIONS 14)."""
        return self.active().filter(standing=Standing.MEMBER)


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    """Makes people; the e-mail address, in lower case, is the login."""

    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields):
        """Make a person with a login.

        Parameters:
            email: Any case; stored in lower case.
            password: Plain text, or None for someone who signs in by code.
            fields: Further columns of Member.

        Returns:
            The saved Member.

        Raises:
            ValueError: No e-mail address was given.
        """
        if not email:
            raise ValueError("A member needs an e-mail address, got an empty one.")
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.refresh_sort_name()
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """Make an operator who may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})
