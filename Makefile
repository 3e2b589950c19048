# Everything runs in .venv, which the first target makes; the second run installs nothing.
# Qt needs no display here and nothing is ever fetched from a model hub.

VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

# Every process of tests, and every child it starts, compiles the program anew where its byte code
# may not be kept.
TEST_ENV := HF_HUB_OFFLINE=1 QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=
# A process of tests for each core and one more, since the tests of a window wait a seventh of their
# time; each has its own offscreen window, and eight take some 8 GB.
# Each begins with tests that lie together, so that what they share is made once, and takes over
# from the others when it is done.
PROCESSES := $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))
PARALLEL := -n $(PROCESSES) --maxprocesses 8 --dist worksteal

.PHONY: help setup demo run test check lint types contracts unit coverage changed bench torture clean

help:
	@echo "make demo    the sample archive: catalogue, features, suggestions, export, then the window"
	@echo "make run     the window (make run CATALOGUE=my.nabolag.sqlite)"
	@echo "make check   lint, types, contracts and the tests of what changed (make check BASE=COMMIT)"
	@echo "make test    all checks"
	@echo "make coverage the tests, with the lines that none of them runs"
	@echo "make bench   figures, on this machine (make bench ARCHIVE=DIR: on your own archive)"
	@echo "make torture kills, full disks, damage and hostile files; exits 1 on any loss"
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

check: lint types contracts changed

lint: $(READY_DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY_DEV)
	$(VENV)/bin/mypy

contracts: $(READY_DEV)
	$(VENV)/bin/lint-imports
	$(VENV)/bin/deptry .
	$(VENV)/bin/deptry tests --exclude tests/data --ignore DEP002,DEP004

unit: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) -m pytest $(PARALLEL) $(PYTEST)

# By itself, because measuring it takes as long as a fifth of the tests.
coverage: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) -m pytest $(PARALLEL) --cov --cov-report=term $(PYTEST)

changed: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) scripts/changed_tests.py $(BASE) -- $(PARALLEL) $(PYTEST)

bench: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) -m tests.benchmarks $(ARCHIVE) $(BENCH)

torture: $(READY_DEV)
	$(TEST_ENV) $(PYTHON) -m tests.torture $(TORTURE)
	$(TEST_ENV) NABOLAG_TEST_DEAR=1 $(PYTHON) -m pytest -q $(PARALLEL) tests

clean:
	rm -rf $(VENV) .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
