import { useSyncExternalStore } from "react";

export type Theme = "auto" | "light" | "dark";

const KEY = "suretynet.theme";
const listeners = new Set<() => void>();

export function storedTheme(): Theme {
  const theme = localStorage.getItem(KEY);
  return theme === "light" || theme === "dark" ? theme : "auto";
}

export function applyTheme(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme(theme);
  for (const listener of listeners) listener();
}

const prefersDark = () => window.matchMedia("(prefers-color-scheme: dark)");

function subscribe(listener: () => void) {
  listeners.add(listener);
  prefersDark().addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    prefersDark().removeEventListener("change", listener);
  };
}

/** What is on the screen: the reader's choice, else the system's. */
export function useTheme(): { chosen: Theme; shown: "light" | "dark" } {
  const key = useSyncExternalStore(subscribe, () => {
    const chosen = storedTheme();
    const shown =
      chosen === "auto" ? (prefersDark().matches ? "dark" : "light") : chosen;
    return `${chosen} ${shown}`;
  });
  const [chosen, shown] = key.split(" ") as [Theme, "light" | "dark"];
  return { chosen, shown };
}

/** The computed colour of a token, for drawing on a canvas. */
export function tokenColour(name: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
