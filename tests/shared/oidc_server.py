"""An OpenID Connect provider on this machine: says of whoever comes in what the test wants to hear."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt

CLIENT_ID, SECRET = "portaal", "geheim-van-de-proef-dat-lang-genoeg-is-voor-de-sleutel"


class Provider:
    """What the provider says (`claims`), and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url, self.claims, self.asked = url, {}, []

    def config(self) -> dict:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def id_token(self) -> str:
        now = int(time.time())
        fixed = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "sub": self.claims["sub"]}
        return jwt.encode(fixed, SECRET, algorithm="HS256")


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):
        provider = self.server.provider
        if self.path.endswith("/openid-configuration"):
            self._answer(provider.config())
        elif self.path == "/userinfo":
            self._answer(provider.claims)
        else:
            self._answer({"keys": []})

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.provider.asked.append(form)
        self._answer(
            {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": self.server.provider.id_token()}
        )

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
