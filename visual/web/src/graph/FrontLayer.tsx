import type { GraphNode } from "../api/types";
import { langOf } from "../format/name";
import type { HullTag } from "./BackLayer";
import type { Box } from "./box";
import type { EdgeText } from "./edgeTexts";
import { type Curve, sizeOf } from "./geometry";
import type { Label } from "./labels";
import { LINE } from "./spots";

/** Distress on a link: 1 along it, -1 against it. */
export type Wave = {
  id: string;
  curve: Curve;
  distress: -1 | 1;
  faded: boolean;
};

const CHEVRON = "M4.5 -6 L-1.5 0 L4.5 6";
const SPACING = 9;
const SMALLEST_TEXT = 11;
/** Below it a folded node holds its count alone. */
const WORDS_FIT = 0.9;

/** Room of the chevrons on a link. */
export function chevronBox({ curve }: Wave, zoom: number): Box {
  const { x, y } = curve.at((curve.start + curve.end) / 2);
  const half = SPACING * 1.6;
  const [left, top] = [x * zoom - half, y * zoom - half];
  return { left, top, right: left + 2 * half, bottom: top + 2 * half };
}

function Chevrons({ wave, zoom }: { wave: Wave; zoom: number }) {
  const t = (wave.curve.start + wave.curve.end) / 2;
  const middle = wave.curve.at(t);
  const along = wave.curve.along(t);
  const angle = (Math.atan2(along.y, along.x) * 180) / Math.PI;
  const turn = wave.distress === -1 ? angle : angle + 180;
  return (
    <g
      transform={`translate(${middle.x * zoom} ${middle.y * zoom}) rotate(${turn})`}
      opacity={wave.faded ? 0.28 : 1}
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {(["var(--canvas)", "var(--distress)"] as const).map((colour) => (
        <g
          key={colour}
          className="drift"
          stroke={colour}
          strokeWidth={colour === "var(--canvas)" ? 6 : 2.2}
        >
          {[-SPACING, 0, SPACING].map((x) => (
            <path key={x} d={CHEVRON} transform={`translate(${x} 0)`} />
          ))}
        </g>
      ))}
    </g>
  );
}

function Plate({
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

function NodeText({ label, colour }: { label: Label; colour: string }) {
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
        <text x={label.x} y={label.y + LINE} fontSize={11} fill="var(--text2)">
          {label.second}
        </text>
      )}
    </g>
  );
}

type InsideProps = {
  node: GraphNode;
  zoom: number;
  focus: string | null;
  pill: string;
};

/** The band digit, or the words of a folded node; never under 11 px. */
function Inside({ node, zoom, focus, pill }: InsideProps) {
  const half = (sizeOf(node) / 2) * zoom;
  const digit = node.party_type === "company" && node.band ? String(node.band) : "";
  const folded = node.node_kind === "more";
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
  const half = (sizeOf(node) / 2) * zoom;
  const text = String(degree);
  const width = text.length * 6.6 + 12;
  const [x, y] = [node.x * zoom + half + 5, node.y * zoom - half - 4];
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

type Props = {
  nodes: GraphNode[];
  focus: string | null;
  labels: Label[];
  waves: Wave[];
  texts: EdgeText[];
  zoom: number;
  hullTags: HullTag[];
  /** Degrees of the nodes that have far more links than are drawn. */
  hubs: ReadonlyMap<string, number>;
  colourOf: (id: string) => string;
  pillOf: (node: GraphNode) => string;
  opacityOf: (id: string) => number;
};

/** Chevrons, amounts, digits, names and pills, above the canvas. */
export function FrontLayer(props: Props) {
  const { nodes, focus, labels, waves, texts, zoom, hullTags, opacityOf } = props;
  return (
    <>
      {waves.map((wave) => (
        <Chevrons key={wave.id} wave={wave} zoom={zoom} />
      ))}
      {texts.map(({ id, x, y, width, text, colour, faded }) => (
        <g key={id} opacity={faded ? 0.4 : 1}>
          <Plate x={x} y={y} width={width} tag={false} />
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
      {hullTags.map(({ group, x, y, width }) => (
        <g key={group.id}>
          <Plate x={x} y={y} width={width} tag />
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
          <Inside node={node} zoom={zoom} focus={focus} pill={props.pillOf(node)} />
          {props.hubs.has(node.id) && (
            <HubDegree node={node} zoom={zoom} degree={props.hubs.get(node.id) ?? 0} />
          )}
        </g>
      ))}
      {labels.map((label) => (
        <g key={label.id} opacity={opacityOf(label.id)}>
          <NodeText label={label} colour={props.colourOf(label.id)} />
        </g>
      ))}
    </>
  );
}
