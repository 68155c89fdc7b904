import { useEffect, useState } from "react";
import { fetchNeighbours, type Moment } from "../api/queries";
import type { WorkspaceTools } from "./useWorkspace";

/** Links that each of them brings along, so that the picture stays readable. */
const EACH = { limit: 12, hub_cap: 4 };

/** How many of several parties are drawn by now, and which could not be. */
export type Company = { drawn: number; failed: string[] };

const NOBODY: Company = { drawn: 0, failed: [] };

/** Parties that are drawn beside the focus, each with its nearest links. */
export function useCompany(
  tools: WorkspaceTools,
  focus: string,
  others: string[],
  relations: string,
  moment: Moment,
): Company {
  const [company, setCompany] = useState(NOBODY);
  const { loads, add } = tools;
  const { as_of, known_at } = moment;
  const wanted = JSON.stringify(others);
  useEffect(() => {
    if (loads === 0) return;
    let current = true;
    const bring = async () => {
      setCompany(NOBODY);
      for (const id of JSON.parse(wanted) as string[]) {
        const query = { relations, depth: 1, ...EACH, as_of, known_at };
        const brought = await fetchNeighbours("party", id, query).catch(() => null);
        if (!current) return;
        if (brought) add(focus, null, brought);
        setCompany(({ drawn, failed }) =>
          brought ? { drawn: drawn + 1, failed } : { drawn, failed: [...failed, id] },
        );
      }
    };
    void bring();
    return () => {
      current = false;
    };
  }, [wanted, focus, relations, as_of, known_at, loads, add]);
  return company;
}
