import type { CircleSummary } from "../api/types";
import { langOf } from "../format/name";
import type { Words } from "../i18n";
import { amountColumn } from "../parts/amountColumn";
import type { Column } from "../parts/DataTable";
import { BandWord, Tag } from "../parts/marks";
import { RingThumbnail } from "../parts/plots";
import { toCircle } from "../shell/route";

/** Kind and gaps of a circle, in words. */
const detailsOf = (row: CircleSummary, { t }: Words): string =>
  [
    t(`kind.${row.kind}`),
    ...(row.unknown_amounts > 0 ? [t("tag.unknown", { n: row.unknown_amounts })] : []),
  ].join(" · ");

/** How every list of circles looks; the details are seen only where they differ. */
export function circleColumns(
  words: Words,
  rows: CircleSummary[],
): Column<CircleSummary>[] {
  const { t, title, percent } = words;
  const added = amountColumn(words, {
    id: "added",
    head: "col.added",
    rows,
    of: ({ contagion_exposure: amount, currency }) => ({ amount, currency }),
  });
  return [
    {
      id: "circle",
      head: t("col.circle"),
      value: (row) => title(row.name),
      show: (row) => (
        <span className="row circle-name">
          <RingThumbnail ring={row.ring} />
          <a
            className="name strong clip"
            href={toCircle(row.circle_id)}
            lang={langOf(title(row.name))}
            title={title(row.name)}
          >
            {title(row.name)}
          </a>
        </span>
      ),
    },
    {
      id: "band",
      head: t("col.band"),
      value: (row) => row.band,
      show: (row) => <BandWord band={row.band} />,
    },
    { id: "firms", head: t("col.firms"), right: true, value: (row) => row.firms },
    {
      id: "guarantees",
      head: t("col.guarantees"),
      right: true,
      value: (row) => row.guarantees,
    },
    amountColumn(words, {
      id: "amount",
      head: "col.exposure",
      rows,
      of: ({ effective_amount: amount, currency }) => ({ amount, currency }),
    }),
    { ...added, show: (row) => <b>{added.show?.(row)}</b> },
    {
      id: "worst",
      head: t("col.worst"),
      right: true,
      value: (row) => percent(row.max_pd),
    },
    {
      id: "tags",
      head: t("col.details"),
      exportOnly: rows.every((row) => row.unknown_amounts === 0),
      value: (row) => detailsOf(row, words),
      show: (row) => (
        <span className="row tags">
          {row.unknown_amounts > 0 && (
            <Tag tone="caution">{t("tag.unknown", { n: row.unknown_amounts })}</Tag>
          )}
        </span>
      ),
    },
  ];
}
