"""Error pages that need no database and no session: 400, 403, 404, 500, and a failed form token."""

from django.shortcuts import render


def _answer(request, status: int):
    return render(request, f"{status}.html", status=status)


def bad_request(request, exception=None):
    """Answer 400 in whole sentences; without the request, whose very host may be what can't be read."""
    return render(None, "400.html", status=400)


def permission_denied(request, exception=None):
    """Answer 403 in whole sentences."""
    return _answer(request, 403)


def page_not_found(request, exception=None):
    """Answer 404 with ways on."""
    return _answer(request, 404)


def server_error(request):
    """Answer 500 without touching the database."""
    return render(None, "500.html", status=500)


def csrf_failure(request, reason=""):
    """Say that the form's token was too old, and how to keep what was typed."""
    return render(request, "403_csrf.html", status=403)
