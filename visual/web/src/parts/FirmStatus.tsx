import type { FirmState } from "../api/types";
import { useWords } from "../i18n";
import { Masked } from "./marks";

const RING = "M6 2a4 4 0 1 1-.01 0Z";
const HALF = "M6 2a4 4 0 0 1 0 8Z";
const CROSS = "M2.5 2.5l7 7M9.5 2.5l-7 7";

/** How the case of a firm stands: ring open, half in review, disc confirmed, cross. */
export function FirmStatus({ state }: { state: FirmState | null }) {
  const { t } = useWords();
  if (state === null) return <Masked />;
  return (
    <span className={`firm-status status-${state}`}>
      <svg width={12} height={12} aria-hidden="true">
        <path
          d={state === "dismissed" ? CROSS : RING}
          fill={state === "confirmed" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth={1.5}
        />
        {state === "in_review" && <path d={HALF} fill="currentColor" />}
      </svg>{" "}
      {t(`case.state.${state}`)}
    </span>
  );
}
