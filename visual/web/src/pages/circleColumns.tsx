import type { CircleSummary } from "../api/types";
import { langOf } from "../format/name";
import type { Words } from "../i18n";
import type { Column } from "../parts/DataTable";
import { BandWord, NotCollected, Tag } from "../parts/marks";
import { RingThumbnail } from "../parts/plots";
import { toCircle } from "../shell/route";

/** Kind and gaps of a circle, in words. */
const detailsOf = (row: CircleSummary, { t, code }: Words): string =>
  [
    code("kind", row.kind),
    ...(row.unknown_amounts > 0 ? [t("tag.unknown", { n: row.unknown_amounts })] : []),
  ].join(" · ");

/** How every list of circles looks; the details are seen only where they differ. */
export function circleColumns(
  words: Words,
  currency: string,
  rows: CircleSummary[],
): Column<CircleSummary>[] {
  const { t, title, cell, percent } = words;
  const unit = words.unit(currency);
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
    {
      id: "amount",
      head: t("col.exposure", { unit }),
      right: true,
      value: (row) => cell(row.effective_amount),
      show: (row) => cell(row.effective_amount) ?? <NotCollected />,
    },
    {
      id: "added",
      head: t("col.added", { unit }),
      right: true,
      value: (row) => cell(row.contagion_exposure),
      show: (row) => <b>{cell(row.contagion_exposure) ?? <NotCollected />}</b>,
    },
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
