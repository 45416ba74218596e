# Run `make` without a target for help. Requires GNU make and Python >= 3.11; everything else is installed into .venv.
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
# One more than the two processors: while one test waits for a process or a clock, two others run.
WORKERS := -n 3
# Extra pytest arguments, for example `make test ARGS="tests/core -k clock"`.
ARGS   ?=
# The days of `make test-days`, in China time: today, the end of a month, a leap day, the year's last and first day, a far year, and half
# an hour before and after midnight, when it is another day in UTC. `make test` runs the tests marked `day` once more as of SECOND_DAY.
DAYS   ?= today 2027-01-31 2028-02-29 2026-12-31 2027-01-01 2030-08-14 2027-06-15T23:30 2027-06-16T00:30
SECOND_DAY := 2028-02-29T23:30
# What runs on the plain driver once more: all that reaches the database.
PLAIN  := $(addprefix tests/,core access tenants plugins stories oneplace graphql/reader)

export PYTHONUTF8 := 1

.PHONY: help install demo test test-days test-slow test-server figures lint types layers rules security audit checks bench face schema lock clean

help: ## Show this help (default)
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Create .venv and install the locked dependencies (does nothing when up to date)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Yishi requires Python >= 3.11. Choose one with: make install PYTHON=python3.12" >&2; exit 1; }
	@[ -x $(BIN)/python ] && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
		|| { echo "Cannot create $(VENV). On Debian, run: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 0 $(CODE)  # otherwise the first start would compile every module
	@touch $@

demo: install ## Start the demonstration county on PORT (8000), with its database in DATA (./data)
	$(BIN)/yishi demo --port $(PORT) --data $(DATA)

test: install lint types layers audit ## Run every check that must pass before a change lands
	$(PYTEST) $(WORKERS) -m "not slow" --as-of $(SECOND_DAY) $(ARGS)

test-days: install ## Run the suite as of every day of DAYS, e.g. DAYS="2028-02-29 2027-06-15T23:30" (needs Debian's faketime)
	@red=""; for day in $(DAYS); do \
		echo "As of $$day; to repeat it: make test-days DAYS=$$day$(if $(ARGS), ARGS='$(ARGS)')"; \
		.ci/as-of $$day $(PYTEST) $(WORKERS) -m "not slow" $(ARGS) || red="$$red $$day"; \
	done; \
	[ -z "$$red" ] || { echo "Red as of$$red; to repeat it: make test-days DAYS=\"$${red# }\"$(if $(ARGS), ARGS='$(ARGS)')" >&2; exit 1; }

test-slow: install ## Run the tests that take minutes, those of the database on the plain driver, and the suite as of DAYS
	$(PYTEST) -n 2 -m slow $(ARGS)
	YISHI_PLAIN_DRIVER=true $(PYTEST) $(WORKERS) -m "not slow and not exchange" $(or $(ARGS),$(PLAIN))
	$(MAKE) test-days

test-server: install ## Run the suite against Debian's PostgreSQL 15 instead of the embedded server
	.ci/with-postgres $(PYTEST) $(WORKERS) -m "not slow" $(ARGS)

figures: install ## Print every figure of the thirteen documents: printed there, counted here
	$(PYTEST) -n 0 -m figures tests/stories $(ARGS)

lint: install ## Check style, likely defects and format (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## Check types (mypy, strict)
	$(BIN)/mypy

layers: install ## Check import layering (import-linter)
	$(BIN)/lint-imports --no-logo

rules: install ## Check the project's own lint rules
	$(PYTEST) -q tests/lint

security: audit ## Look for known vulnerabilities of dependencies, and for dangerous constructs (bandit), as the suite does
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(CODE)

audit: install ## Look for known vulnerabilities of dependencies (pip-audit)
	$(BIN)/python .ci/audit

checks: install ## Show which of the checks K1 to K45 are covered, and by which tests
	@$(BIN)/python -m tests.checks

bench: install ## Run the benchmarks; results go to bench/results
	$(BIN)/python -m bench $(ARGS)

face: install ## Rewrite what each noun offers to plugins, from its declarations; review the diff
	$(BIN)/python -m yishi_core.testing.face

schema: install ## Rewrite the golden files (GraphQL schema, the reader's SQL, the public face, the reference for authors); review the diff
	$(PYTEST) -q --update-golden $(ARGS)

lock: ## Resolve the dependencies in pyproject.toml into requirements.lock (requires uv)
	@command -v $(UV) >/dev/null || { echo "uv is required: pip install uv, or make lock UV=path/to/uv" >&2; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --extra test --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade .ci/audit.in -o .ci/audit.lock

clean: ## Remove caches and build output; keep .venv and data
	rm -rf dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(CODE) tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
