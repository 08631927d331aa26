"""The way to the school's own sign-in page, and back."""

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

# With a key of the provider, never with one that both sides know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class SignedAdapter(views.OpenIDConnectOAuth2Adapter):
    """Believes what the school says of someone by its signature; allauth does without when it fetched it itself."""

    def complete_login(self, request, app, token, **kwargs):
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("No id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("Invalid id_token") from error
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("Invalid algorithm of the id_token")
        try:
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except KeyError as error:
            # A key without a name, or a provider that does not say where its keys are.
            raise OAuth2Error("Incomplete keys of the provider") from error


def school_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let someone in who comes back from the school, as allauth does, with a signature asked for."""
    try:
        return OAuth2CallbackView.adapter_view(SignedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def school_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask first, and then lead on by a page of our own.

    Browsers hold a form to the content policy through all its redirects, and a federation redirects to addresses nobody
    can list; a page that leads on is no form.
    """
    response = views.login(request, provider_id)
    if request.method == "POST" and response.status_code == 302:
        page = render(request, "socialaccount/onward.html", {"onward_url": response.headers["Location"]})
        page.headers["Cache-Control"] = "private, no-store"
        return page
    return response
