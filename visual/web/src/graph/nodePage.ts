import type { GraphNode } from "../api/types";
import { toNode } from "../shell/route";
import type { Vocabulary } from "../vocabulary/vocabulary";
import { ownId } from "./nodeIds";

/** Where the page of a node of a picture is; null for a kind without pages. */
export const pageOf = (node: GraphNode, vocabulary: Vocabulary): string | null =>
  vocabulary.hasPage(node.node_kind) ? toNode(node.node_kind, ownId(node)) : null;
