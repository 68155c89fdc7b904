import { type Moment, useNode } from "../api/queries";
import type { NodePage, SourceRecord } from "../api/types";
import { formatDay, formatPeriod } from "../format/date";
import { useWords, type Words } from "../i18n";
import { PropertyValue, type Row, Rows } from "../parts/facts";
import { Chip, PartyName } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { toNode } from "../shell/route";

/** The nodes that a node names, such as the debtor and the creditor of a contract. */
function endpointRows(node: NodePage, words: Words): Row[] {
  return node.ends.map(({ name, label, node: other }) => [
    words.text(label),
    <PartyName key={name} party={other} href={toNode(other.kind, other.id)} plain />,
  ]);
}

function placeOf({ file, row }: SourceRecord, { t }: Words): string | null {
  return file && row !== null ? t("details.file_row", { file, row }) : file;
}

/** Records by name, and where and when each was read, as far as that is known. */
export function RecordList({ records }: { records: SourceRecord[] }) {
  const words = useWords();
  return (
    <ul className="plain-rows records">
      {records.map((record) => (
        <li key={`${record.source} ${record.record_id}`}>
          <Chip chip={{ kind: "fact", text: record.source }} />
          <span className="grow clip num" title={record.record_id}>
            {record.record_id}
          </span>
          <span className="quiet small num read-from">
            {placeOf(record, words)}{" "}
            <span title={words.t("col.collected")}>
              {formatDay(record.collected_at)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How many links of each relation a node has, whether they are drawn or not. */
function LinkCounts({ node }: { node: NodePage }) {
  const { t, text, count } = useWords();
  const rows = node.relations.filter((row) => row.total > 0);
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t("details.links")}</h3>
      <Rows
        rows={rows.map((row) => [
          text(row.label),
          <span key={`${row.relation} ${row.direction}`} className="num">
            {count(row.total)}
          </span>,
        ])}
      />
    </>
  );
}

type Props = { kind: string; id: string; moment: Moment };

/** What is known of an account, a loan, a contract or a contact point. */
export function NodeFacts({ kind, id, moment }: Props) {
  const words = useWords();
  const { t, text } = words;
  const answer = useNode(kind, id, moment);
  if (answer.isPending) return <Skeleton />;
  if (answer.error) return <Failure error={answer.error} />;
  const node = answer.data;
  const period = formatPeriod(node.valid_from, node.valid_to);
  const rows: Row[] = [
    [
      t("details.id"),
      <span key="id" className="num">
        {node.id}
      </span>,
    ],
    ...endpointRows(node, words),
    ...node.properties.map(
      (property): Row => [
        text(property.label),
        <PropertyValue key={property.name} kind={kind} property={property} />,
      ],
    ),
  ];
  if (period)
    rows.push([
      t("col.valid"),
      <span key="valid" className="num">
        {period}
      </span>,
    ]);
  return (
    <>
      <Rows rows={rows} />
      <LinkCounts node={node} />
      <h3>{t("details.records")}</h3>
      <RecordList records={node.sources} />
    </>
  );
}
