import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { get, post } from "./client";
import { everyItem, pagesOf } from "./pages";
import { one, useAnswer } from "./queries";
import type {
  ListedHit,
  ListedHits,
  MoneyRing,
  MoneyRingOrder,
  MoneyRingPage,
  MoneyRingSummary,
  PatternCounts,
  RingBoundsIn,
} from "./types";

/** A ring that is published, or that a search within these bounds finds. */
export const useRing = (id: string, bounds: RingBoundsIn | null) => {
  const path = one("rings", id);
  return useQuery({
    queryKey: [path, bounds],
    queryFn: ({ signal }) =>
      bounds === null
        ? get<MoneyRing>(path, {}, signal)
        : post<MoneyRing>(`${path}:search`, bounds, signal),
  });
};

/** Which of the rings found are wanted, and in which order. */
export type RingChoice = {
  sort: MoneyRingOrder;
  everyday: boolean;
  related: boolean | null;
  least_band: number | null;
};

/** A page of rings: of the published ones, or of those within other bounds. */
function ringPage(
  bounds: RingBoundsIn | null,
  { sort, ...choice }: RingChoice,
  page: { limit: number; cursor: string | null },
  signal?: AbortSignal,
): Promise<MoneyRingPage> {
  return bounds === null
    ? get("/rings", { ...choice, ...page, order: sort }, signal)
    : post("/rings:search", { ...bounds, ...choice, ...page, sort }, signal);
}

/** Rings a page after the other; another order or filter leaves the old till it is read. */
export const useRingPages = (
  bounds: RingBoundsIn | null,
  choice: RingChoice,
  limit: number,
) =>
  useInfiniteQuery({
    queryKey: ["/rings", "pages", bounds, choice],
    ...pagesOf<MoneyRingPage>((cursor, signal) =>
      ringPage(bounds, choice, { limit, cursor }, signal),
    ),
    // what was found within other bounds would stand there as found within these
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[2]) === JSON.stringify(bounds)
        ? before
        : undefined,
  });

/** Items that are asked for at once for a file. */
export const FILE_PAGE = 200;

/** All rings of a choice, up to so many, for a file; `all` says how many there are. */
export async function everyRing(
  bounds: RingBoundsIn | null,
  choice: RingChoice,
  most: number,
): Promise<{ rings: MoneyRingSummary[]; all: number; complete: boolean }> {
  const { items, page } = await everyItem<MoneyRingSummary, MoneyRingPage>(
    (cursor) => ringPage(bounds, choice, { limit: FILE_PAGE, cursor }),
    most,
  );
  const { value, relation } = page.total;
  return { rings: items, all: value, complete: relation === "eq" };
}

/** Every pattern with its test and how often it was found. */
export const usePatternCounts = () => useAnswer<PatternCounts>("/pattern-hits");

/** Hits of a pattern a page after the other. */
export const usePatternHits = (name: string, limit: number) =>
  useInfiniteQuery({
    queryKey: [one("pattern-hits", name), limit],
    ...pagesOf<ListedHits>((cursor, signal) =>
      patternHits(name, limit, cursor, signal),
    ),
  });

const patternHits = (
  name: string,
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
) => get<ListedHits>(one("pattern-hits", name), { limit, cursor }, signal);

/** All hits of a pattern, up to so many, for a file. */
export async function everyHit(name: string, most: number): Promise<ListedHits> {
  const { items, page } = await everyItem<ListedHit, ListedHits>(
    (cursor) => patternHits(name, FILE_PAGE, cursor),
    most,
  );
  return { ...page, items };
}
