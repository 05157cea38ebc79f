"""The verifier as a program: bare interpreters, exit codes, JSON, and no traceback ever."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from records.ledger import note, verify
from tests.records.ledger import packs

PROGRAM = verify.__file__


def run(*arguments, python=sys.executable):
    """Run without site packages, environment and current folder."""
    command = [python, "-I", "-S", PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def pack_file(pack, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(pack)
    return path


def working(name):
    """Find an interpreter that starts: a pyenv shim may stand there without its version."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = versions.glob(f"{name.removeprefix('python')}.*/bin/python3")
    for python in (shutil.which(name), *map(str, places)):
        command = [python or "false", "-I", "-c", "print(1)"]
        if not subprocess.run(command, capture_output=True, check=False).returncode:
            return python
    pytest.skip(f"{name} is not installed here")


@pytest.mark.optional
@pytest.mark.parametrize("name", [f"python3.{minor}" for minor in range(9, 15)])
def test_runs_on_a_bare_interpreter(pack_file, keys, name):
    given = [part for one in keys.fingerprints for part in ("--key", one)]

    done = run(pack_file, *given, python=working(name))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("verdict    PROVED.")


def test_travelling_copy_gives_the_same_answer(pack_file, keys, tmp_path):
    copy = tmp_path / "verify.py"
    copy.write_bytes(packs.usual_files(keys)["verify.py"])
    command = [sys.executable, "-I", "-S", str(copy), str(pack_file)]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.stdout == run(pack_file).stdout


def test_every_line_has_a_status(pack_file):
    done = run(pack_file)

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("verdict    CONSISTENT, SIGNER NOT ESTABLISHED.")
    assert lines[1].startswith("content    UC-0042 as of ")
    limits = lines.index("What no such check can show:")
    assert {line[:10].strip() for line in lines[3 : limits - 1]} == {"not shown", "proved"}
    assert {line[:2] for line in lines[limits + 1 :]} == {"- "}


def test_failure_exits_with_1(pack_file, pack):
    pack_file.write_bytes(pack + b" ")

    done = run(pack_file)

    assert done.returncode == 1
    assert "failed     1 byte appended after the seal" in done.stdout
    assert done.stdout.startswith("verdict    FAILED.")
    assert done.stdout.splitlines()[1].startswith("content    Not told:")


@pytest.mark.parametrize(
    "content", [b"", b"x", b"%PDF-1.7\nstartxref\n0\n", None], ids=["empty", "x", "stub", "absent"]
)
def test_unreadable_file_exits_with_2(tmp_path, content):
    path = tmp_path / "pack.pdf"
    if content is not None:
        path.write_bytes(content)

    done = run(path)

    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("verdict    UNREADABLE. ")


def test_wrong_use_exits_with_2(pack_file):
    assert run().returncode == 2
    assert run(pack_file, "--key", "no such key").returncode == 2
    assert run(pack_file, "--checkpoint", "no such file").returncode == 2


def test_json_holds_outcome_keys_and_lines(pack_file, keys):
    done = run(pack_file, "--json", "--key", keys.fingerprints[0])

    told = json.loads(done.stdout)
    assert (told["outcome"], told["exit"]) == ("consistent", 0)
    assert told["keys"]["ledger"] == keys.fingerprints[0]
    proved = {line["code"] for line in told["checks"] if line["status"] == "proved"}
    assert "key.ledger" in proved
    assert "key.seal" not in proved
    assert json.loads(run(__file__, "--json").stdout)["outcome"] == "unreadable"


@pytest.mark.parametrize("width", [30, 40, 64])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_kept_checkpoint_off_a_printed_page_is_read(pack_file, keys, tmp_path, width, end):
    """Its signature is longer than the line, and was wrapped where it was copied."""
    text, signature = packs.proof(keys, packs.history())["checkpoint"].split("\n\n")
    parts = [signature[start : start + width] for start in range(0, len(signature), width)]
    kept = tmp_path / "checkpoint"
    kept.write_bytes(end.join([*text.split("\n"), "", *parts]).encode())

    done = run(pack_file, "--checkpoint", kept)

    assert done.returncode == 0
    assert "is a beginning of the pack's" in done.stdout


@pytest.mark.parametrize(
    "content", [b"", b"nothing", b"\xff\xfe", b"one\n2\nthree\n\n- x y\n", b"a" * 20_000]
)
def test_kept_checkpoint_that_cannot_be_read_says_nothing_of_the_pack(pack_file, tmp_path, content):
    kept = tmp_path / "checkpoint"
    kept.write_bytes(content)

    done = run(pack_file, "--checkpoint", kept)

    assert done.returncode == 2
    assert done.stdout.startswith("verdict    UNREADABLE. ")
    assert str(kept) in done.stdout
    assert "FAILED" not in done.stdout


def test_kept_checkpoint_is_read_from_a_file(pack_file, keys, tmp_path):
    kept = tmp_path / "checkpoint"
    kept.write_text(packs.proof(keys, packs.history())["checkpoint"])

    assert "is a beginning of the pack's" in run(pack_file, "--checkpoint", kept).stdout

    kept.write_text(note.sign(note.TreeHead(packs.ORIGIN, 11, bytes(32)), keys.ledger))
    assert run(pack_file, "--checkpoint", kept).returncode == 1


@pytest.fixture
def outcome(told_of, keys):
    """Return a function that checks some bytes against the installation's keys."""
    given = [f"--key={one}" for one in keys.fingerprints]
    return lambda data: told_of(data, *given)


def flipped(pack, seed, count):
    """Give packs in which one byte differs."""
    dice = random.Random(seed)
    for _ in range(count):
        at, bit = dice.randrange(len(pack)), 1 << dice.randrange(8)
        yield at, pack[:at] + bytes([pack[at] ^ bit]) + pack[at + 1 :]


def test_changed_byte_anywhere_is_found(pack, outcome):
    for at, data in flipped(pack, 1, 60):
        code, said = outcome(data)
        assert code in (1, 2), at
        assert "verdict    " in said


@pytest.mark.slow
def test_every_byte_of_the_signature_is_bound(pack, outcome):
    digits = re.search(rb"/Contents <(3082[0-9A-F]+?)0{100}", pack)
    for at in range(digits.start(), digits.end(1) + 20):
        data = pack[:at] + bytes([pack[at] ^ 1]) + pack[at + 1 :]
        code, _ = outcome(data)
        assert code in (1, 2), at


@pytest.mark.slow
def test_thousands_of_changed_bytes_are_found(pack, outcome):
    for at, data in flipped(pack, 2, 5000):
        code, said = outcome(data)
        assert code in (1, 2), at
        assert "Error)" not in said, at  # an exception that nobody foresaw


@pytest.mark.slow
def test_cut_doubled_and_shuffled_packs_are_found(pack, outcome):
    dice = random.Random(3)
    for _ in range(1000):
        one, two = sorted(dice.sample(range(len(pack)), 2))
        for data in (pack[:one], pack[:one] + pack[two:], pack[:two] + pack[one:], pack[one:]):
            code, said = outcome(data)
            assert code in (1, 2), (one, two)
            assert "Error)" not in said, (one, two)


def test_program_needs_nothing_but_the_standard_library():
    source = Path(PROGRAM).read_text()
    names = re.findall(r"^(?:import|from) ([a-z0-9_]+)", source, re.MULTILINE)

    assert set(names) <= sys.stdlib_module_names
