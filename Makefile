# SPDX-License-Identifier: GPL-2.0-only
#
# ior: a system call tracer.  `make help' lists what can be made; Kbuild builds
# the module.

KDIR   ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
KERNEL ?= 6.1
DEBUG  ?=
VM     := selftests/vm

all: module tools

module:
	@[ -e '$(KDIR)/Makefile' ] || { echo "No kernel headers in $(KDIR):" \
		"install linux-headers-$$(uname -r), or name others with KDIR=..." >&2; exit 1; }
	$(MAKE) -C '$(KDIR)' M='$(CURDIR)' modules

tools:
	@$(MAKE) --no-print-directory -C userspace

# in a guest

deps:
	@$(VM)/deps

vm: deps
	@$(VM)/run --kernel $(KERNEL) --timeout 86400

run: deps
	@$(VM)/run --kernel $(KERNEL) -- $(VM)/demo

check: deps
	@selftests/check $(KERNEL) $(DEBUG)

check-debug: deps
	@selftests/check-debug $(PARTS)

bench:
	@$(VM)/deps bench
	@selftests/bench/run $(if $(BASELINE),--baseline '$(BASELINE)') --kernel $(KERNEL)

install: all
	$(MAKE) -C '$(KDIR)' M='$(CURDIR)' INSTALL_MOD_PATH='$(DESTDIR)' modules_install
	$(MAKE) -C userspace install PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)'
	for m in $(wildcard man/*.[1-9]); do \
		install -D -m 644 "$$m" "$(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}" || exit; \
	done

clean:
	rm -rf build
	find . -path ./.git -prune -o \( -name '*.o' -o -name '*.ko' -o -name '*.mod' -o \
		-name '*.mod.c' -o -name '.*.cmd' \) -type f -exec rm -f {} +
	rm -rf .tmp_versions modules.order Module.symvers

help:
	@echo 'make             the module and the tools, for the kernel in KDIR'
	@echo '     module      the module alone'
	@echo '     tools       the tools alone: build/bin/ior-read, build/bin/ior-workload'
	@echo '     run         a traced program in a guest, as text and as CSV'
	@echo '     check       every test, in a guest; DEBUG=...: and parts of check-debug'
	@echo '     check-debug all of it, stress and fuzzing on kernels that look for bugs,'
	@echo '                 which it builds; hours.  PARTS=...: some of it'
	@echo '     bench       what tracing costs, most of it in instructions; BASELINE=FILE:'
	@echo '                 compared with build/bench/last.tsv of an earlier run'
	@echo '     vm          a shell in a guest with ior loaded'
	@echo '     install     the module (modules_install), the tools, the man pages'
	@echo '     clean       removes what was made; the downloads in ~/.cache/ior stay'
	@echo
	@echo 'KDIR=$(KDIR)'
	@echo 'PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) KERNEL=$(KERNEL) (of the guest)'

.PHONY: all module tools deps vm run check check-debug bench install clean help
