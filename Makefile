# Two commands matter: `make site` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV   ?= .venv

# a word for the shell, whatever is in it
quoted = '$(subst ','\'',$(1))'
# where the environment's programs are, wherever VENV is
BIN := $(if $(filter /%,$(firstword $(VENV))),,$(CURDIR)/)$(VENV)/bin
IN  := $(call quoted,$(BIN))
# tools/install.sh checks first, downloads then, and does nothing when nothing has changed
INSTALL = GOALS='$(MAKECMDGOALS)' sh tools/install.sh $(call quoted,$(PYTHON)) '$(if $(filter file,$(origin PYTHON)),no,yes)'

# no command of ours needs the network once the packages are installed
export DVC_NO_ANALYTICS = 1
export PYTHONHASHSEED ?= 0

.DEFAULT_GOAL := help
.PHONY: help installed site serve screenshots test lint check-slow bench lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

installed:
	@$(INSTALL) $(call quoted,$(VENV)) --editable '.[dev]'

site: installed ## run the pipeline on the demo data set and build the site into site/
	PATH=$(IN):"$$PATH" $(IN)/dvc repro
	$(IN)/labelcards scan
	@echo Built site/. Look at it with: $(IN)/labelcards serve

serve: site ## look at the built site
	$(IN)/labelcards serve

screenshots: site ## photograph each kind of page into docs/assets/screenshots/ (needs Chromium)
	$(IN)/python tools/screenshots.py

test: installed ## all tests that take seconds
	$(IN)/python -m pytest -n auto --dist loadgroup -m "not slow"

lint: installed ## ruff, mypy and the import rules
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy
	$(IN)/lint-imports

check-slow: installed ## simulations, the lowest versions of the dependencies, and other long checks
	$(IN)/python -m pytest -n auto --dist loadgroup -m slow

bench: installed ## speed, as ratios to a peer measured in the same run
	@for script in benchmarks/*.py; do echo "== $$script"; $(IN)/python $$script || exit 1; done

lock: ## choose the versions of constraints.txt anew for every supported Python (UPGRADE=all, or names)
	@$(INSTALL) build/lock packaging pip uv
	build/lock/bin/python -m tools.lock $(UPGRADE)

clean: ## remove what the pipeline built (not the DVC cache)
	rm -rf site docs/cards build
