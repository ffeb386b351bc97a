# Everything starts here, from Python 3.11 to 3.13, git and make alone:
#
#   make run      a newspaper at http://127.0.0.1:8000/ (PORT=9000 make run for another port)
#   make test     the tests, on SQLite and on PostgreSQL, with a real browser; of long sweeps a quarter a commit
#   make check    formatting, lint, types, layers, migrations, templates, house rules
#   make bench    measurements, as tables
#   make soak     the long versions of the tests
#   make messages bring the catalogues of translations up to date
#   make models   train the models of moderation again (needs STANDFIRST_TEST_DATA; docs/models.md)
#   make lock     pin the dependencies of pyproject.toml again (UPGRADE=--upgrade for newer ones)

PORT ?= 8000
SITE ?= var/site
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
# `make test TESTS=tests/people` for a part of them.
TESTS ?= tests

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak messages models lock install install-dev browser clean

help:
	@sed -n '3,11s/^#//p' Makefile

run: install
	@# Asking the program takes two seconds; a finished site is known by its files.
	@test -f $(SITE)/standfirst.toml -a ! -f $(SITE)/demo-unfinished \
		|| $(BIN)/standfirst --site $(SITE) demo --if-missing
	@exec $(BIN)/standfirst --site $(SITE) run --port $(PORT)

test: install-dev browser
	@bash tools/run_tests.sh -n $(WORKERS) --dist worksteal $(TESTS)

soak: install-dev browser
	@STANDFIRST_SOAK=1 STANDFIRST_TURN=all bash tools/run_tests.sh -n $(WORKERS) --dist worksteal $(TESTS)

check: install-dev
	@bash tools/check.sh

bench: install-dev
	@$(BIN)/python -m benchmarks

messages: install-dev
	@$(BIN)/python -m tools.messages

models: install-dev
	@nice $(BIN)/python -m tools.models

lock: $(BIN)/python
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(MAKE) install-dev
	@bash tools/lock.sh $(UPGRADE)

browser: install-dev
	@$(BIN)/python -m tools.find_chromium --install >/dev/null || true

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# A stamp for each lock: a second start installs nothing and asks nobody.

install: $(VENV)/run.stamp
install-dev: $(VENV)/dev.stamp

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@bash tools/install.sh requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	@bash tools/install.sh requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

$(BIN)/python:
	@bash tools/make_venv.sh $(VENV)
