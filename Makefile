# Each target is one line over uv, which makes the environment from uv.lock when something is missing.
SHELL := /bin/sh
PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
RUN := $(UV) run --frozen
EXPORT := $(UV) export --frozen --quiet --all-groups --no-hashes --no-annotate --no-header --no-emit-project
PORT ?= 8000
SUBMITTED ?= submitted
# TensorFlow is large, and these labs alone want it.
DEEP_LABS := lab08-deep project-segmentation
DEEP = $(if $(filter $(DEEP_LABS),$(LAB)),--group deep)

.DEFAULT_GOAL := help
.PHONY: help book pdf read test lab check-labs grade similar release serve bench results lint requirements clean

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 22

book: | $(UV)  ## execute the chapters, build the HTML, say where it is
	$(RUN) --group book jupyter-book build . -n -W --keep-going
	@echo "Open the book: file://$(CURDIR)/_build/html/index.html"

read: | $(UV)  ## serve the built book on this machine (PORT=8000)
	@test -f _build/html/index.html || { echo "There is no book yet: run 'make book' first." >&2; exit 2; }
	@echo "Read it at http://127.0.0.1:$(PORT)/  (Ctrl-C stops)"
	$(RUN) python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

pdf: | $(UV)  ## print the built book into _build/pdf/clustering.pdf (needs Chromium)
	$(RUN) --group pdf python book/_ext/print_book.py

test: | $(UV)  ## run the tests (those on the built book need 'make book' first)
	$(RUN) --group test --group bench pytest -n 2 --dist worksteal

lab: | $(UV)  ## start JupyterLab on your own copy of the labs, in work/ (deep ones: LAB=lab08-deep)
	@mkdir -p work && cp -Rn labs/. work/ || true
	$(RUN) --group labs $(DEEP) jupyter lab --ServerApp.ip=127.0.0.1 --LabApp.news_url= --ServerApp.root_dir=work

check-labs: | $(UV)  ## prove the labs: banks of answers, then mutants (LAB=lab02-kmeans for one)
	$(RUN) --group test pytest tests/labs/test_every_lab.py $(if $(LAB),-k $(LAB))
	@failed=; for text in solutions/*/*.md; do lab=$$(basename $$text .md); \
	  test -z "$(LAB)" -o "$(LAB)" = "$$lab" || continue; \
	  echo "== $$lab"; $(RUN) --group test python -m grading mutants $$lab || failed="$$failed $$lab"; done; \
	  test -z "$$failed" || { echo "mutants survive in:$$failed" >&2; exit 1; }

grade: | $(UV)  ## autograde: make grade LAB=lab02-kmeans SUBMITTED=folder
	@test -n "$(LAB)" || { echo "Which lab? For example: make grade LAB=lab02-kmeans" >&2; exit 2; }
	$(RUN) --group grade $(DEEP) python -m grading grade $(LAB) --submitted $(SUBMITTED) $(FLAGS)

similar: | $(UV)  ## which submissions are alike: make similar LAB=lab02-kmeans SUBMITTED=folder
	@test -n "$(LAB)" || { echo "Which lab? For example: make similar LAB=lab02-kmeans" >&2; exit 2; }
	$(RUN) --group grade python -m grading similar $(LAB) --submitted $(SUBMITTED) $(FLAGS)

release: | $(UV)  ## derive labs/ from solutions/: make release LAB=lab02-kmeans
	@test -n "$(LAB)" || { echo "Which lab? For example: make release LAB=lab02-kmeans" >&2; exit 2; }
	$(RUN) --group grade python -m grading release $(LAB)

serve: | $(UV)  ## answer requests with the model in model/ (first: python -m service.train)
	$(RUN) --group ops uvicorn --factory service.app:create_app

bench: | $(UV)  ## time course_lib against scikit-learn, SciPy and fastcluster, one thread
	$(RUN) --group book --group bench python -m bench

results: | $(UV)  ## measure on the real data again (COURSE_DATA=folder; RESULT=retail for one)
	$(RUN) --group book python -m results $(RESULT)

lint: | $(UV)  ## style of the code; freshness of the lock
	$(RUN) --group test ruff check . && $(RUN) --group test ruff format --check .
	$(UV) lock --check

requirements: | $(UV)  ## rewrite requirements.txt from uv.lock
	$(EXPORT) > requirements.txt

clean:  ## remove what the commands made, keep the environment
	rm -rf _build graded work .cache .pytest_cache .ruff_cache .hypothesis

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "'$(PYTHON)' is missing or older than Python 3.11. Name a newer one: make PYTHON=python3.12 ..." >&2; exit 2; }
	@$(PYTHON) -m venv .uv || { \
	  echo "'$(PYTHON)' cannot make an environment. On Debian and Ubuntu: apt install python3-venv" >&2; rm -rf .uv; exit 2; }
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
