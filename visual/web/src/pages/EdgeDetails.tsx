import { type Moment, useLinkSources } from "../api/queries";
import { exactAmount } from "../format/amount";
import { formatDay } from "../format/date";
import { isPromise } from "../graph/force";
import { periodOf, relationWords } from "../graph/graphColumns";
import { pageOf } from "../graph/nodePage";
import type { DrawnEdge, Picture } from "../graph/workspace";
import { useWords } from "../i18n";
import { type Row, Rows } from "../parts/facts";
import { PartyName } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { ContractFacts } from "./ContractFacts";
import { RecordList } from "./NodeFacts";
import { ParallelLinks } from "./ParallelLinks";

/** The records of a link: of the published instant, its picture names them only. */
function useRecords(edge: DrawnEdge) {
  const named = !edge.derived && edge.count < 2 && edge.recorded_from === null;
  const answer = useLinkSources(edge.id, edge.at, named);
  return {
    records: answer.data?.sources ?? edge.source_records,
    recordedFrom: answer.data?.recorded_from ?? edge.recorded_from,
    loading: answer.isLoading,
    error: answer.error,
    retry: () => void answer.refetch(),
  };
}

type Props = { edge: DrawnEdge; picture: Picture; moment: Moment };

/** A link with its terms and the records behind it. */
export function EdgeDetails({ edge, picture, moment }: Props) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t } = words;
  const { records, recordedFrom, loading, error, retry } = useRecords(edge);
  const endpoint = (id: string) => {
    const node = picture.nodes.find((other) => other.id === id);
    if (!node) return id;
    return (
      <PartyName
        party={{ ...node, party_id: id }}
        href={pageOf(node, vocabulary)}
        plain
      />
    );
  };
  const rows: Row[] = [
    [t("col.from"), endpoint(edge.source)],
    [t("col.to"), endpoint(edge.target)],
  ];
  const amounts = edge.sums.length > 0 ? edge.sums : edge.amount ? [edge] : [];
  if (amounts.length > 0) {
    rows.push([
      t("col.amount"),
      amounts.map(({ amount, currency }, k) => (
        <span key={currency} className="num" title={exactAmount(amount, currency)}>
          {k > 0 && " + "}
          {words.amount(amount, currency)}
        </span>
      )),
    ]);
  }
  if (edge.unknown_amounts > 0)
    rows.push([
      t("value.not_collected"),
      t("details.unknown_amounts", { n: words.count(edge.unknown_amounts) }),
    ]);
  if (edge.share !== null) rows.push([t("col.share"), words.share(edge.share)]);
  if (isPromise(edge)) rows.push([t("col.force"), words.code("force", edge.force)]);
  if (edge.force_reason)
    rows.push([t("details.reason"), words.text(edge.force_reason)]);
  const period = periodOf(edge);
  if (period)
    rows.push([
      t("col.valid"),
      <span key="v" className="num">
        {period}
      </span>,
    ]);
  const known = formatDay(recordedFrom);
  if (known)
    rows.push([
      t("col.known_since"),
      <span key="k" className="num">
        {known}
      </span>,
    ]);
  return (
    <section className="panel-section">
      <h2>{relationWords(edge, words, vocabulary)}</h2>
      <Rows rows={rows} />
      {edge.contracts.map((id) => (
        <ContractFacts key={id} id={id} moment={moment} />
      ))}
      {edge.count > 1 ? (
        <ParallelLinks edge={edge} moment={moment} />
      ) : (
        <>
          <h3>{t("details.records")}</h3>
          {edge.derived ? (
            <p className="small quiet">{t("details.derived")}</p>
          ) : (
            <div aria-busy={loading}>
              <RecordList records={records} />
            </div>
          )}
        </>
      )}
      {loading && <Skeleton rows={records.length} />}
      {error && <Failure error={error} onRetry={retry} />}
    </section>
  );
}
