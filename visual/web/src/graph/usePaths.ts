import { useEffect, useState } from "react";
import { fetchPaths, type Moment } from "../api/queries";
import type { Completeness, Paths } from "../api/types";
import { useWords } from "../i18n";
import { say } from "../shell/live";
import type { WorkspaceTools } from "./useWorkspace";

const LONGEST = 6;
const MOST = 20;

/** Paths that were found, and the ids of all they touch. */
export type PathSearch = {
  paths: Paths["paths"];
  ids: ReadonlySet<string> | null;
  /** What the search covered; null where none was made. */
  completeness: Completeness | null;
  error: unknown;
};

/** Nodes and links of a path, as the picture names them. */
export const idsOf = (path: Paths["paths"][number]): string[] => [
  ...path.nodes.map((node) => node.party_id),
  ...path.edges,
];

const NONE: PathSearch = { paths: [], ids: null, completeness: null, error: null };

/** Paths between two parties, added to the picture once it is there. */
export function usePaths(
  tools: WorkspaceTools,
  from: string,
  to: string | null,
  relations: string,
  moment: Moment,
): PathSearch {
  const { t } = useWords();
  const [found, setFound] = useState<PathSearch>(NONE);
  const { loads, add } = tools;
  const { as_of, known_at } = moment;
  useEffect(() => {
    if (!to) return setFound(NONE);
    if (loads === 0) return;
    let current = true;
    fetchPaths({
      from,
      to,
      max_length: LONGEST,
      limit: MOST,
      relations,
      as_of,
      known_at,
    })
      .then(({ paths, graph, completeness }) => {
        if (!current) return;
        add(from, null, graph);
        const ids = new Set(paths.flatMap(idsOf));
        const any = paths.length > 0;
        setFound({ paths, ids: any ? ids : null, completeness, error: null });
        const none = completeness.complete ? "say.no_path_at_all" : "say.no_path";
        say(any ? t("say.path", { n: paths.length }) : t(none, { n: LONGEST }));
      })
      .catch((error: unknown) => current && setFound({ ...NONE, error }));
    return () => {
      current = false;
    };
  }, [from, to, relations, as_of, known_at, loads, add, t]);
  return found;
}
