import type { Evidence } from "../api/types";
import { formatSigned } from "../format/probability";
import { isKey, useWords } from "../i18n";
import { NotCollected } from "../parts/marks";
import { scaleTop } from "../parts/plots";
import { lettersOn } from "../shell/KeyList";
import { setParams } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import {
  before,
  type Figure,
  figureText,
  figureWords,
  type Group,
  type Turn,
  toggledOff,
  type WhatIfRow,
  whatIfRows,
} from "./whatIf";

const SCALE = 84;
const COLOURS: Record<Turn, string> = {
  falls: "var(--better)",
  rises: "var(--distress)",
  same: "var(--lineS)",
};

/** The chance before (hollow) and after (solid), on the scale of all rows. */
function Shift({ from, row, top }: { from: Figure; row: WhatIfRow; top: number }) {
  if (from.chance === null || row.after.chance === null) return null;
  const at = (chance: number) => 6 + (Math.min(chance, top) / top) * (SCALE - 12);
  const colour = COLOURS[row.turn];
  const [x1, x2] = [at(from.chance), at(row.after.chance)];
  return (
    <svg className="shift" viewBox={`0 0 ${SCALE} 16`} aria-hidden="true">
      <line x1={1} x2={SCALE - 1} y1={8} y2={8} stroke="var(--line2)" />
      <line x1={x1} x2={x2} y1={8} y2={8} stroke={colour} strokeWidth={3} />
      <circle cx={x2} cy={8} r={4.4} fill={colour} />
      <circle cx={x1} cy={8} r={3.6} fill="var(--surface)" stroke="var(--text2)" />
    </svg>
  );
}

function Row({
  row,
  from,
  top,
  off,
}: {
  row: WhatIfRow;
  from: Figure;
  top: number;
  off: Group[];
}) {
  const words = useWords();
  const { t } = words;
  const label = words.code("evidence.group", row.group);
  if (!row.collected) {
    return (
      <li>
        <span className="switch-gap" />
        <span className="grow soft">{label}</span>
        <NotCollected />
      </li>
    );
  }
  const isOff = off.includes(row.group);
  const figure =
    row.turn === "same" ? t("evidence.no_change") : figureWords(from, row.after, words);
  const heard = row.turn === "same" ? figure : t(`evidence.${row.turn}`, { figure });
  // where chances are level only the raw score moves: no colour for what is not seen
  const level = figureText(from) === figureText(row.after);
  return (
    <li className={isOff ? "group-off" : ""}>
      <button
        type="button"
        className="switch"
        role="switch"
        aria-checked={!isOff}
        aria-label={t("evidence.switch", { group: label, figure: heard })}
        onClick={() => setParams({ off: toggledOff(off, row.group) })}
      >
        <i />
      </button>
      <span className="grow two-lines">
        <b>{label}</b>
        <span className="small quiet num">
          {t("evidence.edges", { n: row.edges })}
          {row.change !== null && row.turn !== "same" && (
            <> · {t("evidence.raw_change", { change: formatSigned(row.change) })}</>
          )}
        </span>
      </span>
      <Shift from={from} row={row} top={top} />
      <span className={`shift-figure num turn-${level ? "same" : row.turn}`}>
        {figure}
      </span>
    </li>
  );
}

/** A switch for each group of facts, and what the score would be without it. */
export function WhatIfSwitches({
  evidence,
  off,
}: {
  evidence: Evidence;
  off: Group[];
}) {
  const words = useWords();
  const { t, text } = words;
  const rows = whatIfRows(evidence);
  const switched = rows.filter(({ collected }) => collected);
  const press = (place: number) => () => {
    const row = switched[place];
    if (lettersOn() && row) setParams({ off: toggledOff(off, row.group) });
  };
  useShortcut("1", press(0));
  useShortcut("2", press(1));
  useShortcut("3", press(2));
  useShortcut("4", press(3));
  const { counterfactual, no_counterfactual: none } = evidence;
  if (!counterfactual) {
    if (!none) return null;
    return (
      <section className="panel-section">
        <h2>{t("evidence.what_if")}</h2>
        <p className="small soft">{t("evidence.none_why", { why: text(none.text) })}</p>
      </section>
    );
  }
  const from = before(evidence);
  const top = scaleTop(
    Math.max(from.chance ?? 0, ...rows.map(({ after }) => after.chance ?? 0)),
  );
  const { frozen } = counterfactual;
  const method = `evidence.by.${counterfactual.method}`;
  return (
    <section className="panel-section what-if">
      <div className="panel-line">
        <h2>{t("evidence.what_if")}</h2>
        <span className="small quiet">{t("evidence.what_if_sub")}</span>
      </div>
      <ul className="plain-list">
        {rows.map((row) => (
          <Row key={row.group} row={row} from={from} top={top} off={off} />
        ))}
      </ul>
      <p className="small soft">
        {isKey(method) ? t(method) : text(counterfactual.method)}
        {words.language === "zh" ? "" : " "}
        {t("evidence.no_sum")}
      </p>
      {frozen.length > 0 && (
        <details className="receipt">
          <summary>{t("evidence.frozen", { n: frozen.length })}</summary>
          <p className="small soft num frozen">{frozen.join(", ")}</p>
        </details>
      )}
    </section>
  );
}
