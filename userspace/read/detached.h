/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * -e status=detached: calls that had begun, and not ended, when the trace did.
 *
 * The module makes no record of them then, so it is asked for one of each beginning,
 * and of each end, whatever else is selected.
 */
#ifndef DETACHED_H
#define DETACHED_H

#include "read.h"

/* detached_check - does it go with the other options?  0, or what fail() returns */
int detached_check(struct options *opts);

/* detached_is_selected - is it, and are the calls to be found here? */
bool detached_is_selected(const struct options *opts);

/* detached_ask - the filter of a session that is to tell */
void detached_ask(struct ior_filter *filter);

/* detached_see - the next record, selected or not: a call may have ended */
void detached_see(const struct ior_record *rec);

/* detached_keep - returns whether it is the beginning of a call, which is kept */
bool detached_keep(const struct ior_record *rec);

/*
 * detached_end - give what is left to @print, as CALLs with CALL_DETACHED, oldest first
 * @ended: when the trace did, if that is known: else with its newest record
 * @min_ns: how long ago a call has to have begun
 *
 * Returns whether any call was seen to begin.
 */
bool detached_end(uint64_t ended, uint64_t min_ns,
		  void (*print)(void *arg, const struct ior_record *rec), void *arg);

#endif /* DETACHED_H */
