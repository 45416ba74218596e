# Yishi. `make` alone lists the targets. Needs GNU make and Python >= 3.11; everything else is installed into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PORT   ?= 8000
DATA   ?= ./data
UV     ?= uv
CODE   := core tenants plugins graphql
PYTEST := $(BIN)/python -m pytest
# What a test needs beyond pytest itself; narrow a run with `make test ARGS="tests/core -k clock"`.
ARGS   ?=
# What runs on the plain driver once more: all that reaches the database.
PLAIN  := $(addprefix tests/,core access tenants plugins stories oneplace graphql/reader)

export PYTHONUTF8 := 1

.PHONY: help install demo test test-slow test-server lint types layers rules security checks bench schema lock clean

help: ## List the targets (default)
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Create .venv and install what requirements.lock names (instant when nothing changed)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Yishi needs Python >= 3.11; name one: make install PYTHON=python3.12" >&2; exit 1; }
	@[ -x $(BIN)/python ] && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
		|| { echo "Cannot create $(VENV); on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 0 $(CODE)  # else the first start compiles it all
	@touch $@

demo: install ## Start the demonstration county at PORT (8000) with its database in DATA (./data)
	$(BIN)/yishi demo --port $(PORT) --data $(DATA)

test: install lint types layers security ## Everything that must hold before a change lands
	$(PYTEST) -n 2 -m "not slow" $(ARGS)

test-slow: install ## The tests that take minutes: crashes, load, large data; then those of the database on the plain driver
	$(PYTEST) -n 2 -m slow $(ARGS)
	YISHI_PLAIN_DRIVER=true $(PYTEST) -n 2 -m "not slow and not exchange" $(or $(ARGS),$(PLAIN))

test-server: install ## The suite against Debian's PostgreSQL 15 instead of the embedded server
	.ci/with-postgres $(PYTEST) -n 2 -m "not slow" $(ARGS)

lint: install ## Style and likely defects (ruff)
	$(BIN)/ruff check .

types: install ## Types (mypy, strict)
	$(BIN)/mypy

layers: install ## Who may import whom (import-linter)
	$(BIN)/lint-imports --no-logo

rules: install ## Our own lint rules; each tells its reason
	$(PYTEST) -q tests/lint

security: install ## Known dangerous constructs (bandit), known holes of what is locked (pip-audit, where its service answers)
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(CODE)
	$(BIN)/python .ci/audit

checks: install ## Which of the checks K1..K45 are covered, by which test
	@$(BIN)/python -m tests.checks

bench: install ## Measure; results go to bench/results
	$(BIN)/python -m bench $(ARGS)

schema: install ## Write the golden files anew (GraphQL schema, SQL of the reader's plans); look at the diff
	$(PYTEST) -q --update-golden $(ARGS)

lock: ## Resolve the dependencies of pyproject.toml anew into requirements.lock (needs uv)
	@command -v $(UV) >/dev/null || { echo "uv is needed: pip install uv, or make lock UV=path/to/uv" >&2; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --extra test --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade .ci/audit.in -o .ci/audit.lock

clean: ## Remove caches and build results; keeps .venv and data
	rm -rf dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(CODE) tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
