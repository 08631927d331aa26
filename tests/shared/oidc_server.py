"""An OpenID Connect provider on this machine: says of whoever comes in what the test wants to hear."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT_ID, SECRET = "portaal", "geheim-van-de-proef-dat-lang-genoeg-is-voor-de-sleutel"


class Provider:
    """What the provider says (`claims`), and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url, self.claims, self.asked = url, {}, []
        # What a test changes of the signed words, and whose key signs them.
        self.fixed: dict = {}
        self.signing_key = self.key = ec.generate_private_key(ec.SECP256R1())
        self.id_token = self.signed_id_token

    def config(self) -> dict:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict:
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "proef", "alg": "ES256", "use": "sig"}]}

    def words(self) -> dict:
        now = int(time.time())
        fixed = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "sub": self.claims["sub"]}
        return fixed | self.fixed

    def signed_id_token(self) -> str | None:
        return jwt.encode(self.words(), self.signing_key, algorithm="ES256", headers={"kid": "proef"})


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):
        provider = self.server.provider
        if self.path.endswith("/openid-configuration"):
            self._answer(provider.config())
        elif self.path == "/userinfo":
            self._answer(provider.claims)
        else:
            self._answer(provider.keys())

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.provider.asked.append(form)
        given = {"access_token": "x", "token_type": "Bearer", "expires_in": 60}
        words = self.server.provider.id_token()
        self._answer(given | ({"id_token": words} if words else {}))

    def _answer(self, values: dict) -> None:
        body = json.dumps(values).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):  # noqa: A002 - the name of the parent's parameter
        """Stay silent."""


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    """Run the provider until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
