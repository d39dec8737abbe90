# `make run` and `make test` set up all they need from a machine with Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
SET_UP := .venv/.set-up

.DELETE_ON_ERROR:
.PHONY: help install run tools test test-fast test-golden lint bench words sources-page lock clean

help: ## Say what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

$(SET_UP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@echo "Setting up the environment in .venv (once, some minutes) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@touch $@

install: $(SET_UP) ## Set up the environment in .venv

run: $(SET_UP) ## Set up, then run the Prefect flow for the simulated city and publish it
	@$(BIN)/umran run sample --prefect

# Independent programs that tests ask: a web server to read archives from, GDAL's and QGIS's own readers of the layers,
# LibreOffice for the workbook and the documents, PDF checkers, a browser. Where they cannot be installed the tests that
# ask them skip and say so.
TOOLS := nginx-light:nginx qgis:qgis python3-qgis:qgis gdal-bin:gdalinfo libreoffice-calc-nogui:soffice \
	libreoffice-writer-nogui:soffice poppler-utils:pdftotext qpdf:qpdf chromium:chromium
tools:
	@missing=$$(for tool in $(TOOLS); do command -v $${tool#*:} >/dev/null || test -x /usr/sbin/$${tool#*:} || echo $${tool%:*}; done); \
		test -z "$$missing" || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null \
		|| { echo "Installing" $$missing "..."; apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; } >/dev/null 2>&1 || true

test: $(SET_UP) tools ## Set up, then run all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-fast: $(SET_UP) ## The tests that take less than five seconds each
	@$(BIN)/python -m pytest -m "not slow"

lint: $(SET_UP) ## Style, types, import rules, shape
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(SET_UP) ## Time and memory against named peers, in tables (some 20 minutes, most of them the peers')
	@for part in benchmarks benchmarks.measures benchmarks.sources benchmarks.zones benchmarks.landscape; do \
		$(BIN)/python -m $$part || exit 1; done

words: $(SET_UP) ## Bring the catalogues of translations up to the English texts
	@$(BIN)/python -m outputs.words.update

sources-page: $(SET_UP) ## Write docs/sources.md again from the declared sources
	@$(BIN)/python -m flows.sources_page

lock: $(SET_UP) ## Resolve requirements.lock again from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --all-extras pyproject.toml -o requirements.lock

test-golden: $(SET_UP) ## The published words and numbers of the simulated city in each language
	@$(BIN)/python -m pytest tests/flows/test_golden.py

clean: ## Remove the environment, caches and build leftovers (not published/)
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
