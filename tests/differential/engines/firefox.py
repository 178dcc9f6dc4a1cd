"""Firefox, driven by Marionette: Debian has no geckodriver, and none is needed."""

from __future__ import annotations

import contextlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import typing as t

from tests.browser.harness.requirements import lacking
from tests.differential.web import HOSTS

from . import Line
from .marionette import Marionette
from .socks import running_proxy

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from tests.browser.harness.loop import Loop
    from tests.differential.web import ScriptedWeb

NAMES = ("firefox-esr", "firefox")
REMEDY = "Install Firefox: on Debian, `apt-get install firefox-esr` as root."
FLAGS = ("--headless", "--marionette", "--remote-allow-system-access", "--no-remote")
START = 60
PREFERENCES: dict[str, t.Any] = {
    "marionette.port": 0,  # a free one, written to MarionetteActivePort in the profile
    "network.proxy.type": 1,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_version": 5,
    "network.proxy.socks_remote_dns": True,
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": True,
    # The cookies of other sites are sent, unpartitioned, as in the cases' model.
    "network.cookie.cookieBehavior": 0,
    "dom.security.https_first": False,
    "dom.security.https_first_schemeless": False,
    "security.OCSP.enabled": 0,
    # Firefox is not to speak with anybody else.
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
TRUST = """
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
database.addCertFromBase64(arguments[0], "CTu,,");
"""
LISTEN = """
globalThis.said = [];
globalThis.listener = {
  QueryInterface: ChromeUtils.generateQI(["nsIConsoleListener"]),
  observe(message) {
    if (message instanceof Ci.nsIScriptError) said.push([message.errorMessage, message.sourceName]);
  },
};
Services.console.registerListener(listener);
"""
FORGET = "Services.obs.notifyObservers(null, 'network:clear-cors-preflight');"
COLLECT = "return said.splice(0);"


class Firefox:
    """A running Firefox."""

    name = "Firefox"
    has_console = True

    def __init__(self, marionette: Marionette, authority: str) -> None:
        """Trust the authority, and listen to the console."""
        self.marionette = marionette
        self.version = marionette.capabilities["browserVersion"]
        marionette.send("Marionette:SetContext", {"value": "chrome"})
        marionette.run(TRUST, authority)
        marionette.run(LISTEN)

    def open(self, url: str) -> None:
        """Show a page."""
        self.marionette.send("Marionette:SetContext", {"value": "content"})
        self.marionette.send("WebDriver:Navigate", {"url": url})
        self.marionette.send("Marionette:SetContext", {"value": "chrome"})

    def console(self) -> list[Line]:
        """What the console has said since the last time."""
        return [Line(text, url) for text, url in self.marionette.run(COLLECT)]

    def forget(self) -> None:
        """Forget all preflights, but no cookies."""
        self.marionette.run(FORGET)


@contextlib.contextmanager
def running_firefox(loop: Loop, web: ScriptedWeb) -> cabc.Iterator[Firefox]:
    """Run a Firefox that finds the given web, and no other."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        lacking("no Firefox was found", remedy=REMEDY)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_proxy(loop, HOSTS, web.local_ports) as proxy_port,
    ):
        profile = pathlib.Path(folder)
        write_preferences(profile, {**PREFERENCES, "network.proxy.socks_port": proxy_port})
        with started([found, *FLAGS, "--profile", folder]) as process:
            marionette = Marionette(active_port(profile, process))
            try:
                yield Firefox(marionette, web.certificate.authority)
            finally:
                marionette.close()


def write_preferences(profile: pathlib.Path, preferences: dict[str, t.Any]) -> None:
    """Make the profile start with these."""
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")


@contextlib.contextmanager
def started(command: list[str]) -> cabc.Iterator[subprocess.Popen[bytes]]:
    """Start a process, and see to it that it ends."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


def active_port(profile: pathlib.Path, process: subprocess.Popen[bytes]) -> int:
    """Wait until Firefox listens, and say where."""
    file = profile / "MarionetteActivePort"
    for _ in range(START * 10):
        if process.poll() is not None:
            raise RuntimeError(f"Firefox ended by itself, with status {process.returncode}")
        if file.exists() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start within {START} s")
