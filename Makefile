# `make demo` and `make test` set themselves up: a bare machine needs Python 3.11, 3.12 or 3.13, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench clean

demo: $(VENV)/ready
	$(BIN)/python -m autograder.commands.demo

test: lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/autograder build --check

$(VENV)/ready: pyproject.toml constraints.txt .ci/environment
	@sh .ci/environment "$(PYTHON)" $(VENV)

# How long a class takes, beside stock nbgrader and Otter-Grader, and how long setting up: an hour, written to
# tests/benchmarks/BENCHMARKS.md.
bench: $(VENV)/ready
	$(BIN)/python -m tests.benchmarks.sandbox
	$(BIN)/python -m tests.benchmarks.bench
	$(BIN)/python -m tests.benchmarks.setup
	$(BIN)/python -m tests.benchmarks.first

# Keys can have been compiled on another machine, and reports hold verdicts: neither can be made again everywhere.
clean:
	rm -rf $(VENV)
	[ ! -d .build ] || find .build -mindepth 1 -maxdepth 1 ! -name keys ! -name reports -exec rm -rf {} +
