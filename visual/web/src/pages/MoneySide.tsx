import type { ReactNode } from "react";
import { usePatternCounts } from "../api/moneyQueries";
import type { PatternCount, Total } from "../api/types";
import { formatTotal } from "../format/total";
import { useWords } from "../i18n";
import { Failure, limitsOf, Skeleton } from "../parts/states";
import { href } from "../shell/route";

const GROUPS = {
  back: ["loan_round_trip"],
  spread: [
    "fan_in",
    "fan_out",
    "scatter_gather",
    "gather_scatter",
    "bipartite",
    "stack",
  ],
  account: ["pass_through", "structuring", "fund_collection", "shared_device"],
} as const;
type Group = keyof typeof GROUPS | "other";

const groupOf = (name: string): Group =>
  (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).find((group) =>
    (GROUPS[group] as readonly string[]).includes(name),
  ) ?? "other";

/** Patterns by what they look at, in the order in which a group names them. */
export function grouped(items: PatternCount[]): [Group, PatternCount[]][] {
  const groups: Group[] = ["back", "spread", "account", "other"];
  return groups.map((group) => {
    const order: readonly string[] = group === "other" ? [] : GROUPS[group];
    const own = items.filter(({ name }) => groupOf(name) === group);
    return [group, own.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))];
  });
}

/** How often a pattern was found; hatched where what it needs was not collected. */
export function Hits({ count }: { count: PatternCount }) {
  const words = useWords();
  if (count.hits !== null)
    return <b className="num">{formatTotal(count.hits, words.count)}</b>;
  const kinds = count.not_collected.map((kind) =>
    words.nodeKind({ node_kind: kind, party_type: null }),
  );
  return (
    <span className="not-collected" title={words.list(kinds)}>
      {words.t("value.not_collected")}
    </span>
  );
}

function Row({
  to,
  name,
  text,
  here,
  children,
}: {
  to: string;
  name: string;
  text: string;
  here: boolean;
  children: ReactNode;
}) {
  return (
    <li>
      <a href={to} aria-current={here ? "page" : undefined} title={text}>
        <span className="row">
          <span className="grow clip">{name}</span>
          {children}
        </span>
        <span className="small soft clip">{text}</span>
      </a>
    </li>
  );
}

/** Beside lists of money: rings and patterns with their tests and hits, and more. */
export function MoneySide({
  here,
  rings,
  children,
}: {
  /** The pattern that is shown; null: rings. */
  here: string | null;
  /** How many of all rings no everyday reading explains, where known. */
  rings: Total | null;
  children?: ReactNode;
}) {
  const words = useWords();
  const { t, text } = words;
  const answer = usePatternCounts();
  const limits = answer.data ? limitsOf(answer.data.completeness) : [];
  return (
    <aside className="money-side">
      <nav aria-labelledby="money-patterns">
        <p className="money-side-head">
          <b id="money-patterns">{t("money.patterns")}</b>
          <span className="small soft">{t("money.hits")}</span>
        </p>
        {answer.isPending && <Skeleton rows={12} />}
        {answer.error && (
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        )}
        {grouped(answer.data?.items ?? []).map(([group, items]) => {
          if (items.length === 0 && group !== "back") return null;
          return (
            <section key={group} aria-label={t(`money.group.${group}`)}>
              <h2 className="small soft">{t(`money.group.${group}`)}</h2>
              <ul>
                {group === "back" && (
                  <Row
                    to="#/rings"
                    name={t("rings.title")}
                    text={t("money.ring_test")}
                    here={here === null}
                  >
                    {rings && <b className="num">{formatTotal(rings, words.count)}</b>}
                  </Row>
                )}
                {items.map((item) => (
                  <Row
                    key={item.name}
                    to={href(["patterns", item.name])}
                    name={text(item.title)}
                    text={text(item.text)}
                    here={here === item.name}
                  >
                    <Hits count={item} />
                  </Row>
                ))}
              </ul>
            </section>
          );
        })}
        {limits.some((limit) => limit !== "rate") && (
          <p className="small caution money-cut">{t("money.cut")}</p>
        )}
        {limits.includes("rate") && (
          <p className="small caution money-cut">{t("advice.rate")}</p>
        )}
      </nav>
      {children}
    </aside>
  );
}
