# SPDX-License-Identifier: GPL-2.0-only
#
# To be sourced behind tap.sh: has the kernel more memory of its own than before?

# memory_now: KiB of what the kernel has for itself, by kind, without caches
memory_now() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { print $1, $2 }' /proc/meminfo
}

# no_growth: from the file "before" to "after", no kind of memory grew by more than $noise
no_growth() {
	paste before after | awk -v noise=$noise '
		{ printf "# %s %d KiB before, %d after\n", $1, $2, $4 }
		$4 - $2 > noise { grew = 1 }
		END { exit grew || NR != 3 }'
}
