"""Lists of anything, from an address to a page or a file.

`lists` says what a list is: where its rows come from, by which filters, in which order and columns.
`rows` counts them and cuts them into pages, whether they are a queryset or a sequence. `columns`,
`filters`, `pager` and `saved` are its parts; `files` tells the whole of it as a file, which
`exports` writes and hands out. The pages stand in `records/views/` (list, export, saved, choices),
the routes in `records/urls.py`: `of_list` for a list of one's own, `of_kind` for that of a kind.
"""
