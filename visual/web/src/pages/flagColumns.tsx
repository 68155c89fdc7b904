import type { FlaggedFirm, FlaggedPage } from "../api/types";
import { formatChance } from "../format/probability";
import { capitalised, type Words } from "../i18n/words";
import type { Column } from "../parts/DataTable";
import { FirmStatus } from "../parts/FirmStatus";
import { PartyName, Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { ChancePlot, scaleTop } from "../parts/plots";

const whole = (chance: number | undefined): string =>
  chance === undefined ? "" : (chance * 100).toFixed(2);

/** Why a firm is not scored, else its first reason, else the first rule that fits. */
export function topOf(firm: FlaggedFirm, { text }: Words): string {
  const told = firm.not_scored ?? firm.top ?? firm.rules[0];
  return capitalised(text(told?.text));
}

export const nextOf = (firm: FlaggedFirm, { text }: Words): string =>
  firm.second && firm.second.contribution !== 0
    ? text(firm.second.text)
    : text(firm.top ? null : firm.rules[1]?.text);

/** The line below the first reason: that another has the same, else the next reason. */
export function belowTop(firm: FlaggedFirm, joined: boolean, words: Words): string {
  const { t, brief, count } = words;
  const { evidence } = firm;
  if (evidence?.first) {
    return t("flags.same_evidence", { name: brief(evidence.first) });
  }
  if (evidence && joined) {
    return t("flags.same_evidence_n", { n: count(evidence.firms) });
  }
  return nextOf(firm, words);
}

function sinceColumns({ t }: Words): Column<FlaggedFirm>[] {
  return [
    {
      id: "since",
      head: t("col.since"),
      width: 88,
      spare: true,
      value: ({ since }) => since?.day,
      show: ({ since }) =>
        since ? (
          <span className="two-lines num">
            <span>{since.day}</span>
            {since.first_list && (
              <span className="small quiet" title={t("flags.first_list_text")}>
                {t("flags.first_list")}
              </span>
            )}
          </span>
        ) : (
          <span className="quiet">–</span>
        ),
    },
    {
      id: "first_list",
      head: t("col.first_list"),
      exportOnly: true,
      value: ({ since }) => since && t(since.first_list ? "value.yes" : "value.no"),
    },
  ];
}

/** A line that is cut where it is too long, but for the figure at its end. */
function CutLine({ children, className }: { children: string; className?: string }) {
  const [, words = children, figure] = /^(.*[:：]\s?)(\S.{0,11})$/.exec(children) ?? [];
  return (
    <span className={`cut-line ${className ?? ""}`} title={children}>
      <span className="clip">{words}</span>
      {figure && <span className="figure-end">{figure}</span>}
    </span>
  );
}

function reasonColumn(joined: boolean, words: Words): Column<FlaggedFirm> {
  return {
    id: "reason",
    head: words.t("col.top_reason"),
    value: (firm) => topOf(firm, words),
    show: (firm) => {
      const [top, next] = [topOf(firm, words), belowTop(firm, joined, words)];
      if (!next) return <span className="at-most-two-lines">{top}</span>;
      return (
        <span className="two-lines">
          <CutLine>{top}</CutLine>
          <CutLine className="small soft">{next}</CutLine>
        </span>
      );
    },
  };
}

function chanceColumns(words: Words, rows: FlaggedFirm[]): Column<FlaggedFirm>[] {
  const { t } = words;
  const top = scaleTop(Math.max(0.01, ...rows.map((row) => row.chance?.high ?? 0)));
  return [
    {
      id: "chance",
      head: t("col.chance"),
      width: 136,
      value: ({ chance }) => whole(chance?.value),
      show: ({ chance, band }) =>
        chance ? (
          <span className="chance-cell">
            <b className="num">{formatChance(chance.value)}</b>
            <ChancePlot {...chance} band={band} top={top} />
          </span>
        ) : (
          <span className="quiet">– {t("flags.not_scored")}</span>
        ),
    },
    {
      id: "low",
      head: t("col.chance_low"),
      exportOnly: true,
      value: ({ chance }) => whole(chance?.low),
    },
    {
      id: "high",
      head: t("col.chance_high"),
      exportOnly: true,
      value: ({ chance }) => whole(chance?.high),
    },
    {
      id: "raw",
      head: t("col.raw_score"),
      exportOnly: true,
      value: (firm) => firm.raw_score,
    },
    {
      id: "rank",
      head: t("col.rank"),
      exportOnly: true,
      value: (firm) => firm.rank,
    },
  ];
}

/** Columns of flagged firms: by rules there is neither a band nor a chance. */
export function flagColumns(
  words: Words,
  rows: FlaggedFirm[],
  { by, model }: Pick<FlaggedPage, "by" | "model">,
  joined = false,
): Column<FlaggedFirm>[] {
  const { t, text, list } = words;
  const scored = by === "model";
  const rulesOf = (firm: FlaggedFirm) => firm.rules.map((rule) => text(rule.label));
  const missing = (firm: FlaggedFirm) =>
    firm.not_collected.map((group) => text(group.label));
  const band: Column<FlaggedFirm> = {
    id: "band",
    head: t("col.band"),
    width: 56,
    value: (firm) => firm.band,
    show: (firm) => <Pennant band={firm.band} />,
  };
  const rules: Column<FlaggedFirm> = {
    id: "rules",
    head: t("col.rules"),
    value: (firm) => list(rulesOf(firm)),
    width: 64,
    show: (firm) => (
      <span className="rule-tags" title={list(rulesOf(firm))}>
        <Tag>
          {firm.rules.length > 1
            ? t("flag.rules_n", { n: firm.rules.length })
            : t("flag.rule")}
        </Tag>
      </span>
    ),
  };
  return [
    ...(scored ? [band] : []),
    {
      id: "party",
      head: t("col.firm"),
      width: 184,
      value: (firm) => words.name(firm.party),
      show: (firm) => (
        <span className="two-lines firm-name">
          <PartyName party={firm.party} link />
        </span>
      ),
    },
    {
      id: "party_id",
      head: t("col.party_id"),
      exportOnly: true,
      value: (firm) => firm.party.party_id,
    },
    ...(scored ? chanceColumns(words, rows) : [rules]),
    reasonColumn(joined, words),
    {
      id: "next",
      head: t("col.next_reason"),
      exportOnly: true,
      value: (firm) => nextOf(firm, words),
    },
    {
      id: "evidence",
      head: t("col.same_evidence"),
      exportOnly: true,
      value: (firm) => firm.evidence?.group,
    },
    {
      id: "missing",
      head: t("col.not_collected"),
      width: 104,
      spare: true,
      value: (firm) => list(missing(firm)),
      show: (firm) => {
        const labels = missing(firm);
        if (labels.length === 0)
          return <span className="soft">{t("flag.missing_none")}</span>;
        return (
          <span className="not-collected" title={list(labels)}>
            {labels.length === 1
              ? labels[0]
              : t("flag.missing_n", { n: labels.length })}
          </span>
        );
      },
    },
    ...sinceColumns(words),
    {
      id: "status",
      head: t("flags.status"),
      width: 96,
      value: (firm) => t(`case.state.${firm.status ?? "hidden"}`),
      show: (firm) => <FirmStatus state={firm.status} />,
    },
    {
      id: "model",
      head: t("model.id"),
      exportOnly: true,
      value: () => model?.model_id ?? t("flag.rule"),
    },
  ];
}
