/** Keyset paging of a table: there is more behind the last row. */
export interface More {
  available: boolean;
  loading: boolean;
  load: () => void;
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** What a table needs to know of a query that is read page by page. */
export function moreOf(query: Paged): More {
  return {
    available: query.hasNextPage,
    loading: query.isFetchingNextPage,
    load: () => void query.fetchNextPage(),
  };
}
