"""Pages of a list whose length is known already."""

from django.core.paginator import Paginator
from django.db.models import QuerySet


class CountedPaginator(Paginator):
    """A paginator that knows its length from the query that counted the filters."""

    def __init__(self, rows: QuerySet, total: int, *, per_page: int):
        super().__init__(rows, per_page)
        self.count = total
