# SPDX-License-Identifier: Apache-2.0
"""A real Chromium, the made-up edition on a loopback server and as plain files, and an eye on the console."""

from __future__ import annotations

import importlib.util
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from rumbo.publish.edition import write_edition

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
MISSING = "no Chromium found: install the Debian package chromium (apt-get install chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium; without it the test is skipped aloud, and under CI it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up edition of tests/publish, written."""
    path = Path(__file__).parents[1] / "publish" / "example.py"
    spec = importlib.util.spec_from_file_location("publish_example", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("browser") / "edition"
    write_edition(module.example_inputs(), folder)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name the base class uses
        """Say nothing: the tests look at what the browser saw."""


@pytest.fixture(scope="session")
def served(edition: Path) -> Iterator[str]:
    """Address of the edition on a loopback server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(edition)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["served", "files"])
def base(request: pytest.FixtureRequest, edition: Path) -> str:
    """Address of the edition, once from a server and once as plain files."""
    if request.param == "files":
        return edition.as_uri() + "/"
    address: str = request.getfixturevalue("served")
    return address


@dataclass
class Watched:
    """A page, with everything it complained about and everything it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def note_failure(self, request: Request) -> None:
        """A request that failed, unless it was only cut short by the visitor going on."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")


@dataclass
class Visitor:
    """Opens pages as some visitor would: at a width, in a scheme, with or without scripts."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, address: str, *, width: int = 1440, scripts: bool = True, **more: Any) -> Watched:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, **more
        )
        self.contexts.append(context)
        page = context.new_page()
        watched = Watched(page)
        page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
        page.on("requestfailed", watched.note_failure)
        page.on("request", lambda request: watched.requests.append(request.url))
        page.goto(address)
        return watched


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    one = Visitor(browser)
    yield one
    for context in one.contexts:
        context.close()
