import { useState } from "react";
import { type Moment, useLinkRows } from "../api/queries";
import type { LinkRow } from "../api/types";
import { exactAmount } from "../format/amount";
import { formatPeriod } from "../format/date";
import type { DrawnEdge } from "../graph/workspace";
import { useWords } from "../i18n";
import { Chip, NotCollected } from "../parts/marks";
import { CompletenessLine, Failure, Skeleton } from "../parts/states";
import { ContractFacts } from "./ContractFacts";

type RowProps = { row: LinkRow; measured: boolean; moment: Moment };

/** One of several links: its days, its amount and its records, or its contract. */
function SingleLink({ row, measured, moment }: RowProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const amount =
    row.amount === null
      ? measured && <NotCollected />
      : words.amount(row.amount, row.currency);
  const days = formatPeriod(row.valid_from, row.valid_to) ?? "–";
  return (
    <li>
      {row.contracts.length > 0 ? (
        <button type="button" className="link num" onClick={() => setOpen(!open)}>
          {days}
        </button>
      ) : (
        <span className="num">{days}</span>
      )}
      <span className="num" title={exactAmount(row.amount, row.currency)}>
        {amount}
      </span>
      {row.sources.slice(0, 1).map((record) => (
        <span key={record.record_id} className="grow clip" title={record.record_id}>
          <Chip chip={{ kind: "fact", text: record.source }} />{" "}
          <span className="quiet small num">{record.record_id}</span>
        </span>
      ))}
      {open &&
        row.contracts.map((id) => <ContractFacts key={id} id={id} moment={moment} />)}
    </li>
  );
}

type Props = { edge: DrawnEdge; moment: Moment };

/** The single links that one of a picture stands for, the latest first. */
export function ParallelLinks({ edge, moment }: Props) {
  const { t, count } = useWords();
  const answer = useLinkRows(edge.id, edge.at, true);
  const pages = answer.data?.pages ?? [];
  const last = pages.at(-1);
  const measured = edge.sums.length > 0 || edge.unknown_amounts > 0;
  return (
    <>
      <h3>
        {t("details.parallel")}{" "}
        <span className="quiet">
          {t("details.parallel_count", { n: count(edge.count) })}
        </span>
      </h3>
      <ul className="plain-rows records parallel" aria-busy={answer.isFetching}>
        {pages
          .flatMap((page) => page.rows)
          .map((row) => (
            <SingleLink key={row.id} row={row} measured={measured} moment={moment} />
          ))}
      </ul>
      {answer.isPending && <Skeleton rows={4} />}
      {answer.error && (
        <Failure error={answer.error} onRetry={() => void answer.refetch()} />
      )}
      {answer.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={answer.isFetching}
          onClick={() => void answer.fetchNextPage()}
        >
          {t("details.more")}
        </button>
      )}
      {last && !answer.hasNextPage && !last.completeness.complete && (
        <CompletenessLine completeness={last.completeness} />
      )}
    </>
  );
}
