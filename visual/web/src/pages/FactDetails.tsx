import type { Evidence, EvidenceEdge } from "../api/types";
import { exactAmount } from "../format/amount";
import { formatDay } from "../format/date";
import { capitalised, useWords } from "../i18n";
import { type Row, Rows } from "../parts/facts";
import { Chip, PartyName } from "../parts/marks";
import { isNow, useMoment } from "../parts/TimeControl";
import { toParty } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { ContractFacts } from "./ContractFacts";
import { evidenceRows, factWords } from "./evidenceSheets";

/** A fact of the evidence with its terms and the records behind it. */
export function FactDetails({
  edge,
  evidence,
}: {
  edge: EvidenceEdge;
  evidence: Evidence;
}) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const moment = useMoment();
  const { t } = words;
  const rows = new Map(evidenceRows(evidence, words).map((row) => [row.id, row]));
  const end = (id: string) => {
    const row = rows.get(id);
    if (!row) return id;
    const href = row.why === "contact" ? null : toParty(id);
    return <PartyName party={row} href={href} plain />;
  };
  const terms: Row[] = [
    [t("col.group"), words.code("evidence.group", edge.group)],
    [t("col.from"), end(edge.source)],
    [t("col.to"), end(edge.target)],
  ];
  if (edge.amount !== null)
    terms.push([
      t("col.amount"),
      <span key="a" className="num" title={exactAmount(edge.amount, edge.currency)}>
        {words.amount(edge.amount, edge.currency)}
      </span>,
    ]);
  if (edge.share !== null) terms.push([t("col.share_of"), words.share(edge.share)]);
  const [first, last] = [formatDay(edge.date), formatDay(edge.last)];
  if (first)
    terms.push([
      t("col.since"),
      <span key="d" className="num">
        {last && last !== first ? `${first} – ${last}` : first}
      </span>,
    ]);
  const more = edge.count - edge.records.length;
  return (
    <section className="panel-section">
      <h2>{capitalised(factWords(edge, words, vocabulary))}</h2>
      <Rows rows={terms} />
      {isNow(moment) &&
        edge.contracts.map((id) => <ContractFacts key={id} id={id} moment={moment} />)}
      <h3>{t("details.records")}</h3>
      <ul className="plain-rows records">
        {edge.records.map(({ source, record_id }) => (
          <li key={`${source} ${record_id}`}>
            <Chip chip={{ kind: "fact", text: source }} />
            <span className="grow clip num" title={record_id}>
              {record_id}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="small quiet">
          {t("evidence.more_records", { n: words.count(more) })}
        </p>
      )}
    </section>
  );
}
