import { useWords } from "../i18n";

const CLOTH = "M1 1H21L17 8L21 15H1Z";

/** The cloth with its digit, in the colours of a band; dashed where nothing is scored. */
export function PennantShape({ band }: { band: number | null }) {
  return (
    <>
      <path
        d={CLOTH}
        fill={band ? `var(--band${band})` : "none"}
        stroke={band ? `var(--band${band}L)` : "var(--lineS)"}
        strokeDasharray={band ? undefined : "2.5 2"}
      />
      {band && (
        <text
          x={9}
          y={12}
          textAnchor="middle"
          fontSize={11}
          fontWeight={600}
          fill={`var(--band${band}T)`}
        >
          {band}
        </text>
      )}
    </>
  );
}

/** A model score: a pennant, where the chance of default has a square. */
export function Pennant({ band }: { band: number | null }) {
  const words = useWords();
  const title = band
    ? words.t("flag.band", { band, word: words.band(band) })
    : words.t("flag.not_scored");
  return (
    <svg className="pennant" width={22} height={16} role="img" aria-label={title}>
      <title>{title}</title>
      <PennantShape band={band} />
    </svg>
  );
}
