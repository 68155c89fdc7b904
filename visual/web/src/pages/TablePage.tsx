import { useWords } from "../i18n";
import { type Column, DataTable, TableActions } from "../parts/DataTable";
import { State } from "../parts/states";

/** A whole tab that is one table. */
export function TablePage<Row>({
  columns,
  rows,
  keyOf,
  caption,
  file,
  selected,
}: {
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  caption: string;
  file: string;
  /** Key of the row that was asked for. */
  selected?: string | null;
}) {
  const { t } = useWords();
  if (rows.length === 0) return <State icon="store" title={t("table.empty")} />;
  return (
    <section className="page-body">
      <div className="section-head">
        <h2>{caption}</h2>
        <span className="small quiet grow">
          {rows.length === 1 ? t("table.row") : t("table.rows", { n: rows.length })}
        </span>
        <TableActions columns={columns} rows={rows} file={file} />
      </div>
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        selected={selected ?? null}
      />
    </section>
  );
}
