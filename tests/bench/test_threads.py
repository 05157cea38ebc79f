"""Writers of several processes begin together, or it is said why not."""

from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

import pytest

from ops.bench.works import threads


def test_who_is_ready_first_waits_for_the_others(tmp_path):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(threads.meet, tmp_path, share=0, shares=2)
        assert not wait([first], timeout=0.1).done

        threads.meet(tmp_path, share=1, shares=2)

        assert first.result(timeout=10) is None


def test_nobody_waits_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(threads, "PATIENCE", 0.05)

    with pytest.raises(TimeoutError, match="another process did not get ready"):
        threads.meet(tmp_path, share=0, shares=2)


@pytest.mark.django_db(transaction=True)
def test_a_failure_before_the_start_ends_all_writers(tmp_path, monkeypatch):
    monkeypatch.setattr(threads, "PATIENCE", 0.05)
    ready = partial(threads.meet, tmp_path, share=0, shares=2)

    with pytest.raises(TimeoutError):
        threads.write([list, list], ready=ready, seconds=1)
