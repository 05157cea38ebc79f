"""Everything killed in turn while people sign: no signature is lost, none is there twice."""

import http.client
import http.cookiejar
import json
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.bootstrap.installation import Installation

pytestmark = pytest.mark.slow

SIGN_OFFS, SIGNERS, KILLS = 48, 6, 10
PASSWORD = "correct horse battery staple"

PREPARE = f"""
from governance.actions import people, signoffs
from governance.models import Unit
from governance.rules import Role
from inventory.actions import use_cases
from records.actors import Actor
system = Actor.system("tests")
top = Unit.objects.order_by("created_at").first()
ada, ben = [people.add_person(name=name, email=f"{{name}}@example.org", unit=top, actor=system,
            password={PASSWORD!r}) for name in ("ada", "ben")]
people.appoint(ada, role=Role.USE_CASE_OWNER, unit=top, actor=system)
people.appoint(ben, role=Role.COMPLIANCE_OFFICER, unit=top, actor=system)
for number in range({SIGN_OFFS}):
    case = use_cases.create(actor=Actor.of(ada), values={{"name": f"Case {{number}}", "unit": top}})
    asked = signoffs.request(case, actor=Actor.of(ada))
    print("ASKED", asked.ref, " ".join(item["digest"] for item in asked.items))
"""
COUNT = """
from governance.models import Signature, SignOff
from records.models import Entry
ours = SignOff.objects.filter(owner__email="ada@example.org")
print("COUNT", Signature.objects.filter(sign_off__in=ours).count(),
      ours.filter(state="complete").count(),
      Entry.objects.filter(verb="governance.signoff.sign", object_id__in=ours.values("pk")).count())
"""


class Browser:
    """A signed-in person without a window: cookies, forms, and patience with a server that dies."""

    def __init__(self, base):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        with self.opener.open(self.base + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path, values):
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode(values | {"csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + path})
        with self.opener.open(request, timeout=30) as answer:
            return answer.geturl()

    def sign_in(self):
        self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": "ben@example.org", "password": PASSWORD})

    def sign(self, ref, shown):
        """Press the button until the server says that it is done."""
        form = {"meaning": "approved", "comment": "", "secret": PASSWORD, "shown": shown}
        for _attempt in range(200):
            try:
                self.post(f"/sign-offs/{ref}/sign/", form | {"_key": f"sign {ref}"})
            except (OSError, http.client.HTTPException):
                time.sleep(0.3)
            else:
                return
        raise AssertionError(f"{ref} could not be signed")


def victims(state):
    """Return a process of each sort: database, web workers, sequencer, queue worker."""
    listing = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True)
    database = int(Path(state, "postgres", "postmaster.pid").read_text().split()[0])
    mine = {
        int(number)
        for number in re.findall(r"^\s*(\d+) ", listing.stdout, re.MULTILINE)
        if is_of(int(number), state)
    }
    told = re.findall(r"^\s*(\d+) .*(gunicorn|manage.py sequence|celery).*$", listing.stdout, re.M)
    return [database, *(int(number) for number, _name in told if int(number) in mine)]


def is_of(pid, state):
    try:
        return f"COUNTERSIGN_STATE={state}".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False


def kill_in_turn(state, over):
    """Kill a process of the installation now and then, until told to stop."""
    for _number in range(KILLS):
        time.sleep(random.uniform(0.8, 2))
        if over.is_set():
            return
        try:
            os.kill(random.choice(victims(state)), signal.SIGKILL)
        except (OSError, ValueError):
            continue


def test_kills_while_signing_lose_and_double_nothing(tmp_path):
    made = Installation(tmp_path / "state", demo=False)
    made.start()
    try:
        prepared = made.run("shell", "-c", PREPARE)
        asked = re.findall(r"^ASKED (\S+) (.+)$", prepared, re.MULTILINE)
        browsers = [Browser(f"http://localhost:{made.port}") for _number in range(SIGNERS)]
        for browser in browsers:
            browser.sign_in()
        over = threading.Event()

        def work(browser, mine):
            for ref, shown in mine:
                browser.sign(ref, shown)

        threads = [
            threading.Thread(target=work, args=(browser, asked[number::SIGNERS]))
            for number, browser in enumerate(browsers)
        ]
        killer = threading.Thread(target=kill_in_turn, args=(made.state, over))
        for thread in [killer, *threads]:
            thread.start()
        for thread in threads:
            thread.join()
        over.set()
        killer.join()
        counted = made.run("shell", "-c", COUNT)
        made.wait_until_placed()
        report = json.loads(made.run("verify_ledger", "--json"))
    finally:
        made.stop()

    assert len(asked) == SIGN_OFFS
    assert f"COUNT {SIGN_OFFS} {SIGN_OFFS} {SIGN_OFFS}" in counted
    assert report["findings"] == []
    assert report["pending"] == 0
