# Sổ Chi bộ: các lệnh thường dùng. Cần python3 (từ 3.11), python3-venv và make.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv/bin
PIP := $(VENV)/pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help demo stop test lint bench bench-nation chromium
.DELETE_ON_ERROR:

help:
	@echo "make demo   chạy bản trình diễn tại http://127.0.0.1:$(PORT)/ (PORT=… để đổi cổng)"
	@echo "make stop   dừng bản trình diễn và PostgreSQL đi kèm"
	@echo "make test   chạy mọi kiểm thử"
	@echo "make lint   kiểm tra cách viết mã"
	@echo "make bench  đo CPU của các trang nặng"
	@echo "make bench-nation  sinh cả nước vào một cơ sở dữ liệu riêng (lần đầu, 17 phút), rồi đo"

demo: .venv/.installed
	@$(VENV)/python -m config.demo start --port "$(PORT)"

# Without .venv nothing of ours can run: the system's Python is enough to say so.
stop:
	@test ! -x $(VENV)/python || $(VENV)/python -m config.demo stop

test: .venv/.installed-dev chromium
	$(VENV)/lint-imports
	$(VENV)/python -m pytest $(ARGS)

lint: .venv/.installed-dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --lint --quiet templates
	$(VENV)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.dev $(VENV)/python manage.py makemigrations --check --dry-run

# CPU, questions and bytes of the heavy pages; what it makes is rolled back.
bench: .venv/.installed
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(VENV)/python manage.py migrate --verbosity 0
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(VENV)/python manage.py bench

# The tree of a whole nation, in a database of its own beside the embedded one; 3.5 GB, kept.
bench-nation: .venv/.installed
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(VENV)/python manage.py collectstatic --noinput --verbosity 0
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(VENV)/python manage.py bench_nation --database nation $(ARGS)

chromium:
	@.ci/chromium

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cần Python 3.11 trở lên; hãy chỉ ra nó, ví dụ: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { rm -f $@; echo "Không tạo được .venv; hãy cài gói python3-venv rồi chạy lại." >&2; exit 1; }

.venv/.installed: requirements.txt | .venv/pyvenv.cfg
	@echo "Cài các gói cần thiết…"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/pyvenv.cfg
	@echo "Cài các gói để phát triển và kiểm thử…"
	@$(PIP) -r requirements-dev.txt
	@touch $@
