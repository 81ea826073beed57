// SPDX-License-Identifier: GPL-2.0-only
/*
 * ior: every system call of the tasks that one asks for, as it was.
 */
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/tracepoint.h>

#include "classify.h"
#include "clock.h"
#include "filter.h"
#include "ior.h"

static struct miscdevice ior_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "ior",
	.mode	= 0600,
	.fops	= &ior_fops,
};

static int __init ior_init(void)
{
	int err;

	ior_classify_init();
	ior_filter_init();
	err = ior_probe_init();
	if (err)
		return err;
	err = ior_clock_init();
	if (err)
		return err;
	err = misc_register(&ior_device);
	if (err) {
		ior_clock_exit();
		return err;
	}
	pr_info("ABI %d\n", IOR_ABI_VERSION);
	return 0;
}

static void __exit ior_exit(void)
{
	misc_deregister(&ior_device);
	ior_clock_exit();
	tracepoint_synchronize_unregister();	/* nobody runs a probe any more */
	rcu_barrier();		/* tasks that were forgotten are freed by now */
}

module_init(ior_init);
module_exit(ior_exit);

MODULE_DESCRIPTION("System call tracer that loses nothing in silence");
MODULE_AUTHOR("The ior developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
