# Two commands matter: `make site` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.labelcards-installed

# no command of ours needs the network once the packages are installed
export DVC_NO_ANALYTICS = 1
export PYTHONHASHSEED ?= 0

.DEFAULT_GOAL := help
.PHONY: help site serve screenshots test lint check-slow bench clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "labelcards needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 4; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

site: $(STAMP) ## run the pipeline on the demo data set and build the site into site/
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/dvc repro
	$(BIN)/labelcards scan
	@echo "Built site/. Look at it with: $(BIN)/labelcards serve"

serve: site ## look at the built site
	$(BIN)/labelcards serve

screenshots: site ## photograph each kind of page into docs/assets/screenshots/ (needs Chromium)
	$(BIN)/python tools/screenshots.py

test: $(STAMP) ## all tests that take seconds
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not slow"

lint: $(STAMP) ## ruff, mypy and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-slow: $(STAMP) ## simulations and long checks
	$(BIN)/python -m pytest -n auto --dist loadgroup -m slow

bench: $(STAMP) ## speed, as ratios to a peer measured in the same run
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean: ## remove what the pipeline built (not the DVC cache)
	rm -rf site docs/cards build
