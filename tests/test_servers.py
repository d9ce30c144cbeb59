"""``lab`` and ``dashboard`` as they are started: strangers are refused, and a killed one leaves
nothing behind. The browser tests end theirs with the other signals."""

import contextlib
import http.client
import json
import re
import subprocess
import sys

import psutil
import pytest
from browser.conftest import all_ends, free_port, left, surroundings, wait_for

TOKEN = "0123456789abcdef"
SERVERS = {
    # what is started, a page of it, what a stranger gets there
    "lab": (["lab", "notebooks"], "/lab", 403),
    "dashboard": (["dashboard", "seeds"], "/", 404),
}


@pytest.fixture(scope="module", params=SERVERS)
def server(request, root, tmp_path_factory):
    """``(its process, port, page, refusal)``."""
    home, port = tmp_path_factory.mktemp(request.param), free_port()
    command, page, refusal = SERVERS[request.param]
    command = [sys.executable, "-m", "workbench", *command, f"--port={port}", "--no-browser"]
    with open(home / "log", "w+") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=root,
            env=surroundings(home, TOKEN),
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/", process, home / "log", only_up=True)
            yield process, port, page, refusal
            assert len([*(home / "TMPDIR").glob("workbench-server-*")]) == 1
            all_ends({process: 9})
            with pytest.raises(OSError):
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            assert left(home) == []
        finally:
            process.kill()


def answer(port: int, path: str, method: str = "GET", **headers):
    """Status and body."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(line):
        line.request(method, f"{path}?token={TOKEN}", headers=headers)
        got = line.getresponse()
        return got.status, b"" if got.status == 101 else got.read()


@pytest.mark.slow
def test_only_our_own_pages_get_an_answer_and_a_socket(server):
    process, port, page, refusal = server
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example"):
        assert answer(port, page, Host=host)[0] == refusal, host
    # A page, so that a kernel is there that its socket can be asked of.
    status, body = answer(port, page, Host=f"localhost:{port}")
    assert status == 200
    if page == "/lab":
        status, body = answer(port, "/api/kernels", "POST")
        assert status == 201
        kernel = json.loads(body)["id"]
    else:
        kernel = re.search(rb'"kernelId": ?"([0-9a-f-]{36})"', body)[1].decode()
    socket = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
    }  # fmt: skip
    channels = f"/api/kernels/{kernel}/channels"
    own = f"http://127.0.0.1:{port}"
    told = {o: answer(port, channels, **socket, Origin=o)[0] for o in ("http://evil.example", own)}
    assert told == {"http://evil.example": 403, own: 101}
    assert len(psutil.Process(process.pid).children()) == 2  # the kernel, and who clears up
