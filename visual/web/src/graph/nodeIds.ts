import type { GraphNode } from "../api/types";

type Identity = Pick<GraphNode, "id" | "node_kind">;

/** The id in a picture: parties have their own, nodes of other kinds one with the kind. */
export const pictureId = (kind: string, id: string): string =>
  kind === "party" ? id : `${kind}|${id}`;

/** The id of a node of a picture where only its kind is meant. */
export function ownId({ id, node_kind }: Identity): string {
  const prefix = pictureId(node_kind, "");
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}
