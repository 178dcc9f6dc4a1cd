# `make` alone lists what there is. Everything happens in .venv, made on first use and again
# when pyproject.toml or the pins change; a demo needs a few packages, the tests need them all.

VENV := .venv
VENV_6 := .venv-6
BIN := $(VENV)/bin
ACTIVE := PATH="$(CURDIR)/$(BIN):$$PATH"
PINS := requirements/constraints.txt
CHECKED := $(filter 1,$(CHECK))
export PYTHON

# Nothing from outside may stand in for what is installed in .venv.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help demo test differential style types docs check matrix tools bench pins clean
.DELETE_ON_ERROR:

help: ## List the targets
	@echo "make <target> [PYTHON=/path/to/python]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.has-$(if $(CHECKED),browser,run) ## Show the live demo; with CHECK=1 check it once in a headless browser
	@$(if $(CHECKED),tools/browser.sh)
	@$(ACTIVE) python -m demo $(if $(CHECKED),--check)

test: $(VENV)/.has-dev ## Run the whole test suite, browser tests included; branch coverage must be 100 %
	@tools/browser.sh chromium firefox
	@tools/services.sh
	$(ACTIVE) SOAK_SECONDS=60 python -m pytest --cov $(ARGS)

differential: $(VENV)/.has-dev ## Compare the browser's half with Chromium and Firefox, case by case (ARGS=--help says what else)
	@tools/browser.sh chromium firefox
	$(ACTIVE) python -m tests.differential $(ARGS)

style: $(VENV)/.has-dev ## Check format, lint, spelling and the import graph
	$(ACTIVE) tools/check.sh style

types: $(VENV)/.has-dev ## Check the types with mypy and pyright
	$(ACTIVE) tools/check.sh types

docs: $(VENV)/.has-dev ## Build the documentation into docs/_build/html
	$(ACTIVE) tools/check.sh docs

check: style types docs ## All three

matrix-%: $(VENV)/.has-dev
	@tools/services.sh
	tools/matrix.sh --workdir .tox/$* -e $* $(ARGS)

matrix: $(VENV)/.has-dev ## Run the suite without a browser on every Python found, and on the lowest versions
	@tools/services.sh
	tools/matrix.sh -m test $(ARGS)

tools: $(VENV)/.has-dev $(VENV)/.has-browser ## Install what the other targets need, and nothing more
	@tools/browser.sh chromium firefox
	@tools/services.sh

bench: $(VENV)/.has-bench $(VENV_6)/.made ## Measure the speed beside Flask alone and Flask-CORS 6 (ARGS=--help says what else)
	$(BIN)/python -m benchmarks $(ARGS)

pins: $(VENV)/.has-dev ## Bring the pins in requirements/ up to date
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.10 --no-annotate \
		--custom-compile-command "make pins" --group dev pyproject.toml --output-file $(PINS)
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.10 --no-annotate \
		--custom-compile-command "make pins" --group tests pyproject.toml --output-file requirements/tests-min.txt \
		--resolution lowest-direct --constraint requirements/tests-min.in

clean: ## Remove every environment and everything that was built
	rm -rf $(VENV) $(VENV_6) benchmarks/results .tox dist docs/_build .coverage .coverage.* .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made: pyproject.toml $(PINS) tools/venv.sh
	@tools/venv.sh make
	@touch $@

$(VENV)/.has-%: $(VENV)/.made
	@echo "Installing into $(VENV): $*"
	@tools/venv.sh $*
	@touch $@

# Flask-CORS 6 has the same import name, so what is measured beside this package lives apart.
$(VENV_6)/.made: $(VENV)/.has-bench requirements/flask-cors-6.txt $(PINS)
	@echo "Installing Flask-CORS 6 into $(VENV_6)"
	@$(BIN)/python -m venv --clear $(VENV_6)
	@$(VENV_6)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(PINS) --requirement requirements/flask-cors-6.txt
	@touch $@
