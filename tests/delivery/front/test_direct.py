"""What memory can answer is answered on the server's own thread, by this very Granian."""

import subprocess
import sys

import pytest
from granian import _futures

from standfirst.delivery.front.direct import SCHEDULING, answer_directly
from tests.cli.processes import free_port, until
from tests.delivery.front.fronts import RunningFront

pytestmark = pytest.mark.any_engine
SERVER = """
import sys, threading
from granian.constants import HTTPModes, Interfaces
from granian.server import Server
from standfirst.delivery.front.direct import answer_directly

def told(protocol, way):
    protocol.response_str(200, [], f"{way} {threading.get_ident()}")

def answer(scope, protocol):
    if scope.path == "/fails":
        raise ValueError("planted")
    if scope.path != "/direct":
        return False
    told(protocol, "direct")
    return True

class App:
    async def __rsgi__(self, scope, protocol):
        told(protocol, "loop")

def load():
    assert answer_directly(answer)
    return App()

Server("x", port=int(sys.argv[1]), interface=Interfaces.RSGI, http=HTTPModes.http1,
       websockets=False).serve(target_loader=load, wrap_loader=False)
"""


def test_it_is_another_thread_and_the_rest_goes_the_usual_way(tmp_path):
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as handle:
        command = [sys.executable, "-c", SERVER, str(port)]
        process = subprocess.Popen(command, stdout=handle, stderr=subprocess.STDOUT)
    server = RunningFront(port, tmp_path, log, process)
    try:
        until(lambda: answers(server) or process.poll() is not None, what="a server")
        ways = {path: server.ask(path).body.split() for path in ("/direct", "/loop", "/fails")}
    finally:
        process.terminate()
        process.wait(20)
    assert ways["/direct"][0] == b"direct"
    assert ways["/loop"] == ways["/fails"]
    assert ways["/loop"][0] == b"loop"
    assert ways["/direct"][1] != ways["/loop"][1]
    assert "planted" in log.read_text()


def answers(server):
    try:
        return server.ask("/").status == 200
    except OSError:
        return False


def test_another_granian_serves_the_usual_way(monkeypatch, caplog):
    monkeypatch.delattr(_futures, SCHEDULING)
    assert not answer_directly(lambda scope, protocol: True)
    assert "another way" in caplog.text
    assert not hasattr(_futures, SCHEDULING)
