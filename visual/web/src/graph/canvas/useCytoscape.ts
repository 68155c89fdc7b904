import cytoscape, { type Core, type ElementDefinition } from "cytoscape";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Point } from "../layout/geometry";
import type { Palette } from "./palette";
import { stylesheet } from "./stylesheet";
import { type Viewport, ZOOM_LIMITS } from "./viewport";

/** What happens on events of the canvas. */
export type Handlers = {
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
  onMenu: (id: string) => void;
  onMove: (id: string, to: Point) => void;
  onHover: (id: string | null) => void;
  onView: (view: Viewport) => void;
  onDrag: (id: string, to: Point) => void;
};

function listen(cy: Core, handlers: RefObject<Handlers>): void {
  cy.on("tap", (event) => {
    handlers.current.onSelect(event.target === cy ? null : event.target.id());
  });
  cy.on("dbltap", "node", (event) => handlers.current.onOpen(event.target.id()));
  cy.on("cxttap", "node", (event) => handlers.current.onMenu(event.target.id()));
  cy.on("drag", "node", (event) => {
    handlers.current.onDrag(event.target.id(), { ...event.target.position() });
  });
  cy.on("dragfree", "node", (event) => {
    handlers.current.onMove(event.target.id(), { ...event.target.position() });
  });
  cy.on("viewport", () => {
    handlers.current.onView({ zoom: cy.zoom(), pan: { ...cy.pan() } });
  });
  cy.on("mouseover", "node", (event) => {
    const node = event.target;
    const near = node.closedNeighborhood();
    node.addClass("hovered");
    cy.elements().not(near).addClass("dim");
    handlers.current.onHover(node.id());
  });
  cy.on("mouseout", "node", () => {
    cy.elements().removeClass("hovered dim");
    handlers.current.onHover(null);
  });
}

/** Makes the drawn elements equal the wanted ones, touching only what differs. */
function sync(cy: Core, wanted: ElementDefinition[]): void {
  cy.batch(() => {
    const ids = new Set(wanted.map((element) => element.data.id));
    cy.elements()
      .filter((element) => !ids.has(element.id()))
      .remove();
    for (const element of wanted) {
      const drawn = cy.getElementById(String(element.data.id));
      if (drawn.empty()) {
        cy.add(element);
        continue;
      }
      drawn.data(element.data);
      drawn.classes(String(element.classes ?? ""));
      if (element.position && drawn.isNode() && !drawn.grabbed()) {
        drawn.position(element.position);
      }
    }
  });
}

/** One Cytoscape instance in a container, kept equal to the elements. */
export function useCytoscape(
  container: RefObject<HTMLDivElement | null>,
  elements: ElementDefinition[],
  palette: Palette,
  handlers: Handlers,
): Core | null {
  const latest = useRef(handlers);
  latest.current = handlers;
  const [core, setCore] = useState<Core | null>(null);

  useEffect(() => {
    if (!container.current) return;
    const cy = cytoscape({
      container: container.current,
      minZoom: ZOOM_LIMITS.min,
      maxZoom: ZOOM_LIMITS.max,
      boxSelectionEnabled: false,
      autounselectify: true,
      layout: { name: "preset" },
    });
    listen(cy, latest);
    setCore(cy);
    return () => {
      setCore(null);
      cy.destroy();
    };
  }, [container]);

  useEffect(() => {
    core?.style(stylesheet(palette));
  }, [core, palette]);

  useEffect(() => {
    if (core) sync(core, elements);
  }, [core, elements]);

  return core;
}
