import type { Problem } from "./types";

/** What the service answered instead of a result. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly traceId: string;
  readonly title: string;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "";
    this.traceId = problem.trace_id ?? "";
    this.title = problem.title ?? "";
  }
}

/** Whether a list was published anew since the page that is to be followed. */
export const isStaleCursor = (error: unknown): boolean =>
  error instanceof ApiError && error.code === "invalid-cursor";

type Value = string | number | boolean | null | undefined;
export type Query = Record<string, Value | readonly string[]>;

/** Joins a path and its query, leaving out what is not set; a list is said one by one. */
export function address(path: string, query: Query = {}): string {
  const set = Object.entries(query)
    .flatMap(([key, value]) => [value].flat().map((one): [string, Value] => [key, one]))
    .filter(([, value]) => value !== null && value !== undefined && value !== "");
  const params = new URLSearchParams(set.map(([key, value]) => [key, String(value)]));
  const search = params.toString();
  return `v1${path}${search ? `?${search}` : ""}`;
}

async function problemOf(response: Response): Promise<Partial<Problem>> {
  try {
    return (await response.json()) as Partial<Problem>;
  } catch {
    return {};
  }
}

async function send<T>(url: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, { title: "unreachable" });
  }
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal) {
  return send<T>(address(path, query), {
    headers: { Accept: "application/json" },
    ...(signal ? { signal } : {}),
  });
}

export function post<T>(path: string, body: unknown, signal?: AbortSignal) {
  return send<T>(address(path), {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

export function remove<T = void>(path: string) {
  return send<T>(address(path), { method: "DELETE" });
}
