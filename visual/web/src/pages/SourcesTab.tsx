import type { SourceRecord } from "../api/types";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import type { Column } from "../parts/DataTable";
import { Chip } from "../parts/marks";
import { TablePage } from "./TablePage";

type Props = { sources: SourceRecord[]; file: string };

/** The records that a page rests on. */
export function SourcesTab({ sources, file }: Props) {
  const { t } = useWords();
  const columns: Column<SourceRecord>[] = [
    {
      id: "source",
      head: t("col.source"),
      value: (row) => row.source,
      show: (row) => <Chip chip={{ kind: "fact", text: row.source }} />,
    },
    {
      id: "record",
      head: t("col.record"),
      value: (row) => row.record_id,
      show: (row) => <span className="num">{row.record_id}</span>,
    },
    { id: "file", head: t("col.file"), value: (row) => row.file },
    { id: "row", head: t("col.row"), right: true, value: (row) => row.row },
    {
      id: "collected",
      head: t("col.collected"),
      value: (row) => formatDay(row.collected_at),
      show: (row) => <span className="num">{formatDay(row.collected_at)}</span>,
    },
  ];
  return (
    <TablePage
      columns={columns}
      rows={sources}
      keyOf={(row) => `${row.source} ${row.record_id} ${row.file} ${row.row}`}
      caption={t("tab.sources")}
      file={`${file}-sources`}
    />
  );
}
