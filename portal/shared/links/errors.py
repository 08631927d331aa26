"""Why a secret link doesn't work. Each says what its holder can do next."""

from django.utils.translation import gettext_lazy as _


class LinkError(Exception):
    """A secret link that can't be used; `message` is for its holder, `status` for the answer."""

    message = _("This link does not work. Ask the person who sent it for a new one.")
    status = 410

    def __str__(self) -> str:
        return str(self.message)


class LinkUnknown(LinkError):
    """No such link, or one made for something else: both get this answer."""

    message = _(
        "We do not know this link. Check that you copied the whole address, "
        "or ask the person who sent it for a new one."
    )
    status = 404


class LinkExpired(LinkError):
    message = _(
        "This link was valid for a limited time, and that time is over. Ask the person who sent it for a new one."
    )


class LinkRevoked(LinkError):
    message = _("This link was withdrawn. Ask the person who sent it whether there is a newer one.")


class LinkUsed(LinkError):
    message = _(
        "This link was used already, so your answer has arrived. If that was not you, tell the person who sent it."
    )
