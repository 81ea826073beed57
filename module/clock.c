// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeping the line of clock.h close to CLOCK_MONOTONIC.
 */
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/suspend.h>
#include <linux/workqueue.h>

#include "clock.h"
#include "inflight.h"
#include "ior.h"

/*
 * From one look to the next; also how long a CPU may think that nothing was
 * mounted elsewhere.  The first line is drawn after a short one.
 */
#define PERIOD		(HZ / 4)
#define FIRST_PERIOD	max(HZ / 100, 1)

/* How much of its slope the line may be bent by: 1/16. */
#define BEND_SHIFT	4

/* For how long a line is good: nothing overflows, if the look is late. */
#define GOOD_NS		(8ULL * NSEC_PER_SEC)

static const struct ior_line no_line;
const struct ior_line *ior_line = &no_line;

/**
 * struct sample - one moment by two clocks
 * @cycles: by the counter
 * @ns: by CLOCK_MONOTONIC; 0: there is no sample
 */
struct sample {
	u64	cycles;
	u64	ns;
};

static DEFINE_MUTEX(lock);	/* to change these, and the line; inside ior_lock */
static struct sample newest;	/* the one before */
static bool asleep;		/* from before the machine sleeps until after that */

/* Is the counter what the kernel's own clocks are made of? */
static bool counter_is_clocksource(void)
{
	unsigned int i;
	u64 before, cycles;

	for (i = 0; i < 3; i++) {
		before = ior_cycles();
		cycles = ior_clocksource_cycles();
		if (cycles - before > ior_cycles() - before)
			return false;
	}
	return true;
}

/* The best of some, because a virtual machine may be held up in the middle. */
static struct sample take_sample(void)
{
	struct sample best = {}, now;
	u64 took, least = U64_MAX;
	unsigned int i;

	for (i = 0; i < 5; i++) {
		now.cycles = ior_cycles();
		now.ns = ktime_get_ns();
		took = ior_cycles() - now.cycles;
		if (took < least) {
			least = took;
			best = now;
		}
	}
	return best;
}

static void use_no_line(void)
{
	newest.ns = 0;
	WRITE_ONCE(ior_line, &no_line);
}

/*
 * The line goes on from where it is now, with the slope of the time since the
 * last look, bent so that it meets CLOCK_MONOTONIC at the next one.  It jumps
 * only forward, when it is far behind, and in the beginning.
 */
static void bend(struct ior_line *line, struct sample now)
{
	u64 period = now.ns - newest.ns, most = period >> BEND_SHIFT;
	u64 slope = mul_u64_u64_div_u64(period, 1ULL << IOR_SLOPE_SHIFT,
					now.cycles - newest.cycles);
	u64 cycles = now.cycles - ior_line->cycles;
	bool goes_on = ior_line_is_good(ior_line, cycles);
	s64 behind = goes_on ? (s64)(now.ns - ior_line_ns(ior_line, cycles)) : 0;
	u64 change;

	if (!period || !slope) {
		use_no_line();
		return;
	}
	if (behind > (s64)most)
		goes_on = false;
	change = mul_u64_u64_div_u64(min_t(u64, abs(behind), most), slope, period);
	*line = (struct ior_line){ now.cycles, now.ns, slope };
	if (goes_on) {
		line->slope = behind < 0 ? slope - change : slope + change;
		line->cycles = ior_cycles();
		line->ns = ior_line_ns(ior_line, line->cycles - ior_line->cycles);
	}
	line->most = div64_u64(GOOD_NS << IOR_SLOPE_SHIFT, slope);
	smp_store_release(&ior_line, line);	/* pairs with the dependency in ior_clock_line() */
}

u64 ior_clock(void)
{
	const struct ior_line *line;
	u64 cycles, ns;

	preempt_disable_notrace();
	line = ior_clock_line();
	cycles = ior_line_now(line);
	ns = ior_line_is_good(line, cycles) ? ior_line_ns(line, cycles) : ktime_get_ns();
	preempt_enable_notrace();
	return ns;
}

static void look(struct work_struct *work)
{
	static struct ior_line lines[2];
	struct ior_line *line = &lines[ior_line == &lines[0]];
	unsigned long flags;
	struct sample now;
	bool soon = false;

	synchronize_rcu();	/* no probe uses @line any more */
	mutex_lock(&lock);
	local_irq_save(flags);
	if (!asleep && counter_is_clocksource()) {
		now = take_sample();
		soon = !newest.ns;
		if (!soon && now.cycles > newest.cycles)
			bend(line, now);
		newest = now;
	} else {
		use_no_line();
	}
	local_irq_restore(flags);
	mutex_unlock(&lock);
	ior_here_forget();	/* what was mounted elsewhere since shows by this alone */
	schedule_delayed_work(to_delayed_work(work), soon ? FIRST_PERIOD : PERIOD);
}

static DECLARE_DELAYED_WORK(looker, look);

/* The first session opens. */
void ior_clock_open(void)
{
	lockdep_assert_held(&ior_lock);
	schedule_delayed_work(&looker, 0);
}

/* The last one closes, and no probe is under way. */
void ior_clock_close(void)
{
	lockdep_assert_held(&ior_lock);
	cancel_delayed_work_sync(&looker);
	mutex_lock(&lock);
	use_no_line();
	mutex_unlock(&lock);
}

/* The counter may go on while the machine sleeps, or begin anew; the clock does not. */
static int clock_notify(struct notifier_block *nb, unsigned long event, void *data)
{
	mutex_lock(&lock);
	asleep = event == PM_SUSPEND_PREPARE || event == PM_HIBERNATION_PREPARE ||
		 event == PM_RESTORE_PREPARE;
	use_no_line();
	mutex_unlock(&lock);
	return NOTIFY_OK;
}

static struct notifier_block clock_notifier = { .notifier_call = clock_notify };

int ior_clock_init(void)
{
	return register_pm_notifier(&clock_notifier);
}

void ior_clock_exit(void)
{
	unregister_pm_notifier(&clock_notifier);
}
