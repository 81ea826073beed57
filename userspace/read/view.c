// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

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

/*
 * From now on lines follow each other.  A signal by a key may have cut off what was being
 * drawn, and what was there before goes on below: the terminal drops what it has not shown
 * by then (isig() in the kernel's drivers/tty/n_tty.c).
 */
void view_leave(struct view *view)
{
	view_end(view);
	view->redraws = false;
}

/* Where @line is as wide as that: behind a character, of which some have two columns. */
static char *cut(char *line, char *end, unsigned int columns)
{
	while (line < end) {
		mbstate_t state = { 0 };
		wchar_t c;
		size_t len = mbrtowc(&c, line, end - line, &state);
		int width = len - 1 < MB_LEN_MAX ? wcwidth(c) : -1;

		/* a byte that is no character is shown as one */
		if (width < 0) {
			len = 1;
			width = 1;
		}
		if ((unsigned int)width > columns)
			break;
		columns -= width;
		line += len;
	}
	return line;
}

/* A line that was written to view_room(), from @line to @end. */
void view_line(struct view *view, char *line, char *end)
{
	if (view->redraws) {
		if (!view->lines)
			return;
		view->lines--;
		/* in the last column the cursor would still be on what it wrote */
		end = put_str(cut(line, end, view->columns - 1), ERASE_LINE);
	}
	out_row(view->out, put_char(end, '\n'));
}
