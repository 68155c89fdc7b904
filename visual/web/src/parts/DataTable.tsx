import { type KeyboardEvent, type ReactNode, useState } from "react";
import { type Cell, download, toCsv, toTsv } from "../format/csv";
import { useWords } from "../i18n";
import { lettersOn } from "../shell/KeyList";
import { say } from "../shell/live";
import { useShortcut } from "../shell/shortcut";
import { Icon } from "./Icon";

export type Column<Row> = {
  id: string;
  head: ReactNode;
  /** What the copy and the CSV file hold; the cell shows it where `show` is missing. */
  value: (row: Row) => Cell;
  show?: (row: Row) => ReactNode;
  right?: boolean;
  wide?: boolean;
  /** Breaks into lines rather than being cut. */
  flow?: boolean;
  width?: number | string;
  /** Left out of view where the page is narrow. */
  spare?: boolean;
  /** Held by the copy and the file, not shown. */
  exportOnly?: boolean;
  /** The head in words, where `head` is a drawing. */
  label?: string;
};

type Props<Row> = {
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  caption: string;
  selected?: string | null;
  onSelect?: (key: string) => void;
  /** By Enter or a double click; by one click where no row is selected first. */
  onOpen?: (key: string) => void;
  tall?: boolean;
  classOf?: (row: Row) => string;
};

const FIRST_ROWS = 200;

function moveFocus(event: KeyboardEvent<HTMLTableRowElement>, selects: boolean): void {
  const row = event.currentTarget;
  const next =
    event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  if (next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
    if (selects) next.click();
  }
}

const joinedNames = (...names: (string | false | undefined)[]): string =>
  names.filter(Boolean).join(" ");

function cellClass<Row>({ right, wide, flow, spare }: Column<Row>): string {
  const shape = right ? "right num" : flow ? "flow" : wide && "wide";
  return joinedNames(shape, spare && "spare");
}

/** A cell; what is cut in it is whole in its tooltip. */
function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  if (column.show) return <td className={cellClass(column)}>{column.show(row)}</td>;
  const value = column.value(row) ?? "";
  const title = typeof value === "string" && !column.flow ? value : undefined;
  return (
    <td className={cellClass(column)} title={title}>
      {value}
    </td>
  );
}

export function DataTable<Row>(props: Props<Row>) {
  const { rows, keyOf, caption, selected, onSelect, onOpen, tall } = props;
  const columns = props.columns.filter((column) => !column.exportOnly);
  const [limit, setLimit] = useState(FIRST_ROWS);
  const { t } = useWords();
  const shown = rows.slice(0, limit);
  const canSelect = onSelect !== undefined || onOpen !== undefined;
  const click = onSelect ?? onOpen;
  const first = shown.some((row) => keyOf(row) === selected) ? selected : null;
  return (
    <>
      <table className={`table${tall ? " table-tall" : ""}`}>
        <caption className="away">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={joinedNames(
                  column.right && "right",
                  column.spare && "spare",
                )}
                style={column.width ? { width: column.width } : undefined}
              >
                {column.label ? <span className="away">{column.label}</span> : null}
                {column.label ? (
                  <span aria-hidden="true">{column.head}</span>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => {
            const key = keyOf(row);
            return (
              <tr
                key={key}
                className={joinedNames(
                  props.classOf?.(row),
                  selected === key && "selected",
                )}
                aria-current={selected === key ? "true" : undefined}
                {...(canSelect && {
                  tabIndex: (first === null ? index === 0 : first === key) ? 0 : -1,
                  onClick: () => click?.(key),
                  onDoubleClick: () => onOpen?.(key),
                  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => {
                    if (event.key === "ArrowDown" || event.key === "ArrowUp")
                      moveFocus(event, onSelect !== undefined);
                    if (event.key === "Enter" && event.target === event.currentTarget)
                      onOpen?.(key);
                  },
                })}
              >
                {columns.map((column) => (
                  <BodyCell key={column.id} column={column} row={row} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty-row quiet">{t("table.empty")}</p>}
      {rows.length > limit && (
        <button
          type="button"
          className="link more-rows"
          onClick={() => setLimit(limit * 3)}
        >
          {t("table.more")}
        </button>
      )}
    </>
  );
}

/** What a file holds besides the rows that are shown. */
export type Whole<Row> = { rows: Row[]; file: string; note: string };

/**
 * Copy of the rows that the table shows, and a file of them; where there are more pages
 * `load` brings those as well, and says in words and in the file's name what is missing.
 */
export function TableActions<Row>({
  columns,
  rows,
  file,
  load,
  shortcut,
}: {
  columns: Column<Row>[];
  rows: Row[];
  file: string;
  load?: () => Promise<Whole<Row>>;
  /** A key of the page that takes the file. */
  shortcut?: string;
}) {
  const { t, count } = useWords();
  const [state, setState] = useState<"still" | "busy" | "failed">("still");
  const head = columns.map((column) => column.label ?? String(column.head));
  const cellsOf = (some: Row[]) =>
    some.map((row) => columns.map((column) => column.value(row)));
  const copy = async () => {
    await navigator.clipboard.writeText(toTsv(head, cellsOf(rows)));
    say(t("table.copied", { n: count(rows.length) }));
  };
  const save = async () => {
    if (state === "busy") return;
    setState("busy");
    try {
      const whole = load ? await load() : { rows, file, note: "" };
      const text = toCsv(head, cellsOf(whole.rows));
      download(`${whole.file}.csv`, text, "text/csv;charset=utf-8");
      if (whole.note) say(whole.note);
      setState("still");
    } catch {
      setState("failed");
    }
  };
  useShortcut(shortcut, () => lettersOn() && void save());
  return (
    <span className="table-actions">
      {state === "failed" && (
        <span className="worse small" role="alert">
          {t("table.csv_failed")}
        </span>
      )}
      <button type="button" className="quiet-button" onClick={copy}>
        <Icon name="copy" size={15} /> {t("table.copy")}
      </button>
      <button
        type="button"
        className="quiet-button"
        aria-disabled={state === "busy"}
        onClick={() => void save()}
      >
        <Icon name="download" size={15} /> {t("table.csv")}
      </button>
    </span>
  );
}
