# SPDX-License-Identifier: GPL-2.0-only
#
# ior: a system call tracer.  `make help' lists what can be made; Kbuild builds
# the module.

KDIR   ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
LIBDIR ?= $(PREFIX)/lib
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
KERNEL ?= 6.1
DEBUG  ?= tests-kasan
VM     := selftests/vm

# what kbuild leaves in the folders of the sources
built := *.o *.ko *.mod *.mod.c .*.cmd probed.h

all: module tools

module:
	@[ -e '$(KDIR)/Makefile' ] || { echo "No kernel headers in $(KDIR):" \
		"install linux-headers-$$(uname -r), or name others with KDIR=..." >&2; exit 1; }
	$(MAKE) -C '$(KDIR)' M='$(CURDIR)' modules

tools:
	@$(MAKE) --no-print-directory -C userspace

# out of the comments of its headers, the first of which begins it
build/man/libior.3: man/headers.pl man/libior.3.in userspace/lib/libior.h \
		userspace/lib/libior_count.h userspace/lib/libior_stream.h
	@mkdir -p $(@D)
	@perl $^ >$@.new
	@mv $@.new $@

man: build/man/libior.3

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

check-all: deps
	@selftests/check-all $(KERNELS)

check-dkms: deps
	@selftests/dkms $(KERNELS) | selftests/tally

check-deb: deps
	@selftests/deb $(PARTS) | selftests/tally

check-boot: deps
	@selftests/boot $(VARIANTS) | selftests/tally

lint: deps
	@selftests/lint

kernels:
	@$(VM)/list

# what README.md shows, as it is now
tour: deps
	@mkdir -p build
	@$(VM)/run --kernel $(KERNEL) -- selftests/read_tour.sh --print >build/README.md
	@mv build/README.md README.md

bench:
	@$(VM)/deps bench
	@selftests/bench/run $(if $(BASELINE),--baseline '$(BASELINE)') --kernel $(KERNEL)

install: install-module install-tools

# of a copy, so that nothing is left in the sources; without what was built there
deb:
	@$(VM)/deps deb
	rm -rf build/deb
	mkdir -p build/deb/ior
	tar -c $(foreach p,./build ./.git ./.tmp_versions modules.order Module.symvers $(built),--exclude='$(p)') . | \
		tar -x -C build/deb/ior
	cd build/deb/ior && dpkg-buildpackage -us -uc
	rm -rf build/deb/ior

install-module: module
	$(MAKE) -C '$(KDIR)' M='$(CURDIR)' INSTALL_MOD_PATH='$(DESTDIR)' modules_install

install-tools: tools man
	$(MAKE) -C userspace install PREFIX='$(PREFIX)' LIBDIR='$(LIBDIR)' DESTDIR='$(DESTDIR)'
	for m in $(wildcard man/*.[1-9]) build/man/libior.3; do \
		install -D -m 644 "$$m" "$(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}" || exit; \
	done
	for t in ior-read ior-workload; do \
		install -D -m 644 completion/$$t.bash '$(DESTDIR)$(BASHDIR)'/$$t && \
			install -D -m 644 -t '$(DESTDIR)$(ZSHDIR)' completion/_$$t || exit; \
	done

clean:
	rm -rf build
	find . -path ./.git -prune -o \( -false $(foreach p,$(built),-o -name '$(p)') \) \
		-type f -exec rm -f {} +
	rm -rf .tmp_versions modules.order Module.symvers

help:
	@echo 'make             the module and the tools, for the kernel in KDIR'
	@echo '     module      the module alone'
	@echo '     tools       the tools alone: build/bin/ior-read, build/bin/ior-workload'
	@echo '     run         a traced program in a guest, as text and as CSV'
	@echo '     check       every test, those that need the module in guests, and DEBUG=...:'
	@echo '                 parts of check-debug, of which the tests on a kernel with KASAN'
	@echo '                 are one; DEBUG=: none'
	@echo '     check-debug all of it, stress and fuzzing on kernels that look for bugs,'
	@echo '                 which it builds; hours.  PARTS=...: some of it'
	@echo '     check-all   the tests in a guest of each kernel of Debian, and a table; an hour'
	@echo '                 and more.  KERNELS=...: some of them'
	@echo '     check-dkms  by way of dkms: the module for each of them of x86-64; KERNELS=...'
	@echo '     check-deb   the packages: built, installed, traced with, removed; PARTS=...'
	@echo '     check-boot  with other words on the command line of the kernel, or another'
	@echo '                 configuration; VARIANTS=...'
	@echo '     lint        what sparse, clang, Coccinelle, cppcheck, ... find: nothing'
	@echo '     kernels     lists the kernels for KERNEL=..., with what is in the cache'
	@echo '     bench       what tracing costs, most of it in instructions; BASELINE=FILE:'
	@echo '                 compared with build/bench/last.tsv of an earlier run'
	@echo '     tour        README.md with what the commands of its tour print now'
	@echo '     vm          a shell in a guest with ior loaded'
	@echo '     deb         the packages of Debian: build/deb'
	@echo '     man         build/man/libior.3'
	@echo '     install     install-module (modules_install) and install-tools: with libior,'
	@echo '                 the man pages and completion of the shells'
	@echo '     clean       removes what was made; the downloads in ~/.cache/ior stay'
	@echo
	@echo 'KDIR=$(KDIR)'
	@echo 'PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) KERNEL=$(KERNEL) (of the guest)'

.PHONY: all module tools man deb install-module install-tools deps vm run check check-debug check-all check-dkms check-deb check-boot lint kernels tour bench install clean help
