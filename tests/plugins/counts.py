"""What was not run, by reason, after everything else that pytest prints."""

import collections

import pytest


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Counts(config), "standfirst-counts")


class Counts:
    """Counts the skipped tests of a run, also of its xdist workers."""

    def __init__(self, config):
        self.config = config
        self.reasons = collections.Counter()

    def pytest_runtest_logreport(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "?"
            self.reasons[reason.removeprefix("Skipped: ")] += 1

    def pytest_collectreport(self, report):
        self.pytest_runtest_logreport(report)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self):
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if terminal is None:
            return
        for reason, count in self.reasons.most_common():
            terminal.write_line(f"skipped {count}: {reason}")
        terminal.write_line(f"skipped in all: {sum(self.reasons.values())}")
