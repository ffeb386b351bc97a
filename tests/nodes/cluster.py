"""A paper on several machines, played by folders: each node has its own, and all one database."""

import getpass
import http.client
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.processes import descendants, free_port, is_alive, running, until
from tests.cli.sites import ask
from tests.delivery.live.listening import Listening

EXAMPLE = Path(__file__).parents[2] / "docs" / "nginx.nodes.conf.example"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AROUND = """
daemon off; user {user}; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  {example}
}}
"""


@dataclass
class Node:
    """A machine: a site folder with settings and a page folder of its own, and media that all share."""

    folder: Path
    port: int
    cluster: "Cluster"
    supervisor: subprocess.Popen | None = None
    _ended: ExitStack = field(default_factory=ExitStack)

    @property
    def log(self):
        return self.folder.with_suffix(".log")

    def start(self, role):
        """Start it as a machine is started; ``log`` is begun anew."""
        self.supervisor = self._ended.enter_context(
            running("run", "--role", role, site=self.folder, log=self.log, **self.environment())
        )

    def environment(self):
        return {
            "STANDFIRST_PORT": str(self.port),
            "STANDFIRST_URL": f"http://{self.cluster.host}",
            "STANDFIRST_TRUSTED_PROXIES": "127.0.0.1/32",
            "STANDFIRST_APP_WORKERS": "1",
        }

    def kill(self):
        """End it as a power cut does: no goodbye, from nobody."""
        everybody = descendants(self.supervisor.pid)
        self.supervisor.kill()
        self.supervisor.wait()
        until(lambda: not any(map(is_alive, everybody)), seconds=5, what="the end of all children")

    def is_ready(self):
        assert self.supervisor.poll() is None, self.log.read_text()
        return status_of(self, "/readyz") == 200

    def ask(self, path, **more):
        return ask(
            self.port, path, headers={"Host": self.cluster.host, **more.pop("headers", {})}, **more
        )

    def page(self, path):
        """Give the words of a page that is there."""
        status, _, body = self.ask(path)
        assert status == 200
        return body.decode()

    def keeps(self, path):
        """Whether a finished page lies in this node's own folder."""
        return (self.folder / "pages/files" / path.strip("/") / "index.html").exists()

    def post(self, path, body, cookies):
        """Send a form as a browser does from a page of the paper's own."""
        headers = {**FORM, "Cookie": cookies, "Sec-Fetch-Site": "same-origin"}
        return self.ask(path, method="POST", body=body, headers=headers)[0]

    def listen(self, topic):
        return listen(self.port, self.cluster.host, topic)

    def end(self):
        self._ended.close()


class Cluster:
    """Two web nodes, a worker, and nginx, by whose address readers know the paper."""

    def __init__(self, first, folder):
        self.folder = folder
        self.port = free_port()
        self.host = f"127.0.0.1:{self.port}"
        self.nginx = None
        self.one, self.two, self.worker = (
            Node(self._another(first, name), free_port(), self) for name in ("one", "two", "worker")
        )

    def _another(self, first, name):
        """Make a node's folder: the settings are copied, with the secret key; media are shared."""
        folder = self.folder / name
        folder.mkdir()
        shutil.copy(first / "standfirst.toml", folder)
        for shared in ("media", "static"):
            (folder / shared).symlink_to(first / shared)
        return folder

    @property
    def web(self):
        return (self.one, self.two)

    def start(self):
        for node in self.web:
            node.start("web")
        self.worker.start("worker")
        self.nginx = self._start_nginx()
        for node in self.web:
            until(node.is_ready, what=f"a node that is ready ({node.log})")
        errors = (self.folder / "nginx" / "error.log").read_text()
        assert self.nginx.poll() is None, errors

    def _start_nginx(self):
        folder = self.folder / "nginx"
        folder.mkdir()
        example = EXAMPLE.read_text("utf-8")
        for written, meant in (
            ("server 10.0.0.11:8000 ", f"server 127.0.0.1:{self.one.port} "),
            ("server 10.0.0.12:8000 ", f"server 127.0.0.1:{self.two.port} "),
            ("listen 80;", f"listen {self.host};"),
        ):
            assert example.count(written) == 1
            example = example.replace(written, meant)
        config = folder / "nginx.conf"
        config.write_text(AROUND.format(user=getpass.getuser(), folder=folder, example=example))
        words = ["nginx", "-c", str(config), "-e", str(folder / "error.log")]
        return subprocess.Popen(words, stderr=subprocess.DEVNULL)

    def ask(self, path, **more):
        return ask(self.port, path, **more)

    def listen(self, topic):
        return listen(self.port, self.host, topic)

    def end(self):
        if self.nginx is not None:
            self.nginx.terminate()
            self.nginx.wait(20)
        for node in (*self.web, self.worker):
            node.end()


@contextmanager
def cluster_of(first, folder):
    """Have a whole paper run for a while."""
    cluster = Cluster(first, folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()


def status_of(node, path):
    """Give what a node answers; None for nothing."""
    try:
        return node.ask(path)[0]
    except (OSError, http.client.HTTPException):
        return None


def listen(port, host, topic):
    """Open a stream of events."""
    listening = Listening.to("127.0.0.1", port)
    return listening.say(f"GET /live/?topic={topic} HTTP/1.1\r\nHost: {host}\r\n\r\n").opened()
