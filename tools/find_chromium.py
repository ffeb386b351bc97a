"""Find a Chromium to drive, or install one.

python -m tools.find_chromium             print its path, exit code 1 if there is none
python -m tools.find_chromium --install   install one where there is none: by the system's package
                                          manager if we may use it, otherwise by Playwright
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
CHOICE = "STANDFIRST_CHROMIUM"

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=OptimizationHints,MediaRouter,Translate,CertificateTransparencyComponentUpdater",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)


def flags() -> list[str]:
    """Give the flags of a quiet Chromium; its sandbox does not work for root."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find() -> str | None:
    """Give the path of an installed Chromium that starts, or None."""
    named = os.environ.get(CHOICE)
    if named:
        return named
    installed = (place for place in [*map(shutil.which, NAMES), str(MAC)] if starts(place))
    return next(installed, None) or playwrights_own()


def starts(place: str | None) -> bool:
    """Whether the program at this place runs; a launcher whose package is broken does not."""
    if not place or not Path(place).exists():
        return False
    version = [place, "--version", *flags()]
    finished = subprocess.run(version, capture_output=True, check=False, timeout=60)
    return finished.returncode == 0


def playwrights_own() -> str | None:
    """Give the path of the Chromium that Playwright's installer put there, if it did."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (heavy, and the last resort)

    with sync_playwright() as playwright:
        place = playwright.chromium.executable_path
    return place if starts(place) else None


def install() -> None:
    """Install a Chromium; whether it worked is for `find` to say."""
    for command in (
        *by_package_manager(),
        [sys.executable, "-m", "playwright", "install", "chromium"],
    ):
        print("Installing Chromium:", " ".join(command), file=sys.stderr, flush=True)
        finished = subprocess.run(command, check=False, stdout=sys.stderr, stdin=subprocess.DEVNULL)
        if finished.returncode == 0 and find():
            return


def by_package_manager() -> list[list[str]]:
    """Give the commands that install it with the system's package manager, if we may."""
    apt = shutil.which("apt-get")
    if apt is None:
        return []
    allowed = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if allowed and not may_become_root():
        return []
    quiet = [*allowed, "env", "DEBIAN_FRONTEND=noninteractive", apt]
    return [
        [*quiet, "update", "-q"],
        [*quiet, "install", "-y", "-q", "--no-install-recommends", "chromium"],
        [*quiet, "install", "-y", "-q", "--no-install-recommends", "chromium-browser"],
    ]


def may_become_root() -> bool:
    """Whether sudo works without asking anybody anything."""
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def main() -> int:
    """Print where Chromium is; exit code 1 if there is none."""
    place = find()
    if place is None and "--install" in sys.argv[1:]:
        install()
        place = find()
    if place is None:
        print("No Chromium: browser tests will be skipped and counted.", file=sys.stderr)
        return 1
    print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
