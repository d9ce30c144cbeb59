# Two commands matter, and each does its own set-up on a machine with Python 3.11 to 3.13, pip,
# make and git:  make lab  and  make test.  The rest is for people who change something.

# The first Python on the path that is new enough; or say it: make test PYTHON=python3.12
SUPPORTED = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(SUPPORTED)' 2>/dev/null && { echo "$$p"; break; }; done)

VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/ready
NBVAL := --nbval --nbval-current-env --nbval-sanitize-with tests/nbval_sanitize.cfg

# Set, each process that a test starts compiles pandas and plotly anew: 2.9 s instead of 0.9.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help lab test notebooks lock clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

lab: $(READY) ## JupyterLab on the notebooks
	$(BIN)/workbench lab

test: $(READY) ## style, unit tests, examples, stored outputs, notebooks in a browser
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(NBVAL) \
		tests workbench notebooks

notebooks: $(READY) ## run all notebooks and store their outputs
	$(BIN)/python tools/notebooks.py

lock: $(READY) ## choose the versions of requirements.lock anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --upgrade \
		--no-annotate --no-header --no-emit-index-url --output-file requirements.lock --quiet

clean: ## remove the virtual environment and all that was built
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian's python3 comes without ensurepip; there pip is a program of its own and can fill a
# virtual environment from outside. Without --no-compile pip also compiles the thousands of files
# that nobody imports: 82 s of processor time instead of 54.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 found on the path." \
		"Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	@"$(PYTHON)" -c '$(SUPPORTED)' || { echo "$(PYTHON) is not Python 3.11, 3.12 or 3.13." \
		"Name one that is: make PYTHON=python3.12" >&2; exit 2; }
	"$(PYTHON)" -c 'import ensurepip' 2>/dev/null && "$(PYTHON)" -m venv $(VENV) || { \
		"$(PYTHON)" -m venv --without-pip $(VENV) && \
		"$(PYTHON)" -m pip --python $(BIN)/python install --quiet pip; }
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes \
		--requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $(READY)
