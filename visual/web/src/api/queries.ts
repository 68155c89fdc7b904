import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { ApiError, get, post, type Query, remove } from "./client";
import type {
  Account,
  AccountPage,
  At,
  CaseVerb,
  Circle,
  CircleKind,
  CircleOrder,
  CirclePage,
  CircleTimeline,
  CyclePage,
  Entity,
  EntityPage,
  Found,
  GraphPayload,
  Guarantee,
  LinkSources,
  MoneyRingPage,
  NodePage,
  Ontology,
  PartyTimeline,
  Paths,
  Portfolio,
  RingCase,
  Score,
  Session,
} from "./types";

const WORTH_ANOTHER_TRY = new Set([0, 429, 502, 503, 504]);

const isUnauthorised = (error: unknown) =>
  error instanceof ApiError && error.status === 401;

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== "/session" && isUnauthorised(error)) {
        void queries.resetQueries({ queryKey: ["/session"] });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 2 &&
        error instanceof ApiError &&
        WORTH_ANOTHER_TRY.has(error.status),
    },
  },
});

export function useAnswer<T>(
  path: string,
  query: Query = {},
  enabled = true,
  keep = false,
) {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

export const one = (kind: string, id: string) => `/${kind}/${encodeURIComponent(id)}`;

/** The two dates every question may carry: facts as of, as known at. */
export type Moment = { as_of: string | null; known_at: string | null };

export const useSession = () =>
  useQuery({
    queryKey: ["/session"],
    queryFn: ({ signal }) => get<Session>("/session", {}, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

const ONTOLOGY = {
  queryKey: ["/ontology"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Ontology>("/ontology", {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
};

export const useOntology = () => useQuery(ONTOLOGY);

/** The ontology once it was loaded; asks for nothing by itself. */
export const useKnownOntology = () => useQuery({ ...ONTOLOGY, enabled: false });

export const usePortfolio = (moment: Moment) =>
  useAnswer<Portfolio>("/portfolio", moment);

export const useEntities = (q: string, limit: number, cursor = "", enabled = true) =>
  useAnswer<EntityPage>("/entities", { q, limit, cursor }, enabled, true);

export const useSearch = (q: string, enabled: boolean) =>
  useAnswer<Found>("/search", { q }, enabled, true);

export const useEntity = (id: string, moment: Moment, enabled = true) =>
  useAnswer<Entity>(one("entities", id), moment, enabled);

export const useScore = (id: string, moment: Moment, enabled = true) =>
  useAnswer<Score>(one("scores", id), moment, enabled);

export const useGuarantee = (id: string, moment: Moment) =>
  useAnswer<Guarantee>(one("guarantees", id), moment);

const node = (kind: string, id: string) => `/nodes/${kind}/${encodeURIComponent(id)}`;

/** A node of any kind: what is known of it, and how many links it has. */
export const useNode = (kind: string, id: string, moment: Moment, enabled = true) =>
  useAnswer<NodePage>(node(kind, id), moment, enabled);

export const useNeighbours = (kind: string, id: string, query: Query) =>
  useAnswer<GraphPayload>(`${node(kind, id)}/neighbours`, query, true, true);

/** Where the facts behind a link were read, as known at the instant it was drawn of. */
export const useLinkSources = (id: string, { as_of, known_at }: At, enabled: boolean) =>
  useAnswer<LinkSources>("/links/sources", { id, as_of, known_at }, enabled);

/** The single links that one stands for, a page after the other. */
export const useLinkRows = (id: string, { as_of, known_at }: At, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ["/links/sources", "rows", { id, as_of, known_at }],
    queryFn: ({ pageParam, signal }) =>
      get<LinkSources>(
        "/links/sources",
        { id, as_of, known_at, cursor: pageParam },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page: LinkSources) => page.next ?? undefined,
    enabled,
  });

export const useCircles = (
  kind: CircleKind,
  order: CircleOrder,
  limit: number,
  cursor = "",
) => useAnswer<CirclePage>("/circles", { kind, order, limit, cursor }, true, true);

export const useCircle = (id: string, query: Query) =>
  useAnswer<Circle>(one("circles", id), query, true, true);

export const useCycles = (id: string, limit: number, enabled = true) =>
  useAnswer<CyclePage>(`${one("circles", id)}/cycles`, { limit }, enabled);

export const useCircleTimeline = (id: string, moment: Moment) =>
  useAnswer<CircleTimeline>(`${one("circles", id)}/timeline`, moment);

export const usePartyTimeline = (id: string, moment: Moment) =>
  useAnswer<PartyTimeline>(`${one("entities", id)}/timeline`, moment);

/** Money rings of the published snapshot. */
export const useRings = (query: Query) =>
  useAnswer<MoneyRingPage>("/rings", query, true, true);

/** Lists and pages of rings say how each stands: all are asked again. */
async function saidOf(id: string, said: Promise<RingCase>): Promise<RingCase> {
  const ringCase = await said;
  await Promise.all(
    [one("rings", id), "/rings"].map((path) =>
      queries.invalidateQueries({ queryKey: [path] }),
    ),
  );
  return ringCase;
}

/** Notes, confirms or dismisses a ring. */
export const stateOutcome = (id: string, outcome: CaseVerb, reason: string) =>
  saidOf(id, post<RingCase>(`${one("rings", id)}/outcomes`, { outcome, reason }));

/** Takes back what was said of a ring. */
export const undoOutcome = (id: string, outcome: string) =>
  saidOf(id, remove<RingCase>(`${one("rings", id)}/outcomes/${outcome}`));

/** Accounts of the published snapshot. */
export const useAccounts = (query: Query) =>
  useAnswer<AccountPage>("/accounts", query, true, true);

export const useAccount = (id: string, query: Query) =>
  useAnswer<Account>(one("accounts", id), query);

/** Asks outside a component: expansion and path finding add to a drawn graph. */
export function fetchNeighbours(kind: string, id: string, query: Query) {
  const path = `${node(kind, id)}/neighbours`;
  return queries.fetchQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<GraphPayload>(path, query, signal),
  });
}

export function fetchPaths(query: Query) {
  return queries.fetchQuery({
    queryKey: ["/paths", query],
    queryFn: ({ signal }) => get<Paths>("/paths", query, signal),
  });
}
