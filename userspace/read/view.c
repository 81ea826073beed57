// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include <unistd.h>

#include "view.h"

#define HOME		"\033[H"
#define ERASE_LINE	"\033[K"	/* from here on */
#define ERASE_REST	"\033[J"

/* How large is the terminal, if it is one?  It may have changed. */
static void measure(struct view *view)
{
	struct winsize size;

	view->columns = 0;
	view->lines = 0;
	if (isatty(view->out->fd) && !ioctl(view->out->fd, TIOCGWINSZ, &size)) {
		view->columns = size.ws_col;
		view->lines = size.ws_row;
	}
	if (view->lines)
		view->lines--;		/* the last one is that of the cursor */
}

void view_begin(struct view *view)
{
	measure(view);
	view->redraws = view->redraws && view->columns && view->lines;
	if (view->redraws)
		out_row(view->out, put_str(view_room(view), HOME));
}

void view_end(struct view *view)
{
	if (view->redraws)
		out_row(view->out, put_str(view_room(view), ERASE_REST));
}

/* A line that was written to view_room(), from @line to @end. */
void view_line(struct view *view, char *line, char *end)
{
	if (view->redraws) {
		if (!view->lines)
			return;
		view->lines--;
		/* in the last column the cursor would still be on what it wrote */
		if (end - line >= view->columns)
			end = line + view->columns - 1;
		end = put_str(end, ERASE_LINE);
	}
	out_row(view->out, put_char(end, '\n'));
}
