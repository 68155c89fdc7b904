import type {
  GraphNode,
  Kind,
  NodeStyle,
  Ontology,
  Relation,
  Text,
} from "../api/types";

/** What decides how a node is drawn. */
export type NodeType = Pick<GraphNode, "node_kind" | "party_type">;

/** Kind of the nodes that stand for links left out, and relation of the lines to them. */
export const FOLDED = "more";

const PLAIN_NODE: NodeStyle = { shape: "box", icon: null, colour: "lineS" };

function wordsOf(code: string): Text {
  const words = code.replaceAll("_", " ");
  return { en: words, zh: words };
}

/** A relation that the vocabulary lacks, such as the link to a folded node. */
function unknownRelation(name: string): Relation {
  const label = wordsOf(name);
  return {
    name,
    kind: null,
    tail_kind: "",
    head_kind: "",
    loss: "none",
    label,
    phrase: label,
    outward: label,
    inward: null,
    legend: label,
    style: {
      colour: "lineS",
      stroke: "solid",
      width: 1.5,
      arrow: "none",
      by_amount: false,
    },
    measure: null,
    named_by: null,
    views: [],
    background: false,
    above: false,
    self_evident: true,
  };
}

const byName = <T extends { name: string }>(items: T[]) =>
  new Map(items.map((item) => [item.name, item]));

/** Kinds and relations as the service describes them: their words, order and drawing. */
export class Vocabulary {
  /** In the order in which filters, legends and tables list them. */
  readonly relations: Relation[];
  private readonly relationOf: Map<string, Relation>;
  private readonly kindOf: Map<string, Kind>;
  private readonly bandOf: Map<number, Text>;

  constructor({ kinds, relations, bands }: Ontology) {
    this.relations = relations;
    this.relationOf = byName(relations);
    this.kindOf = byName(kinds);
    this.bandOf = new Map(bands.map(({ band, label }) => [band, label]));
  }

  relation(name: string): Relation {
    return this.relationOf.get(name) ?? unknownRelation(name);
  }

  /** Place among the relations; one that is not known comes last. */
  rank(name: string): number {
    const relation = this.relationOf.get(name);
    return relation ? this.relations.indexOf(relation) : this.relations.length;
  }

  /** The relations that can be asked for; the others are derived. */
  collected(): Relation[] {
    return this.relations.filter((relation) => relation.kind !== null);
  }

  /** What the picture of such a node shows without being asked. */
  usualRelations(kind: string): string[] {
    return this.kindOf.get(kind)?.usual_relations ?? [];
  }

  kindLabel(kind: string): Text {
    return this.kindOf.get(kind)?.label ?? wordsOf(kind);
  }

  codeLabel(kind: string, property: string, code: string): Text {
    const described = this.kindOf
      .get(kind)
      ?.properties.find(({ name }) => name === property)
      ?.codes.find(({ name }) => name === code);
    return described?.label ?? wordsOf(code);
  }

  bandLabel(band: number): Text {
    return this.bandOf.get(band) ?? wordsOf(String(band));
  }

  nodeStyle({ node_kind, party_type }: NodeType): NodeStyle {
    const node = this.kindOf.get(node_kind)?.node;
    return node?.styles[party_type ?? ""] ?? node?.style ?? PLAIN_NODE;
  }

  /** Whether a node shows a risk band, or that it has none. */
  showsBand(node: NodeType): boolean {
    return node.node_kind === "party" && this.nodeStyle(node).icon === null;
  }

  /** Whether nodes of a kind have a page of their own. */
  hasPage(kind: string): boolean {
    return this.kindOf.get(kind)?.form === "node";
  }

  /** Whether a node is something that happened rather than something that is there. */
  isEvent(kind: string): boolean {
    return this.kindOf.get(kind)?.form === "statement";
  }
}

/** What is known before the service has answered. */
export const NO_VOCABULARY = new Vocabulary({
  version: "",
  kinds: [],
  relations: [],
  bands: [],
});
