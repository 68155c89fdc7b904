/** A list that is read a page after the other. */
type Page = { next: string | null };

export type PageOf<P extends Page> = (
  cursor: string | null,
  signal?: AbortSignal,
) => Promise<P>;

/** What an infinite query of such a list needs besides its key. */
export const pagesOf = <P extends Page>(pageOf: PageOf<P>) => ({
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    pageOf(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page: P) => page.next ?? undefined,
});

/** All items of a list, up to so many, for a file; with the last page that was read. */
export async function everyItem<Item, P extends Page & { items: Item[] }>(
  pageOf: PageOf<P>,
  most: number,
): Promise<{ items: Item[]; page: P }> {
  let page = await pageOf(null);
  const items = [...page.items];
  while (page.next !== null && items.length < most) {
    page = await pageOf(page.next);
    items.push(...page.items);
  }
  return { items: items.slice(0, most), page };
}
