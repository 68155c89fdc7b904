import { type Key, useWords } from "../i18n";
import { Band } from "../parts/marks";
import type { Picture } from "./workspace";

type Sample = {
  word: Key;
  colour: string;
  dash?: string;
  head: "triangle" | "vee" | "dot" | "diamond" | "chevron" | "bar" | "hollow" | "waves";
  width?: number;
};

const HEADS: Record<Sample["head"], string> = {
  triangle: "M22 3 30 7 22 11Z",
  hollow: "M22 3 30 7 22 11Z",
  vee: "M21 2.6 30 7 21 11.4 24 7Z",
  dot: "M27 4.4a2.6 2.6 0 1 0 .01 0Z",
  diamond: "M20 7 25 4 30 7 25 10Z",
  chevron: "M20 3 25 7 20 11M25 3 30 7 25 11",
  bar: "M28 2.5V11.5",
  waves: "M14 3 10 7 14 11M19 3 15 7 19 11M24 3 20 7 24 11",
};

const SAMPLES: Record<string, Sample> = {
  guarantee: {
    word: "legend.guarantee_short",
    colour: "guarantee",
    head: "triangle",
    width: 2.4,
  },
  distress: { word: "legend.distress", colour: "distress", head: "waves" },
  ownership: { word: "legend.ownership", colour: "ownership", head: "vee" },
  control: { word: "legend.control", colour: "control", head: "diamond", dash: "5 3" },
  role: { word: "legend.role", colour: "role", head: "dot", dash: "1.5 2.5" },
  transfer: { word: "legend.transfer", colour: "transfer", head: "chevron" },
  event: { word: "legend.event", colour: "litigation", head: "bar" },
  lapsed: { word: "legend.lapsed", colour: "lineS", head: "hollow", dash: "5 4" },
  no_effect: {
    word: "legend.no_effect",
    colour: "lineS",
    head: "hollow",
    dash: "1.5 2.5",
  },
  called: { word: "legend.called", colour: "distress", head: "triangle", width: 2.4 },
};

function Line({ sample }: { sample: Sample }) {
  const colour = `var(--${sample.colour})`;
  const open =
    sample.head === "chevron" || sample.head === "bar" || sample.head === "waves";
  return (
    <svg
      width={28}
      height={14}
      viewBox="3 0 28 14"
      fill="none"
      stroke={colour}
      aria-hidden="true"
    >
      <path
        d={open && sample.head !== "chevron" ? "M1 7H28" : "M1 7H23"}
        strokeWidth={sample.width ?? 1.6}
        strokeDasharray={sample.dash}
        stroke={sample.head === "waves" ? "var(--guarantee)" : colour}
      />
      <path
        d={HEADS[sample.head]}
        strokeWidth={open ? 1.8 : 1}
        fill={open ? "none" : sample.head === "hollow" ? "var(--surface)" : colour}
      />
    </svg>
  );
}

/** Which signs the picture really uses, the two about direction always first. */
export function signsOf({ edges }: Picture, contagion: boolean): string[] {
  const relations = new Set(edges.map((edge) => edge.relation));
  const forces = new Set(edges.map((edge) => edge.force));
  const has = {
    guarantee: relations.has("guarantee"),
    distress: contagion && relations.has("guarantee"),
    ownership: relations.has("ownership"),
    control: relations.has("control"),
    role: ["role", "family", "contact"].some((relation) => relations.has(relation)),
    transfer: relations.has("transfer"),
    event: relations.has("event"),
    lapsed: forces.has("lapsed") || forces.has("released"),
    no_effect: forces.has("no_effect"),
    called: forces.has("called"),
  };
  return Object.entries(has).flatMap(([sign, shown]) => (shown ? [sign] : []));
}

type Props = { picture: Picture; contagion: boolean; hulls: boolean };

/** The strip below the canvas, always there. */
export function Legend({ picture, contagion, hulls }: Props) {
  const { t } = useWords();
  const kinds = new Set(
    picture.nodes.map((node) => (node.node_kind === "party" ? node.party_type : "")),
  );
  const bank = [...kinds].some((kind) => kind && !["company", "person"].includes(kind));
  return (
    <section className="legend" aria-label={t("legend.title")}>
      {signsOf(picture, contagion).map((sign) => {
        const sample = SAMPLES[sign];
        return (
          sample && (
            <span key={sign}>
              <Line sample={sample} />
              {t(sign === "guarantee" && contagion ? "legend.guarantee" : sample.word)}
            </span>
          )
        );
      })}
      {hulls && (
        <span>
          <i className="sample sample-hull" /> {t("legend.hull")}
        </span>
      )}
      {!contagion && kinds.has("person") && (
        <span>
          <i className="sample" /> {t("legend.person")}
        </span>
      )}
      {!contagion && bank && (
        <span>
          <svg
            width={14}
            height={14}
            fill="none"
            stroke="var(--ownership)"
            aria-hidden="true"
          >
            <path d="M4 2h6l3 5-3 5H4L1 7Z" strokeWidth={1.3} />
          </svg>
          {t("legend.guarantor")}
        </span>
      )}
      <span className="legend-end">
        <Band band={1} /> … <Band band={5} /> {t("legend.risk")}
      </span>
    </section>
  );
}
