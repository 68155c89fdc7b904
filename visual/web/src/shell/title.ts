import { useEffect } from "react";

/** Names the browser's tab, and with it the bookmark of a view. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · suretynet` : "suretynet";
  }, [title]);
}
