"""Who looks: search doesn't know members, so the network says it."""

from collections.abc import Callable

from django.http import HttpRequest

from portal.shared.audiences.rules import Viewer


def _anonymous_request(request: HttpRequest) -> Viewer:
    return Viewer.anonymous()


def _nobody_by_email(email: str) -> Viewer | None:
    return None


_sources: dict[str, Callable] = {"request": _anonymous_request, "email": _nobody_by_email}


def register_viewer_source(
    of_request: Callable[[HttpRequest], Viewer], of_email: Callable[[str], Viewer | None] = _nobody_by_email
) -> None:
    """Say who looks; called once, in ready() of the app that knows members.

    Parameters:
        of_request: Gives the viewer of a request.
        of_email: Gives the viewer with an e-mail address, or None; for `manage.py search --as`.
    """
    _sources.update(request=of_request, email=of_email)


def viewer_of_request(request: HttpRequest) -> Viewer:
    """Give who looks; anonymous as long as nobody has registered a source."""
    return _sources["request"](request)


def viewer_of_email(email: str) -> Viewer | None:
    """Give the viewer with this e-mail address, or None."""
    return _sources["email"](email)
