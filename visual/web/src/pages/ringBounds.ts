import type { RingBoundsIn } from "../api/types";
import type { Params } from "../shell/route";

/** Bounds of a search as the address holds them, each at its default. */
export const DEFAULTS = {
  min_length: "3",
  max_length: "6",
  gap: "5",
  window: "30",
  keep: "0.9",
  gain: "1",
  conserving: "true",
  related_hop: "false",
  types: "transfer,withdraw",
  times: "increasing",
  since: "",
  until: "",
  effort: "1",
} as const;

export type BoundName = keyof typeof DEFAULTS;
export type Bounds = Record<BoundName, string>;
export const BOUND_NAMES = Object.keys(DEFAULTS) as BoundName[];
export const NUMBERS = [
  "min_length",
  "max_length",
  "gap",
  "window",
  "keep",
  "gain",
] as const satisfies BoundName[];
/** As many budgets as the service spends on one search. */
export const MOST_EFFORT = 8;

const NUMBER = /^\d+(\.\d+)?$|^\.\d+$/;
const isNumeric = (name: BoundName): boolean =>
  name === "effort" || (NUMBERS as readonly BoundName[]).includes(name);

/** Whether a text can be sent as this bound; the service says if any ring can meet it. */
export const isReadable = (name: BoundName, text: string): boolean =>
  name === "types" ? /[^,]/.test(text) : !isNumeric(name) || NUMBER.test(text);

/** The bounds that an address asks for; what cannot be read is left at its default. */
export function boundsIn(query: URLSearchParams): Bounds {
  const bounds: Bounds = { ...DEFAULTS };
  for (const name of BOUND_NAMES) {
    const text = query.get(name);
    if (text !== null && isReadable(name, text)) bounds[name] = text;
  }
  return bounds;
}

export const isChanged = (bounds: Bounds, name: BoundName): boolean =>
  isNumeric(name)
    ? Number(bounds[name]) !== Number(DEFAULTS[name])
    : bounds[name] !== DEFAULTS[name];

/** The same as parameters of an address, which leaves out what is at its default. */
export const paramsOf = (bounds: Bounds): Params =>
  Object.fromEntries(
    BOUND_NAMES.map((name) => [name, isChanged(bounds, name) ? bounds[name] : null]),
  );

/** What the service is asked; null: the published rings, which have the defaults. */
export function searchOf(bounds: Bounds): RingBoundsIn | null {
  if (!BOUND_NAMES.some((name) => isChanged(bounds, name))) return null;
  const numbers = NUMBERS.map((name) => [name, Number(bounds[name])]);
  return {
    ...Object.fromEntries(numbers),
    conserving: bounds.conserving === "true",
    related_hop: bounds.related_hop === "true",
    types: bounds.types.split(",").filter(Boolean),
    order: bounds.times,
    since: bounds.since || null,
    until: bounds.until || null,
    effort: Number(bounds.effort),
  };
}

/** What changes where a search that stopped goes on; null: it went as far as it may. */
export function further(bounds: Bounds, completeBefore: string): Params | null {
  const effort = Number(bounds.effort);
  if (effort < MOST_EFFORT)
    return { effort: String(Math.min(MOST_EFFORT, effort * 2)) };
  const day = completeBefore.slice(0, 10);
  return day > bounds.since ? { since: day } : null;
}

/** Bounds that a refusal of the service names. */
export const namedIn = (detail: string): BoundName[] =>
  BOUND_NAMES.filter((name) =>
    new RegExp(`\\b${name === "times" ? "order" : name}\\b`).test(detail),
  );
