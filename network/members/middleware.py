"""What a request goes through: a line in the log, the age of its session, language, second factor, equal times."""

import logging
import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from network.members.rules import OLDEST_SESSION
from network.members.sessions import BEGAN_AT
from portal.shared.log_lines import mark_of

logger = logging.getLogger("portal.accounts")
ACCOUNT_PREFIX = "/account/"
# Spare codes come with one of these and are none themselves.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Where editors decide about what others wrote, outside /beheer/: the desk of a text, and reported reactions.
DESKS = re.compile(r"/mijn/(?:gesprekken/|bijdragen/[^/]+/redactie/)")


class AccountLogMiddleware:
    """Write one line for each form about an account that was sent: signing in and out, codes, second steps, addresses.

    Who it was and from where stand as marks (`mark_of`): the same one is the same person or address, and only who knows
    the key of the site can tell which. What was typed is not written. Source: ASVS 16.3.1.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and request.path.startswith(ACCOUNT_PREFIX):
            user = getattr(request, "user", None)
            logger.info(
                "account form %s %s",
                request.resolver_match.view_name if request.resolver_match else "unknown",
                "accepted" if 300 <= response.status_code < 400 else f"refused ({response.status_code})",
                extra={
                    "member": mark_of(user.key) if user is not None and user.is_authenticated else "-",
                    "client": mark_of(request.META.get("REMOTE_ADDR", "")),
                },
            )
        return response


def _note_beginning(sender, request, user, **kwargs) -> None:
    request.session[BEGAN_AT] = int(timezone.now().timestamp())


user_logged_in.connect(_note_beginning, dispatch_uid="network.members.note_beginning")


class OldSessionMiddleware:
    """End a session a month after its sign-in; who comes with one signs in again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            # A session from before this was noted begins now.
            if BEGAN_AT not in request.session:
                request.session[BEGAN_AT] = now
            if now - request.session[BEGAN_AT] > OLDEST_SESSION.total_seconds():
                logout(request)
        return self.get_response(request)


# Forms of which the work behind them differs by what they must not tell: whether there is an account, or a block.
STEADY = re.compile(
    r"/account/(?:signup|login/code|password/reset)/|/netwerk/[^/]+/(?:bericht|verbinden)/|/mijn/berichten/[^/]+/"
)


class SteadyAnswersMiddleware:
    """Hold back the answers to some forms until a fixed time has passed (RELIABILITY G24; tools/bench/timing.py).

    It costs the sender less than a blink, and who measures reads nothing from it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or STEADY.fullmatch(request.path) is None:
            return self.get_response(request)
        ready_at = time.monotonic() + settings.PORTAL_STEADY_MILLISECONDS / 1000
        response = self.get_response(request)
        time.sleep(max(0.0, ready_at - time.monotonic()))
        return response


class InterfaceLanguageMiddleware:
    """Speak the language that someone chose. The browser's own preference is not read: content is Dutch.

    A member's choice goes with the member; for a visitor it stands in a cookie, which is part of the name under which
    pages are kept. Only a request with a session is asked whose it is, so that kept pages stay free of queries.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request):
        chosen = self._chosen(request)
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", language)
        translation.activate(settings.LANGUAGE_CODE)
        return response

    @staticmethod
    def _chosen(request) -> str:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            return request.user.interface_language
        return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")


class TwoFactorForEditorsMiddleware:
    """Send an editor without second factor from /beheer/ and the desks outside it to set one up (DECISIONS 17)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.PORTAL_REQUIRE_MFA and self._lacks_second_factor(request):
            messages.warning(
                request,
                _("Editors sign in with a second step. Set one up here, then go back to the editors' pages."),
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_second_factor(self, request) -> bool:
        if not request.path.startswith(settings.PORTAL_ADMIN_PREFIX) and DESKS.match(request.path) is None:
            return False
        user = request.user
        # Who may not enter at all gets Wagtail's own answer.
        return (
            user.is_authenticated and user.has_perm("wagtailadmin.access_admin") and not is_mfa_enabled(user, FACTORS)
        )
