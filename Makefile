# Everything starts here; `make` lists it. Needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := lambda:.
Q ?= can I return this item?
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.DEFAULT_GOAL := help
.PHONY: help talk ask evaluate test lint types check build content model train lock sam-build validate test-lambda clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

talk: build ## talk to it in the terminal
	@$(BIN)/python -m simulator

ask: build ## one question: make ask Q="where is my order?"
	@$(BIN)/python -m simulator say "$(Q)"

evaluate: build ## how well it places the held-out questions
	@cat tests/questions/held_out.jsonl tests/questions/out_of_scope.jsonl > build/all_questions.jsonl
	@$(BIN)/python -m simulator evaluate build/all_questions.jsonl

test: build $(VENV)/.dev ## all fast tests
	@$(BIN)/python -m pytest

lint: $(VENV)/.dev ## ruff: lint and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

content: $(VENV)/.talk ## check every article, prompt and fact
	@$(BIN)/python -m authoring check

model: $(VENV)/.talk ## regenerate the interaction model's question slot
	@$(BIN)/python -m authoring model

build: $(VENV)/.talk ## compile the knowledge base and build the encoder's weights
	@mkdir -p build
	@$(BIN)/python -m authoring compile --if-stale
	@$(BIN)/python -m training weights --if-stale

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shop Helper needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.talk: requirements/talk.txt requirements/encoder.txt | $(VENV)/bin/python
	@echo "Installing what the conversation needs (once) ..."
	@$(PIP) -r requirements/talk.txt
	@$(PIP) -r requirements/encoder.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.talk
	@echo "Installing what the tests need (once) ..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

clean: ## remove what was built
	rm -rf build .aws-sam lambda/shop_helper/content/compiled
