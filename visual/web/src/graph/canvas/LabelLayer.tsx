import type { GraphNode } from "../../api/types";
import { langOf } from "../../format/name";
import { PennantShape } from "../../parts/Pennant";
import { useVocabulary } from "../../vocabulary/VocabularyProvider";
import { FOLDED } from "../../vocabulary/vocabulary";
import { LINE_HEIGHT } from "../label/candidates";
import type { EdgeLabel } from "../label/edgeLabels";
import type { HullLabel } from "../label/hullLabels";
import type { NodeLabel } from "../label/nodeLabels";
import type { ContagionMark } from "../layout/contagion";
import { pennantBox } from "../layout/nodeSize";
import { Chevrons } from "./Chevrons";

const SMALLEST_TEXT = 11;
/** Below it a folded node holds its count alone. */
const WORDS_FIT = 0.9;

function TextBackground({
  x,
  y,
  width,
  tag,
}: {
  x: number;
  y: number;
  width: number;
  tag: boolean;
}) {
  return (
    <rect
      x={x - width / 2 - (tag ? 6 : 3)}
      y={y - (tag ? 9 : 8)}
      width={width + (tag ? 12 : 6)}
      height={tag ? 18 : 16}
      rx={tag ? 4 : 2}
      fill={tag ? "var(--surface)" : "var(--canvas)"}
      fillOpacity={tag ? 1 : 0.88}
      stroke={tag ? "var(--control)" : "none"}
    />
  );
}

function NodeName({ label, colour }: { label: NodeLabel; colour: string }) {
  return (
    <g
      textAnchor={label.anchor}
      stroke="var(--canvas)"
      strokeWidth={4}
      paintOrder="stroke"
      strokeLinejoin="round"
    >
      <text x={label.x} y={label.y} fontSize={12} fontWeight={600} fill={colour}>
        <tspan lang={langOf(label.first)}>{label.first}</tspan>
      </text>
      {label.second && (
        <text x={label.x} y={label.y + LINE_HEIGHT} fontSize={11} fill="var(--text2)">
          {label.second}
        </text>
      )}
    </g>
  );
}

type InnerTextProps = {
  node: GraphNode;
  zoom: number;
  focus: string | null;
  pill: string;
};

/** The band digit, or the words of a folded node; never under 11 px. */
function InnerText({ node, zoom, focus, pill }: InnerTextProps) {
  const half = (node.size / 2) * zoom;
  const vocabulary = useVocabulary();
  const digit = vocabulary.showsBand(node) && node.band ? String(node.band) : "";
  const folded = node.node_kind === FOLDED;
  const text = folded ? (zoom < WORDS_FIT ? node.name : pill) : digit;
  if (!text || (half < 7 && !folded)) return null;
  const wanted = folded ? 12 : node.id === focus ? 17 : 13;
  const size = Math.max(SMALLEST_TEXT, wanted * Math.min(zoom, 1.15));
  return (
    <text
      x={node.x * zoom}
      y={node.y * zoom + size * 0.36}
      textAnchor="middle"
      fontSize={size}
      fontWeight={folded ? 400 : 600}
      fill={digit ? `var(--band${node.band}T)` : "var(--text)"}
    >
      {text}
    </text>
  );
}

type HubProps = { node: GraphNode; zoom: number; degree: number };

function HubDegree({ node, zoom, degree }: HubProps) {
  const half = (node.size / 2) * zoom;
  const text = String(degree);
  const width = text.length * 6.6 + 12;
  const side = node.flag?.band ? -half - 5 : half + 5; // a pennant has the other corner
  const [x, y] = [node.x * zoom + side, node.y * zoom - half - 4];
  return (
    <g>
      <rect
        x={x - width / 2}
        y={y - 8}
        width={width}
        height={16}
        rx={8}
        fill="var(--surface)"
        stroke="var(--lineS)"
      />
      <text
        x={x}
        y={y + 4}
        textAnchor="middle"
        fontSize={11}
        fontWeight={600}
        fill="var(--text)"
      >
        {text}
      </text>
    </g>
  );
}

/** A pennant on the corner of a flagged firm. */
function FlagMark({ node, zoom }: { node: GraphNode; zoom: number }) {
  const box = pennantBox(node, zoom);
  if (!box) return null;
  return (
    <g transform={`translate(${box.left} ${box.top})`}>
      <PennantShape band={node.flag?.band ?? null} />
    </g>
  );
}

type Props = {
  nodes: GraphNode[];
  focus: string | null;
  nodeLabels: NodeLabel[];
  chevrons: ContagionMark[];
  edgeLabels: EdgeLabel[];
  zoom: number;
  hullLabels: HullLabel[];
  /** Degrees of the nodes that have far more links than are drawn. */
  hubs: ReadonlyMap<string, number>;
  colourOf: (id: string) => string;
  pillOf: (node: GraphNode) => string;
  opacityOf: (id: string) => number;
};

/** Chevrons, amounts, digits, names and pills, above the canvas. */
export function LabelLayer(props: Props) {
  const { nodes, focus, nodeLabels, edgeLabels, hullLabels, chevrons } = props;
  const { zoom, opacityOf } = props;
  return (
    <>
      {chevrons.map((mark) => (
        <Chevrons key={mark.id} mark={mark} zoom={zoom} />
      ))}
      {edgeLabels.map(({ id, x, y, width, text, colour, faded }) => (
        <g key={id} opacity={faded ? 0.4 : 1}>
          <TextBackground x={x} y={y} width={width} tag={false} />
          <text
            x={x}
            y={y + 4}
            textAnchor="middle"
            fontSize={11}
            fontWeight={600}
            fill={colour}
          >
            {text}
          </text>
        </g>
      ))}
      {hullLabels.map(({ group, x, y, width }) => (
        <g key={group.id} opacity={group.pale ? 0.36 : 1}>
          <TextBackground x={x} y={y} width={width} tag />
          <text
            x={x}
            y={y + 4}
            textAnchor="middle"
            fontSize={11}
            fontWeight={600}
            fill="var(--control)"
          >
            {group.label}
          </text>
        </g>
      ))}
      {nodes.map((node) => (
        <g key={node.id} opacity={opacityOf(node.id)}>
          <InnerText node={node} zoom={zoom} focus={focus} pill={props.pillOf(node)} />
          <FlagMark node={node} zoom={zoom} />
          {props.hubs.has(node.id) && (
            <HubDegree node={node} zoom={zoom} degree={props.hubs.get(node.id) ?? 0} />
          )}
        </g>
      ))}
      {nodeLabels.map((label) => (
        <g key={label.id} opacity={opacityOf(label.id)}>
          <NodeName label={label} colour={props.colourOf(label.id)} />
        </g>
      ))}
    </>
  );
}
