# SPDX-License-Identifier: Apache-2.0
# Every command a developer needs, one line each. `make demo` and `make test` do all their own set-up.

PYTHON ?= python3
LANGUAGE ?=
BIN := .venv/bin

.PHONY: help setup demo serve test test-browser test-published test-long check format bench docs words pages pictures requirements figures clean

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/made: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rumbo needs Python 3.11 or later; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing: install the package python3-venv (Debian, Ubuntu)."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/checks: .venv/made requirements/check.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/check.txt
	@touch $@

setup: .venv/checks  ## .venv with everything, from hash-pinned requirements

demo: .venv/made  ## the US-Mexico case, from evidence to a finished edition (LANGUAGE=es for Spanish)
	@if [ -f demo/rumbo.toml ]; then rm -rf demo; fi
	$(BIN)/rumbo $(if $(LANGUAGE),--lang $(LANGUAGE)) demo demo

serve: .venv/made  ## the demo workspace in a browser
	$(BIN)/rumbo -w demo serve

test: .venv/checks  ## every test, from nothing
	@sh tests/browser/browser.sh
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not long"

test-browser: .venv/checks  ## the errands in a real browser
	@sh tests/browser/browser.sh
	$(BIN)/python -m pytest tests/browser

test-published: .venv/checks  ## figures that others printed, reproduced
	$(BIN)/python -m pytest tests/published

test-long: .venv/checks  ## the long forms: simulations and attacks at full size
	$(BIN)/python -m pytest -n 2 -m long

check: .venv/checks  ## what has to hold before sharing a change: format, lint, types, import contracts, tests
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: .venv/checks  ## format the code
	$(BIN)/ruff format src tests benchmarks tools
	$(BIN)/ruff check --fix src tests benchmarks tools

bench: .venv/checks  ## the benchmarks, each as a ratio within one run
	@for each in benchmarks/*.py; do $(BIN)/python $$each || exit 1; done

docs: .venv/checks  ## check the docs: links, commands, glossary
	$(BIN)/python -m pytest tests/documents

words: .venv/checks  ## gather the interface words and compile the Spanish catalogue
	$(BIN)/python tools/words.py

pages: .venv/checks  ## write the commands' help and outputs into the docs again
	$(BIN)/python tools/commands.py
	$(BIN)/python tools/examples.py

pictures: .venv/checks  ## take the README's pictures from the demo's edition
	$(BIN)/python tools/pictures.py demo/publish/us-mexico-2026-06-30

requirements:  ## pin every dependency again, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group build pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group build --group check pyproject.toml -o requirements/check.txt

figures: .venv/checks  ## make the pack's figures again from the publishers' files (DATA=folder)
	$(BIN)/rumbo evidence condense $(DATA)

clean:  ## remove what can be made again
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist
