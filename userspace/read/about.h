/* SPDX-License-Identifier: GPL-2.0-only */
/* What ior-read tells of itself: its version, and the names that it knows. */
#ifndef IOR_ABOUT_H
#define IOR_ABOUT_H

/* about_version - print the versions of the reader, the ABI and the loaded module */
void about_version(void);

/*
 * about_list - print all names of a sort, one a line
 * @what: calls, classes, families or kinds
 *
 * Returns: 0, or what fail() returns: there is no such sort.
 */
int about_list(const char *what);

#endif /* IOR_ABOUT_H */
