# make serve    the book with live reload, at http://127.0.0.1:8000 (another port: make serve PORT=8001)
# make site     the static files, in site/
# make test     every test, in the package, the build and a real browser
# make check    format, lint and types; make format mends what a tool can mend
# make bench    start-up, latency and payload beside their budgets
# make env      the environment alone, which all of the above make when they need it
# make clean    removes what the build made (not its downloads); make distclean the environment as well

PORT ?= 8000
PYTHON = .venv/bin/python

.PHONY: serve site test check format bench env env-test clean distclean

serve: env
	@$(PYTHON) build_site.py serve --port $(PORT)

site: env
	@$(PYTHON) build_site.py site

test: env-test
	@$(PYTHON) -m tests.browser.chromium
	@$(PYTHON) -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

check: env-test
	@$(PYTHON) build_site.py check

format: env-test
	@$(PYTHON) -m book.quality --fix

bench: env-test
	@$(PYTHON) -m tests.browser.chromium
	@$(PYTHON) build_site.py bench

env:
	@python=$$(sh book/find_python.sh) && "$$python" -m book.env

env-test:
	@python=$$(sh book/find_python.sh) && "$$python" -m book.env test

clean:
	rm -rf build site dist
	[ ! -d .cache ] || find .cache -mindepth 1 -maxdepth 1 ! -name downloads -exec rm -rf {} +

distclean: clean
	rm -rf .cache .venv web/node_modules
