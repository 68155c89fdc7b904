import { useEffect } from "react";
import type { WorkspaceTools } from "./useWorkspace";

/** What tests in a browser ask and do, without reading pixels. */
export type GraphHooks = {
  getVisible: () => { nodes: string[]; edges: string[] };
  expand: (id: string) => Promise<void>;
  select: (id: string | null) => void;
  isIdle: () => boolean;
};

declare global {
  interface Window {
    __graph?: GraphHooks;
  }
}

export function useHooks(
  tools: WorkspaceTools,
  loading: boolean,
  onSelect: (id: string | null) => void,
): void {
  const drawnFor = window.location.hash;
  useEffect(() => {
    window.__graph = {
      getVisible: () => ({
        nodes: tools.picture.nodes.map((node) => node.id),
        edges: tools.picture.edges.map((edge) => edge.id),
      }),
      expand: (id) => tools.expand(id),
      select: onSelect,
      isIdle: () =>
        drawnFor === window.location.hash && !loading && !tools.busy && tools.loads > 0,
    };
    return () => {
      delete window.__graph;
    };
  }, [tools, loading, onSelect, drawnFor]);
}
