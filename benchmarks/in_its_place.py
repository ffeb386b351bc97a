"""nginx and Caddy by the example configurations of `docs/`, with what those mark as to be changed."""

from getpass import getuser
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
AROUND_NGINX = """
daemon off; pcre_jit on; user {user}; worker_processes auto; pid {site}/{name}.pid; error_log {site}/log;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; sendfile on; tcp_nopush on;
  client_body_temp_path {site}/1; proxy_temp_path {site}/2; fastcgi_temp_path {site}/3;
  uwsgi_temp_path {site}/4; scgi_temp_path {site}/5;
  {server}
}}
"""
AROUND_CADDY = "{\n admin off\n auto_https off\n log {\n output discard\n }\n}\n"


def nginx(site: Path, port: int, *, app: int = 1) -> list[str]:
    """Give the command that has nginx serve a site's folder, with the app at another port."""
    changes = {
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{app};",
        "listen 80;": f"listen 127.0.0.1:{port} reuseport;",
        "root /srv/paper;": f"root {site};",
        "unix:/srv/paper/run/live.sock;": f"unix:{site}/run/live.sock;",
    }
    return nginx_with(changed("nginx.conf.example", changes), site, "nginx")


def nginx_with(server: str, site: Path, name: str) -> list[str]:
    """Give the command that runs nginx, by that name, with what stands within its `http`."""
    config = site / f"{name}.conf"
    whole = AROUND_NGINX.format(user=getuser(), site=site, name=name, server=server)
    config.write_text(whole)
    return ["nginx", "-c", str(config), "-e", str(site / "log")]


def caddy(site: Path, port: int, *, app: int = 1) -> list[str]:
    """Give the command that has Caddy serve a site's folder, with the app at another port."""
    changes = {
        "reverse_proxy 127.0.0.1:8001": f"reverse_proxy 127.0.0.1:{app}",
        "paper.example {": f"http://:{port} {{\n\tbind 127.0.0.1",
        "root * /srv/paper ": f"root * {site} ",
        "unix//srv/paper/run/live.sock": f"unix/{site}/run/live.sock",
    }
    config = site / "Caddyfile"
    config.write_text(AROUND_CADDY + changed("Caddyfile.example", changes))
    return ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]


def changed(example: str, changes: dict[str, str]) -> str:
    """Give an example with what it marks changed. Raises ValueError if it marks something else."""
    text = (DOCS / example).read_text("utf-8")
    if text.count("# CHANGE:") != len(changes):
        raise ValueError(f"{example} marks other things as to be changed.")
    for written, meant in changes.items():
        if text.count(written) != 1:
            raise ValueError(f"{example} does not say {written} once.")
        text = text.replace(written, meant)
    return text
