"""People and programs that work on, whatever dies behind their pages, until all is done."""

import http.client
import http.cookiejar
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime

PASSWORD = "correct horse battery staple"
# Longer than somebody waits who has been locked out.
PATIENCE = 420


def until_answered(ask):
    """Ask until the server says that it is done."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() > last:
                raise AssertionError("nobody answered for too long") from error
            time.sleep(0.3)


class Browser:
    """A signed-in person without a window: cookies, forms, and patience with a server that dies."""

    def __init__(self, base, name):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})

    def get(self, path):
        with self.opener.open(self.base + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path, values):
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode(values | {"csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + path})
        with self.opener.open(request, timeout=30) as answer:
            return answer.geturl()

    def sign(self, ref, shown):
        form = {"meaning": "approved", "comment": "", "secret": PASSWORD, "shown": shown}
        form |= {"_key": f"sign {ref}"}
        until_answered(lambda: self.post(f"/sign-offs/{ref}/sign/", form))

    def ask_for_pack(self, ref):
        """Ask for a pack as of now; the address of its job names what was asked for."""
        form = {"moment": datetime.now(UTC).isoformat()}
        return until_answered(lambda: self.post(f"/use-cases/{ref}/pack/", form))

    def confirm_import(self, ref, seen):
        form = {"seen": seen, "_key": f"import {ref}"}
        until_answered(lambda: self.post(f"/imports/{ref}/preview/", form))


class Program:
    """A program with a token that adds use cases, each under a key of its own."""

    def __init__(self, base, secret, unit, name):
        self.url, self.secret, self.unit, self.name = (
            base + "/api/v1/use-cases/",
            secret,
            unit,
            name,
        )
        self.added = {}

    def add(self):
        """Add one more, and keep the reference that was acknowledged."""
        name = f"Written by {self.name}, {len(self.added)}"
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": name,
        }
        body = json.dumps({"name": name, "unit": self.unit}).encode()

        def ask():
            request = urllib.request.Request(self.url, body, headers)
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)

        said = until_answered(ask)
        self.added[name] = said["ref"] if "ref" in said else said["touched"][0]["ref"]


class Outages:
    """Ask again and again whether the pages can be used; note how long they could not."""

    def __init__(self, base, over):
        self.base, self.over = base, over
        self.seconds = []

    def watch(self):
        since = None
        while not self.over.wait(0.2):
            if self.is_ready():
                if since is not None:
                    self.seconds.append(round(time.monotonic() - since, 1))
                since = None
            else:
                since = since or time.monotonic()

    def is_ready(self):
        try:
            with urllib.request.urlopen(self.base + "/readyz", timeout=10) as answer:
                return answer.status == 200
        except (OSError, http.client.HTTPException):
            return False


class Crew:
    """Threads whose first trouble is raised where they are waited for."""

    def __init__(self):
        self.threads, self.troubles = [], []

    def send(self, work, *about):
        def guarded():
            try:
                work(*about)
            except Exception as trouble:
                self.troubles.append(trouble)

        self.threads.append(threading.Thread(target=guarded, daemon=True))
        self.threads[-1].start()

    def wait(self):
        for thread in self.threads:
            thread.join()
        if self.troubles:
            raise self.troubles[0]
