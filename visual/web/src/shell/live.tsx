import { useSyncExternalStore } from "react";

let sentence = "";
const listeners = new Set<() => void>();

/** One short sentence for readers of screens, shown for a moment to everybody. */
export function say(text: string): void {
  sentence = text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function LiveRegion() {
  const text = useSyncExternalStore(subscribe, () => sentence);
  return (
    <div className="away" role="status" aria-live="polite">
      {text}
    </div>
  );
}
