import { CHEVRON_SPACING, type ContagionMark } from "../layout/contagion";

const CHEVRON = "M4.5 -6 L-1.5 0 L4.5 6";

/** Three chevrons in the middle of a link, pointing the way that distress travels. */
export function Chevrons({ mark, zoom }: { mark: ContagionMark; zoom: number }) {
  const t = (mark.curve.start + mark.curve.end) / 2;
  const middle = mark.curve.at(t);
  const along = mark.curve.along(t);
  const angle = (Math.atan2(along.y, along.x) * 180) / Math.PI;
  const turn = mark.distress === -1 ? angle : angle + 180;
  return (
    <g
      transform={`translate(${middle.x * zoom} ${middle.y * zoom}) rotate(${turn})`}
      opacity={mark.faded ? 0.28 : 1}
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
          {[-CHEVRON_SPACING, 0, CHEVRON_SPACING].map((x) => (
            <path key={x} d={CHEVRON} transform={`translate(${x} 0)`} />
          ))}
        </g>
      ))}
    </g>
  );
}
