# Everything runs in .venv, which the first target makes; the second run installs nothing.
# Qt needs no display here and nothing is ever fetched from a model hub.

VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

TEST_ENV := HF_HUB_OFFLINE=1 QT_QPA_PLATFORM=offscreen

.PHONY: help setup demo run test lint types contracts unit bench clean

help:
	@echo "make demo    the sample archive: catalogue, features, suggestions, export, then the window"
	@echo "make run     the window (make run CATALOGUE=my.nabolag.sqlite)"
	@echo "make test    all checks"
	@echo "make bench   figures, on this machine (make bench ARCHIVE=DIR: on your own archive)"
	@echo "make clean   remove .venv and what tests leave behind"

$(READY): pyproject.toml scripts/setup.sh
	sh scripts/setup.sh $(VENV)
	touch $@

$(READY_DEV): pyproject.toml $(READY)
	sh scripts/setup.sh $(VENV) dev
	touch $@

setup: $(READY_DEV)

demo: $(READY)
	$(PYTHON) main.py demo $(DEMO)

run: $(READY)
	$(PYTHON) main.py $(CATALOGUE)

test: lint types contracts unit

lint: $(READY_DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY_DEV)
	$(VENV)/bin/mypy

contracts: $(READY_DEV)
	$(VENV)/bin/lint-imports

unit: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) -m pytest --cov --cov-report=term $(PYTEST)

bench: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) -m tests.benchmarks $(ARCHIVE) $(BENCH)

clean:
	rm -rf $(VENV) .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
