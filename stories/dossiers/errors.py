"""Why something with a map or dossier can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from stories.errors import StoriesError


class DossiersError(StoriesError):
    """The base of every refusal about maps and dossiers."""


class MapFull(DossiersError):
    """A map holds no more."""

    message = _("Your folder is full. Remove something you no longer need, then keep this.")


class TooManyDossiers(DossiersError):
    """More dossiers than anyone can keep up to date."""

    message = _("You have 20 dossiers. Remove one you no longer need, then make a new one.")


class TooManyLinks(DossiersError):
    """More links in an hour than someone hands out."""

    message = _("You made many links in the past hour. Use one of those, or try again in an hour.")
