# `make demo` and `make test` set themselves up: a bare machine needs Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench clean

demo: $(VENV)/ready
	$(BIN)/python -m autograder.demo

test: lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/autograder build --check

$(VENV)/ready: pyproject.toml constraints.txt
	@echo "Setting up $(VENV): a few minutes, once."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

# How long a class takes, beside stock nbgrader and Otter-Grader: half an hour, written to
# tests/benchmarks/BENCHMARKS.md.
bench: $(VENV)/ready
	$(BIN)/python -m tests.benchmarks.sandbox
	$(BIN)/python -m tests.benchmarks.bench

clean:
	rm -rf .build $(VENV)
