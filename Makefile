# Everything starts here; `make` lists it. Needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := lambda:.
Q ?= can I return this item?
TURNS ?= 20000
N ?= 200000
SEED ?= 1
MUTANTS ?= 1000
LISTEN ?=
# Whose answers: example, amazon, or a store profile of one's own (docs/content.md).
ifndef PROFILE
PROFILE := $(or $(SHOP_HELPER_PROFILE),example)
endif
CLIENTS := tests/clients/node_modules
ENGINE := simulator/page/viewhost/node_modules/apl-viewhost-web/index.js
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
# The function's Python and processor; the template's defaults are the same (a test says so).
PYTHON_VERSION ?= 3.13
ARCHITECTURE ?= x86_64
RUNTIME_PYTHON = $(shell $(PYTHON) tests/deployment/interpreter.py $(PYTHON_VERSION) 2>/dev/null)
SAM := SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=$${AWS_DEFAULT_REGION:-us-east-1} $(VENV)-sam/bin/sam
SAM_PARAMETERS = --parameter-overrides Runtime=python$(PYTHON_VERSION) Architecture=$(ARCHITECTURE)
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

talk page ask serve check: export SHOP_HELPER_PROFILE = $(PROFILE)

.DEFAULT_GOAL := help
.PHONY: help talk page page-screen ask evaluate quick quick-tests mutants test test-slow lint types check listen test-walk fuzz test-page build content architecture model train lock sam-build validate test-lambda test-clients serve test-load clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

talk: build ## talk to it in the terminal; make talk PROFILE=amazon for another shop
	@$(BIN)/python -m simulator

page: build ## the same as a web page, with voice, cards and screens: http://localhost:8734
	@exec $(BIN)/python -m simulator serve

page-screen: ## let the page draw screens as an Echo Show does (npm, 6 MB, once)
	@command -v npm > /dev/null || (echo "make page-screen needs npm, which comes with Node.js. Without it the page lists what a screen was given." >&2; exit 1)
	@cd simulator/page/viewhost && npm ci --ignore-scripts --no-audit --no-fund

ask: build ## one question: make ask Q="where is my order?"
	@$(BIN)/python -m simulator say "$(Q)"

evaluate: build ## how well it places the held-out questions
	@cat tests/questions/*.jsonl > build/all_questions.jsonl
	@$(BIN)/python -m simulator evaluate build/all_questions.jsonl

test: build $(VENV)/.dev ## all fast tests
	@$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: build $(VENV)/.dev ## tests that take seconds each: questions never seen, exactly once, imports that are killed
	@$(BIN)/python -m pytest -m slow -n auto --dist worksteal

quick: build $(VENV)/.dev ## before each commit: lint, types, tests of the units and the middle
	@$(MAKE) --no-print-directory -j2 lint types quick-tests

quick-tests:
	@$(BIN)/python -m pytest -n auto --dist loadfile $$($(BIN)/python -m tests.quick)

mutants: build $(VENV)/.dev ## how many small faults in the middle its fast tests find (an hour; goes on where it stopped)
	@$(BIN)/python -m tests.mutants --count $(MUTANTS)

lint: $(VENV)/.dev ## ruff: lint and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

test-walk: build $(VENV)/.dev ## a random walk of 20,000 turns, every one of them checked; 2,000 strangers' numbers
	@$(BIN)/python -m pytest -m slow tests/check/test_walk.py tests/skill/test_nobody_elses_numbers.py -s --walk-turns $(TURNS) --triples 2000

fuzz: build $(VENV)/.dev ## two hundred thousand hostile envelopes: make fuzz N=200000 SEED=1
	@$(BIN)/python -m tests.fuzz --count $(N) --seed $(SEED)

check: build ## the rules of certification on this skill (other skills: docs/checks.md)
	@$(BIN)/python -m simulator check

test-page: build $(VENV)/.page ## the page in this machine's Chromium, without a network
	@command -v chromium chromium-browser google-chrome > /dev/null || { test "$$(id -u)" = 0 && apt-get install -y -qq chromium > /dev/null; } || \
	  { echo "make test-page needs Chromium; on Debian: apt-get install chromium" >&2; exit 1; }
	@test -e simulator/page/viewhost/node_modules/apl-viewhost-web/index.js || $(MAKE) --no-print-directory page-screen
	@$(BIN)/python -m pytest -m page tests/page -rs

serve: build $(VENV)/.serve ## serve it over HTTP for an Echo, without Lambda (docs/webservice.md)
	@exec $(BIN)/python -m webservice

test-load: build $(VENV)/.dev ## a thousand requests in flight at the web service, on this machine
	@$(BIN)/python -m pytest -m load tests/webservice -rP

listen: $(VENV)/.talk ## how long each prompt and article takes to say: make listen LISTEN="returns.how --speak"
	@$(BIN)/python -m authoring listen $(LISTEN)

content: $(VENV)/.talk ## check every article, prompt and fact, under both profiles
	@for profile in example amazon; do $(BIN)/python -m authoring --profile $$profile check || exit 1; done

architecture: $(VENV)/.talk ## draw docs/architecture.svg from the imports
	@$(BIN)/python -m authoring.architecture

model: $(VENV)/.talk ## regenerate the interaction model's question slot
	@$(BIN)/python -m authoring model

build: $(VENV)/.talk ## compile the knowledge bases (and your own: PROFILE=shop.yaml) and build the encoder's weights
	@mkdir -p build
	@$(BIN)/python -m authoring --profile $(PROFILE) compile --if-stale
	@$(BIN)/python -m training weights --if-stale

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shop Helper needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.talk: requirements/talk.txt requirements/encoder.txt | $(VENV)/bin/python
	@echo "Installing what the conversation needs (once) ..."
	@$(PIP) -r requirements/talk.txt
	@$(PIP) -r requirements/encoder.txt
	@touch $@

$(VENV)/.serve: requirements/serve.txt | $(VENV)/.talk
	@echo "Installing what the web service needs (once) ..."
	@$(PIP) -r requirements/serve.txt
	@touch $@

$(VENV)/.page: requirements/page.txt | $(VENV)/.dev
	@echo "Installing what the page's tests need (once) ..."
	@$(PIP) -r requirements/page.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.talk
	@echo "Installing what the tests need (once) ..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

sam-build: build $(VENV)-sam/.done ## make the Lambda's package, as `sam deploy` takes it: .aws-sam/build
	@PROFILE=$(PROFILE) PYTHON=$(CURDIR)/$(BIN)/python PYTHON_VERSION=$(PYTHON_VERSION) ARCHITECTURE=$(ARCHITECTURE) RUNTIME_PYTHON=$(RUNTIME_PYTHON) \
	  $(SAM) build $(SAM_PARAMETERS)

validate: build $(VENV)-sam/.done $(VENV)/.dev ## check the template and the interaction model
	@$(SAM) validate --lint
	@$(BIN)/cfn-lint template.yaml
	@$(BIN)/python -m pytest tests/deployment tests/check/test_model_rules.py

test-lambda: sam-build $(VENV)-runtime/.done $(VENV)/.dev ## run the built package in Lambda's own runtime, without Docker
	@$(BIN)/python -m pytest -m built tests/deployment -rP

test-clients: sam-build $(VENV)-runtime/.done $(VENV)/.dev $(VENV)/.serve $(CLIENTS)/.done $(ENGINE) ## drive and check it with other people's clients from npm (docs/clients.md)
	@$(BIN)/python -m pytest -m clients tests/clients -rP --show-capture=stdout

$(ENGINE):
	@$(MAKE) --no-print-directory page-screen

$(CLIENTS)/.done: tests/clients/package-lock.json
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && command -v npm > /dev/null \
	  || (echo "Node.js 20 or newer with npm is missing; install it, then 'make test-clients' again." >&2; exit 1)
	@echo "Installing other people's clients (once) ..."
	@cd tests/clients && npm ci --loglevel=error
	@touch $@

$(VENV)-sam/.done: requirements/sam.txt
	@echo "Installing SAM (once) ..."
	@$(PYTHON) -m venv $(VENV)-sam
	@$(subst $(BIN),$(VENV)-sam/bin,$(PIP)) -r $<
	@touch $@

$(VENV)-runtime/.done: requirements/runtime.txt
	@test -n "$(RUNTIME_PYTHON)" || (echo "No Python $(PYTHON_VERSION) here; 'make $(MAKECMDGOALS) PYTHON_VERSION=3.11' takes another." >&2; exit 1)
	@rm -rf $(VENV)-runtime && $(RUNTIME_PYTHON) -m venv $(VENV)-runtime
	@$(subst $(BIN),$(VENV)-runtime/bin,$(PIP)) -r $<
	@touch $@

lock: $(VENV)-lock/.done ## resolve every list of packages anew, with hashes; UPGRADE=--upgrade takes newer ones
	@for list in lambda/requirements requirements/talk requirements/dev requirements/encoder requirements/runtime requirements/sam requirements/serve requirements/page; do \
	  echo "$$list.txt"; \
	  (cd $$(dirname $$list) && $(CURDIR)/$(VENV)-lock/bin/uv pip compile --quiet $(LOCK) $(UPGRADE) $$(case $$list in \
	    */encoder) echo --no-deps;; esac) $$(basename $$list).in --output-file $$(basename $$list).txt) || exit 1; \
	done

$(VENV)-lock/.done:
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

train: $(VENV)-train/.done ## fit the search to the articles' questions (torch, long; see docs/search.md)
	@$(VENV)-train/bin/python -m training fit

# torch is large and only trains: it stands in no list, and in a virtual environment of its own.
$(VENV)-train/.done: requirements/talk.txt requirements/encoder.txt
	@$(PYTHON) -m venv $(VENV)-train
	@$(subst $(BIN),$(VENV)-train/bin,$(PIP)) -r requirements/talk.txt
	@$(subst $(BIN),$(VENV)-train/bin,$(PIP)) -r requirements/encoder.txt
	@$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@touch $@

clean: ## remove what was built
	rm -rf build .aws-sam lambda/shop_helper/content/compiled
