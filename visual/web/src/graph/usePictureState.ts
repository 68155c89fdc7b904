import { type RefObject, useEffect } from "react";

/**
 * Says on the pane whether the picture still changes (`aria-busy`, for readers of screens
 * and whoever drives the page) and which address it answers (`data-address`). An effect
 * rather than an attribute: only after those of the canvas is the picture really drawn.
 */
export function usePictureState(
  pane: RefObject<HTMLElement | null>,
  busy: boolean,
): void {
  const address = window.location.hash;
  useEffect(() => {
    pane.current?.setAttribute("aria-busy", String(busy));
    pane.current?.setAttribute("data-address", address);
  }, [pane, busy, address]);
}
