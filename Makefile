# Short names for developers; nothing needs make: see run.py.
VENV := .venv/bin

.PHONY: setup demo test lint nightly bench golden lock
setup:
	python3 run.py setup
demo:
	python3 run.py demo
test:
	python3 run.py test
lint: setup
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
nightly: setup
	$(VENV)/pytest -m nightly -n auto
bench: setup
	$(VENV)/python -m benchmarks
golden: setup  # write the expected documents again; read the diff before you commit it
	$(VENV)/pytest tests/test_golden.py --update-golden
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url pyproject.toml
lock:  # needs uv; add --upgrade by LOCK=--upgrade
	$(COMPILE) $(LOCK) --group build --output-file requirements.lock
	$(COMPILE) $(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock
