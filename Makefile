# The README's commands are `make install`, `make demo` and `make test`; everything they need is made here.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.run
FOLDERS := yumsync sync adapters state config standin
READY  := $(VENV)/.ready

.PHONY: install demo test lint types check bench long faults drift crashes mutants profiles traces lock clean

# The program and what it needs to run, and nothing of its tests: `.venv/bin/yumsync`.
install: $(RUN)

demo: $(RUN)
	$(BIN)/yumsync demo

test: $(READY)
	$(BIN)/python -m pytest -n auto

long: $(READY)
	YUMSYNC_PROFILE=long $(BIN)/python -m pytest -n auto tests/machine tests/fuzz

faults: $(READY)
	$(BIN)/python -m tests.faults --runs 1000 --profile standin
	$(BIN)/python -m tests.faults --runs 1000 --profile keys
	$(BIN)/python -m tests.faults --runs 1000 --profile read
	$(BIN)/python -m tests.faults --runs 1000 --profile rest
	$(BIN)/python -m tests.faults --runs 1000 --profile blind

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

check: lint types test

drift: $(READY)
	$(BIN)/python -m tests.drift --people 50000 --settle

crashes: $(READY)
	$(BIN)/python -m tests.crash

mutants: $(READY)
	$(BIN)/python -m tests.mutants

traces: $(READY)
	$(BIN)/python -m tests.traces

profiles: $(READY)
	$(BIN)/python -m tests.profiles

bench: $(VENV)/.bench
	$(BIN)/python -m bench

# What the program needs to run, compiled as any installed package is, and then what its tests need besides.
$(RUN): requirements.run.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q $(FOLDERS)
	@touch $@

$(READY): $(RUN) requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.bench: $(READY) bench/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

# Rewrite both lock files from pyproject.toml; needs uv. No index address is recorded.
lock:
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 --extra dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 --extra build -c requirements.lock pyproject.toml -o requirements.run.lock

clean:
	rm -rf $(VENV) build dist demo .pytest_cache .mypy_cache .ruff_cache
