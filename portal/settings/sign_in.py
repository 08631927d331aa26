"""Signing in with a school account (SURFconext, Entree, another OpenID Connect provider), when an operator sets it."""

from portal.settings import reader

PROVIDER_ID = "school"
CONFIGURATION = "/.well-known/openid-configuration"


def federation_providers() -> dict:
    """Give allauth's setting: one provider with what the environment says, or none.

    The person is known by `sub`: addresses change hands, and may be missing.

    Raises:
        ImproperlyConfigured: There is an address but no client id or secret.
    """
    server = reader.optional("PORTAL_OIDC_URL", "")
    if not server:
        return {}
    app = {
        "provider_id": PROVIDER_ID,
        "name": reader.optional("PORTAL_OIDC_NAME", "SURFconext"),
        "client_id": reader.required("PORTAL_OIDC_CLIENT_ID", "the id that the federation gave this site"),
        "secret": reader.required("PORTAL_OIDC_SECRET", "the secret that goes with the id"),
        "settings": {
            "server_url": server,
            "uid_field": "sub",
            # Who signs for people is what the operator wrote, not what the server says of itself (OpenID Connect
            # Discovery 1.0 §4.3): words signed by anyone else are refused.
            "openid_configuration_overrides": {"issuer": server.removesuffix(CONFIGURATION)},
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
