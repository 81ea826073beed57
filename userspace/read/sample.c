// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "by.h"
#include "sample.h"

/* ---------------------------------------------------------------- words -- */

static int fail_item(const char *item)
{
	return fail("--sample %s: not CALL=N, with N from 0 to %u (try --sample read=100)", item,
		    UINT32_MAX);
}

/* CALL=N */
static int parse_item(struct sample *sample, char *item)
{
	char *number = strchr(item, '='), *end;
	unsigned long every;

	if (!number || number == item)
		return fail_item(item);
	errno = 0;
	every = strtoul(number + 1, &end, 10);
	if (number[1] < '0' || number[1] > '9' || *end || errno || every > UINT32_MAX)
		return fail_item(item);
	*number = 0;
	*sample = (struct sample) { .every = every, .all = !strcmp(item, "all") };
	return sample->all ? 0 : select_item(sample->calls, item);
}

int sample_add(struct options *opts, const char *list)
{
	char *copy = strdup(list), *rest = copy, *item;
	struct sample *samples;
	int err = copy ? 0 : fail("--sample: out of memory");

	while (!err && (item = strsep(&rest, ","))) {
		samples = reallocarray(opts->samples, opts->nr_samples + 1, sizeof(*samples));
		if (!samples) {
			err = fail("--sample: out of memory");
			break;
		}
		opts->samples = samples;
		err = parse_item(&samples[opts->nr_samples++], item);
	}
	free(copy);
	return err;
}

/* --------------------------------------------------------------- device -- */

static int start_every(struct ior_device *dev, uint32_t every)
{
	struct ior_sample sample = { .flags = IOR_SAMPLE_EVERY_CALL, .every = every };

	return ior_device_sample(dev, &sample);
}

static int start_some(struct ior_device *dev, const struct sample *some)
{
	struct ior_sample sample = { .every = some->every };
	int err;

	for (; sample.abi < IOR_NR_ABIS; sample.abi++) {
		for (sample.nr = 0; sample.nr < IOR_CALL_BITS; sample.nr++) {
			if (!(some->calls[sample.abi][sample.nr / 64] >> sample.nr % 64 & 1))
				continue;
			err = ior_device_sample(dev, &sample);
			if (err)
				return err;
		}
	}
	return 0;
}

/* What is to be counted, and how much of it recorded; in the order of the options. */
int sample_start(const struct options *opts, struct ior_device *dev)
{
	unsigned int i;
	int err = 0;

	if (by_counts(opts))
		err = start_every(dev, opts->summary == SUMMARY_BOTH);
	for (i = 0; !err && i < opts->nr_samples; i++) {
		const struct sample *sample = &opts->samples[i];

		err = sample->all ? start_every(dev, sample->every) : start_some(dev, sample);
	}
	if (err)
		return fail("%s: %s (the calls can't be counted)", IOR_DEVICE_PATH,
			    strerror(-err));
	return 0;
}
