# SPDX-License-Identifier: Apache-2.0
"""Django configured for one workspace, and a small server for one machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

from rumbo.publish.addresses import POLICY
from rumbo.web.pages import Pages
from rumbo.workspace import Workspace

Answer = Callable[[HttpRequest], HttpResponse]


def policy_middleware(get_response: Answer) -> Answer:
    """Send the content security policy with every reply."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY + "; frame-ancestors 'none'"
        response["Cache-Control"] = "no-cache"
        return response

    return answer


def configure(workspace: Workspace) -> None:
    """Set Django up to serve `workspace`; once in a process."""
    settings.configure(
        ALLOWED_HOSTS=["localhost", "127.0.0.1", "[::1]"],
        DEBUG=False,
        INSTALLED_APPS=[],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.common.CommonMiddleware",  # refuses host names that are not this machine's
            "django.middleware.http.ConditionalGetMiddleware",
            "rumbo.web.server.policy_middleware",
        ],
        ROOT_URLCONF="rumbo.web.urls",
        RUMBO_PAGES=Pages(workspace),
        SECRET_KEY=secrets.token_urlsafe(48),  # nothing is kept between runs: no session, no form
        SECURE_REFERRER_POLICY="same-origin",
        TIME_ZONE="UTC",
        USE_I18N=False,
        USE_TZ=True,
    )
    django.setup()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        """Say nothing on the terminal about each request."""


def serve(workspace: Workspace, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve `workspace` on the loopback address until interrupted; `ready` is told the address."""
    configure(workspace)
    with make_server("127.0.0.1", port, get_wsgi_application(), _Server, _Quiet) as server:
        ready(f"http://127.0.0.1:{server.server_port}/")
        server.serve_forever()
