import type { GraphNode } from "../api/graph";
import { langOf } from "../format/name";
import type { HullGroup } from "./BackLayer";
import { type Curve, sizeOf } from "./geometry";
import { type Label, LINE } from "./labels";

export type EdgeMark = {
  id: string;
  curve: Curve;
  bow: number;
  text: string;
  colour: string;
  /** 1 along the edge, -1 against it, 0 for none. */
  distress: -1 | 0 | 1;
  faded: boolean;
};

const CHEVRON = "M4.5 -6 L-1.5 0 L4.5 6";
const SPACING = 9;

function Chevrons({ mark, zoom }: { mark: EdgeMark; zoom: number }) {
  const t = (mark.curve.start + mark.curve.end) / 2;
  const middle = mark.curve.at(t);
  const along = mark.curve.along(t);
  const angle = (Math.atan2(along.y, along.x) * 180) / Math.PI;
  const turn = mark.distress === -1 ? angle : angle + 180;
  return (
    <g
      transform={`translate(${middle.x * zoom} ${middle.y * zoom}) rotate(${turn})`}
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

function EdgeText({
  mark,
  zoom,
  width,
}: {
  mark: EdgeMark;
  zoom: number;
  width: number;
}) {
  const t = mark.distress === 0 ? 0.5 : 0.5 + (mark.bow === 0 ? 0.2 : 0);
  const s = mark.curve.start + (mark.curve.end - mark.curve.start) * t;
  const point = mark.curve.at(s);
  const along = mark.curve.along(s);
  const side = mark.bow >= 0 ? 1 : -1;
  const off = mark.distress === 0 && Math.abs(mark.bow) < 1 ? 0 : 13;
  const reach = off === 0 ? 0 : off + (Math.abs(along.y) * width) / 2;
  const x = point.x * zoom - along.y * side * reach;
  const y = point.y * zoom + along.x * side * reach;
  return (
    <g opacity={mark.faded ? 0.4 : 1}>
      <rect
        x={x - width / 2 - 3}
        y={y - 8}
        width={width + 6}
        height={16}
        rx={2}
        fill="var(--canvas)"
        fillOpacity={0.88}
      />
      <text
        x={x}
        y={y + 4}
        textAnchor="middle"
        fontSize={11}
        fontWeight={600}
        fill={mark.colour}
      >
        {mark.text}
      </text>
    </g>
  );
}

function NodeText({
  label,
  colour,
  faded,
}: {
  label: Label;
  colour: string;
  faded: boolean;
}) {
  return (
    <g
      textAnchor={label.anchor}
      opacity={faded ? 0.45 : 1}
      stroke="var(--canvas)"
      strokeWidth={3}
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

function HubDegree({ node, zoom }: { node: GraphNode; zoom: number }) {
  const half = (sizeOf(node) / 2) * zoom;
  const text = String(node.hub_degree);
  const width = text.length * 6.6 + 12;
  const [x, y] = [node.x * zoom + half, node.y * zoom - half];
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

type HullTag = { group: HullGroup; x: number; y: number; width: number };

type Props = {
  nodes: GraphNode[];
  labels: Label[];
  marks: EdgeMark[];
  zoom: number;
  hullTags: HullTag[];
  colourOf: (id: string) => string;
  faded: ReadonlySet<string> | null;
  measure: (text: string) => number;
};

/** Chevrons, amounts, names and pills, above the canvas. */
export function FrontLayer(props: Props) {
  const { nodes, labels, marks, zoom, hullTags, colourOf, faded, measure } = props;
  return (
    <>
      {marks
        .filter((mark) => mark.distress !== 0)
        .map((mark) => (
          <Chevrons key={mark.id} mark={mark} zoom={zoom} />
        ))}
      {zoom >= 0.6 &&
        marks
          .filter((mark) => mark.text)
          .map((mark) => (
            <EdgeText
              key={mark.id}
              mark={mark}
              zoom={zoom}
              width={measure(mark.text)}
            />
          ))}
      {hullTags.map(({ group, x, y, width }) => (
        <g key={group.id}>
          <rect
            x={x - width / 2 - 6}
            y={y - 9}
            width={width + 12}
            height={18}
            rx={4}
            fill="var(--surface)"
            stroke="var(--control)"
          />
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
      {nodes
        .filter((node) => node.hub_degree !== null && node.node_kind !== "more")
        .map((node) => (
          <HubDegree key={node.id} node={node} zoom={zoom} />
        ))}
      {labels.map((label) => (
        <NodeText
          key={label.id}
          label={label}
          colour={colourOf(label.id)}
          faded={faded !== null && !faded.has(label.id)}
        />
      ))}
    </>
  );
}
