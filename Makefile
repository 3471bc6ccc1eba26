# The commands of this project, for people and for CI. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test lint bench screenshots words data lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# Use the Python that is there; never download an interpreter.
export UV_PYTHON_DOWNLOADS := never
# Trust what the machine trusts: offices often inspect traffic with a certificate of their own.
export UV_SYSTEM_CERTS := true
INSTALL := VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --constraint requirements.lock --requirement pyproject.toml

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## Set everything up and serve the atlas
	@$(BIN)/python app.py

test: $(VENV)/.test chromium lint ## Set everything up, check style and types, run every test
	@$(BIN)/python -m pytest --ignore tests/browser -n 2 --dist loadfile
	@$(BIN)/python -m pytest tests/browser

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/.test ## Measure start, bytes and server times beside the design's promises
	@$(BIN)/python -m tests.bench

screenshots: $(VENV)/.test chromium ## Make the README's pictures from the real page
	@$(BIN)/python -m tests.screenshots

words: $(VENV)/.test ## Bring the catalogues of translations up to date with the texts in code and tables
	@$(BIN)/python -m tests.catalogue

data: $(VENV)/.test ## Build the carried boundary files and estimates again from their sources
	@$(BIN)/python -m boundaries build
	@$(BIN)/python -m flows build-estimate

lock: $(UV) ## Choose the newest versions allowed and write requirements.lock
	@$(UV) pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --upgrade --quiet --output-file requirements.lock

clean: ## Remove the virtual environment and caches
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: chromium
chromium:
	@bash tests/browser/install_chromium.sh

$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "rawaan: $(PYTHON) not found; install Python 3.11 or newer, or say make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "rawaan: $(PYTHON) is older than 3.11; say make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "rawaan: Python's venv module is missing; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.run: pyproject.toml requirements.lock | $(UV)
	@echo "Setting up (once) ..."
	@$(INSTALL)
	@touch $@

$(VENV)/.test: pyproject.toml requirements.lock | $(UV)
	@$(INSTALL) --group dev
	@touch $@ $(VENV)/.run
