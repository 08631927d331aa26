"""What a request goes through: language, second factor of editors, answers that take equally long."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

# Spare codes come with one of these and are none themselves.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Where editors decide about what others wrote, outside /beheer/: the desk of a text, and reported reactions.
DESKS = re.compile(r"/mijn/(?:gesprekken/|bijdragen/[^/]+/redactie/)")


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
