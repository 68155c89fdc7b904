import { useEffect, useRef } from "react";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName))
  );
}

/** Space presses, or scrolls, what has the focus. */
const isPressing = (target: EventTarget | null, key: string): boolean =>
  key === " " &&
  target instanceof HTMLElement &&
  target.closest("button, a, summary, [tabindex='0']") !== null;

/** A key of the whole page; it stays a character where somebody types. */
export function useShortcut(key: string | undefined, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!key) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key) return;
      if (isTyping(event.target) || isPressing(event.target, key)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [key]);
}
