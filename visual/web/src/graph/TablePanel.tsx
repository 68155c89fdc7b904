import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useWords } from "../i18n";
import { Tabs } from "../parts/controls";
import { type Column, DataTable, TableActions } from "../parts/DataTable";

/** One table under the canvas; `rows` and `columns` are of one kind. */
export type Sheet = {
  id: string;
  label: string;
  count: number | undefined;
  body: ReactNode;
  actions: ReactNode;
  /** What its rows cover, where that is not what the picture covers. */
  note?: ReactNode;
};

/** Ties rows to their columns, so that sheets of different kinds fit one list. */
export function sheetOf<Row>(sheet: {
  id: string;
  label: string;
  file: string;
  /** Where the rows are not there yet. */
  pending?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  note?: ReactNode;
  selected?: string | null;
  onSelect?: (key: string) => void;
  onOpen?: (key: string) => void;
  classOf?: (row: Row) => string;
  /** A key of the page that takes the file. */
  shortcut?: string;
}): Sheet {
  const { id, label, columns, rows, file, pending, note, shortcut, ...rest } = sheet;
  return {
    id,
    label,
    count: pending ? undefined : rows.length,
    body: <DataTable caption={label} columns={columns} rows={rows} {...rest} />,
    actions: (
      <TableActions
        columns={columns}
        rows={rows}
        file={file}
        {...(shortcut ? { shortcut } : {})}
      />
    ),
    ...(note ? { note } : {}),
  };
}

const SMALLEST = 120;
const STEP = 24;

/** The picture as tables: the same rows, filters and selection. */
export function TablePanel({
  sheets,
  chosen,
  onChoose,
  note,
  onKeyDown,
}: {
  sheets: Sheet[];
  chosen: string;
  onChoose: (id: string) => void;
  note?: ReactNode;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const { t } = useWords();
  const frame = useRef<HTMLElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const sheet = sheets.find(({ id }) => id === chosen) ?? sheets[0];

  const resize = (to: number) => {
    const all = frame.current?.parentElement?.clientHeight ?? 700;
    setHeight(Math.min(all * 0.6, Math.max(SMALLEST, to)));
  };
  const now = () => frame.current?.clientHeight ?? 210;
  return (
    <section
      ref={frame}
      className="table-panel"
      aria-label={t("tables.title")}
      style={height ? { height } : undefined}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a splitter that takes the focus */}
      <div
        className="splitter"
        role="separator"
        aria-orientation="horizontal"
        aria-label={t("tables.resize")}
        aria-valuenow={Math.round(height ?? 210)}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) resize(now() - event.movementY);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowUp") resize(now() + STEP);
          if (event.key === "ArrowDown") resize(now() - STEP);
        }}
      />
      <div className="table-panel-head">
        <Tabs
          label={t("tables.title")}
          chosen={sheet?.id ?? ""}
          onChoose={onChoose}
          choices={sheets}
        />
        <span className="grow" />
        {sheet?.note ?? note}
        {sheet?.actions}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className="table-panel-body" tabIndex={0} aria-label={sheet?.label}>
        {sheet?.body}
      </section>
    </section>
  );
}
