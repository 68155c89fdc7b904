import { useSyncExternalStore } from "react";

/**
 * Addresses live in the fragment: it needs nothing from the server, works under any mount
 * point, and keeps party ids out of its logs.
 */
export type Route = { path: string[]; query: URLSearchParams };

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return {
    path: path.split("/").filter(Boolean).map(decoded),
    query: new URLSearchParams(query),
  };
}

/** A part of an address; one that somebody mistyped stays as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export type Params = Record<string, string | null | undefined>;

/** A link such as `#/parties/P-1?tab=events`; empty parameters are left out. */
export function href(path: string[], params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value) query.set(key, value);
  const parameters = query.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${parameters ? `?${parameters}` : ""}`;
}

/** The same address with some parameters changed. */
export function changed(route: Route, params: Params): string {
  return href(route.path, { ...Object.fromEntries(route.query), ...params });
}

export function navigate(to: string, replace = false): void {
  if (!replace) {
    window.location.hash = to.slice(1);
    return;
  }
  window.history.replaceState(null, "", to);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Changes parameters of the address at hand without a new step in the history. */
export function setParams(params: Params): void {
  navigate(changed(parseRoute(window.location.hash), params), true);
}

function subscribe(listener: () => void) {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}

export const toParty = (id: string, params: Params = {}) =>
  href(["parties", id], params);
export const toAccount = (id: string, params: Params = {}) =>
  href(["accounts", id], params);
/** The page of a node of any kind. */
export function toNode(kind: string, id: string, params: Params = {}): string {
  if (kind === "party") return toParty(id, params);
  if (kind === "account") return toAccount(id, params);
  return href(["nodes", kind, id], params);
}
export const toRing = (id: string, params: Params = {}) => href(["rings", id], params);
export const toCircle = (id: string, params: Params = {}) =>
  href(["circles", id], params);
/** What the flag of a firm rests on. */
export const toEvidence = (id: string, params: Params = {}) =>
  href(["flagged", id], params);
