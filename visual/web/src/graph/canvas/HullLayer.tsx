import type { HullBorder } from "../layout/controllerHulls";
import { polygonPath } from "../layout/convexHull";
import type { Ellipse } from "../layout/guides";

type Props = { zoom: number; guides: Ellipse[]; borders: HullBorder[] };

/** Guides and controller hulls, below the canvas. */
export function HullLayer({ zoom, guides, borders }: Props) {
  return (
    <>
      {guides.map((guide) => (
        <ellipse
          key={`${guide.rx} ${guide.ry}`}
          cx={guide.cx * zoom}
          cy={guide.cy * zoom}
          rx={guide.rx * zoom}
          ry={guide.ry * zoom}
          fill="none"
          stroke="var(--line2)"
          strokeDasharray="1.5 3"
        />
      ))}
      {borders.map(({ group, polygons }) =>
        polygons.map((polygon, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: a hull's parts have no other name
            key={`${group.id} ${index}`}
            d={polygonPath(polygon, zoom)}
            fill="var(--control)"
            fillOpacity={0.08}
            opacity={group.pale ? 0.36 : 1}
            stroke="var(--control)"
            strokeWidth={1.5}
            strokeDasharray={group.confirmed ? undefined : "6 4"}
            strokeLinejoin="round"
          />
        )),
      )}
    </>
  );
}
