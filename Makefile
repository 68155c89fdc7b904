# The verbs of the house. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
COMPANIES ?= 20000
DATA_DIR ?= data
WORKERS ?= 2

BIN := .venv/bin
STAMPS := .venv/stamps
GNN := .venv-gnn
# which build of torch: cuda or cpu; what is there stays
TORCH ?= $(if $(wildcard $(GNN)/stamps/cpu),cpu,cuda)
TORCH_LOCK := $(if $(filter cpu,$(TORCH)),gnn-cpu,gnn)
TORCH_SIZE := $(if $(filter cpu,$(TORCH)),0.2 GB to fetch and 0.9 GB,3 GB to fetch and 4.6 GB)
WEB := visual/web
EXPLORER := visual/static/dist/index.html
NODE_MODULES := $(WEB)/node_modules/.package-lock.json
WEB_SOURCES := $(shell find $(WEB) -name node_modules -prune -o -type f -print)
KERNELS := build/kernels.stamp
KERNEL_TESTS := tests/graph/kernels tests/graph/algorithms
PYTEST := pytest --numprocesses $(WORKERS)
# A measurement of its own, which the base's settings leave out.
GNN_COVERAGE := $(GNN)/bin/coverage
GNN_DATA := --rcfile /dev/null --data-file test-artifacts/gnn.coverage

# One thread a process, so that a figure does not depend on who else is computing.
export OMP_NUM_THREADS := 1
# Each command is a process of its own: without files of bytecode it would translate a
# thousand modules first, four seconds of processor time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run check test test-quick test-slow test-gnn bench bench-strict lint types \
  imports installed gnn kernels generate format lock upgrade wheel clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' \
	  $(MAKEFILE_LIST)

run: $(STAMPS)/base $(EXPLORER) ## install, build, load the demo economy and serve it
	$(BIN)/suretynet warmup --data-dir $(DATA_DIR)
	$(BIN)/suretynet demo --data-dir $(DATA_DIR) --companies $(COMPANIES) \
	  --serve --port $(PORT)

check: installed ## lint, types, imports and the quick tests, in two minutes
	$(MAKE) --jobs 2 --output-sync=target lint types imports test-quick

test: $(STAMPS)/dev $(EXPLORER) $(KERNELS) ## run every test but the slow, and see what they cover
	scripts/provision.sh
	scripts/npm.sh test --if-present
	mkdir -p test-artifacts
	$(BIN)/coverage erase
	$(BIN)/coverage run -m $(PYTEST) -m "not slow" 2>&1 | tee test-artifacts/pytest.log
	NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m $(PYTEST) -m "not slow" \
	  --hypothesis-profile=reduced $(wildcard $(KERNEL_TESTS)) \
	  2>&1 | tee test-artifacts/pytest-without-compiler.log
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

test-quick: installed $(KERNELS) ## tests without server, browser or demo, on few examples
	scripts/npm.sh test --if-present
	$(BIN)/$(PYTEST) -q --hypothesis-profile=few \
	  -m "not (slow or integration or neo4j or browser or shared_data)"

test-slow: $(STAMPS)/dev $(EXPLORER) $(KERNELS) ## run what is too long for each change
	scripts/provision.sh
	$(BIN)/$(PYTEST) -m "slow or hypothesis" --hypothesis-profile=thorough

gnn: $(GNN)/stamps/$(TORCH) ## install the extra gnn into .venv-gnn: 3 GB; TORCH=cpu 0.2 GB

test-gnn: $(GNN)/stamps/dev $(KERNELS) ## types, doctests and tests of what needs torch
	$(GNN)/bin/mypy $(wildcard gnn/torch/*.py)
	mkdir -p test-artifacts
	$(GNN_COVERAGE) run $(GNN_DATA) --branch --source gnn.torch -m pytest -q \
	  gnn/torch tests/gnn/torch 2>&1 | tee test-artifacts/pytest-gnn.log
	$(GNN_COVERAGE) report $(GNN_DATA) --fail-under 90 --show-missing --skip-covered

bench: $(STAMPS)/dev ## measure, and write a table and a JSON file to bench-results/
	$(BIN)/python tests/benchmarks/run.py --out bench-results

bench-strict: $(STAMPS)/dev ## the same, failing on a missed bar
	$(BIN)/python tests/benchmarks/run.py --out bench-results --strict

lint: $(STAMPS)/dev $(NODE_MODULES) ## style of Python and of the explorer
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	scripts/npm.sh run lint --if-present

types: $(STAMPS)/dev $(NODE_MODULES) ## types of Python and of the explorer
	$(BIN)/mypy
	scripts/npm.sh run types --if-present

imports: $(STAMPS)/dev ## who may import whom
	$(BIN)/lint-imports

installed: $(STAMPS)/dev $(NODE_MODULES) ## install what the verbs need

kernels: $(KERNELS) ## compile the kernels, which all tests share

generate: $(STAMPS)/dev ## write the API document and the reference pages from the code
	$(BIN)/python -m api.openapi > visual/web/openapi.json.draft
	mv visual/web/openapi.json.draft visual/web/openapi.json
	$(BIN)/python scripts/reference.py

format: $(STAMPS)/dev ## rewrite the sources in the house's style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(STAMPS)/venv ## resolve pyproject.toml into requirements/, keeping versions
	scripts/lock.sh

upgrade: $(STAMPS)/venv ## the same with the newest versions
	rm -f requirements/*.txt
	scripts/lock.sh

wheel: $(STAMPS)/dev $(EXPLORER) ## build and check the wheel in dist/
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation
	$(BIN)/check-wheel-contents dist

clean: ## remove what was built; data/ stays
	rm -rf .venv $(GNN) build dist bench-results test-artifacts visual/static/dist \
	  $(WEB)/node_modules .coverage* .hypothesis .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) is older than 3.11; name another: make PYTHON=..."; \
	    exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "make: $(PYTHON) lacks venv (Debian: apt install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: $(STAMPS)/venv requirements/base.txt pyproject.toml
	scripts/install.sh base
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/base requirements/dev.txt
	scripts/install.sh dev
	@touch $@

# An environment of its own, so that all else is built and tested without torch.
$(GNN)/stamps/$(TORCH): $(STAMPS)/venv requirements/$(TORCH_LOCK).txt pyproject.toml
	@echo "make: torch ($(TORCH)) takes $(TORCH_SIZE) on disk"
	@$(BIN)/python -m venv $(if $(wildcard $(GNN)/stamps),$(if $(wildcard $@),,--clear)) \
	  $(GNN)
	VENV=$(GNN) scripts/install.sh bootstrap $(TORCH_LOCK)
	$(GNN)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@rm -rf $(GNN)/stamps && mkdir $(GNN)/stamps && touch $@

$(GNN)/stamps/dev: $(GNN)/stamps/$(TORCH) requirements/dev.txt
	VENV=$(GNN) scripts/install.sh dev
	@touch $@

$(NODE_MODULES): $(WEB)/package-lock.json $(STAMPS)/venv
	scripts/npm.sh ci
	@touch $@

$(KERNELS): $(STAMPS)/dev $(wildcard graph/kernels/*.py)
	$(BIN)/suretynet warmup --data-dir $(@D)
	@touch $@

$(EXPLORER): $(NODE_MODULES) $(WEB_SOURCES)
	scripts/npm.sh run build
	@touch $@
