import type { RefObject } from "react";
import { lettersOn } from "../shell/KeyList";
import { useShortcut } from "../shell/shortcut";

const ROWS = "tbody tr[tabindex]";

/** `J` and `K` walk the rows of all tables of a frame; Enter opens the one in focus, which may be
 * selected on the way. */
export function useRowKeys(
  frame: RefObject<HTMLElement | null>,
  selects = false,
): void {
  const walk = (step: number) => {
    if (!lettersOn()) return;
    const rows = [...(frame.current?.querySelectorAll<HTMLElement>(ROWS) ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[next]?.focus();
    if (selects) rows[next]?.click();
  };
  useShortcut("j", () => walk(1));
  useShortcut("k", () => walk(-1));
}
