import type { Property } from "../api/types";
import { exactAmount } from "../format/amount";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { Masked, NotCollected } from "./marks";

type PropertyProps = { property: Property; kind: string };

/** A property of a fact of this kind, as its type is shown. */
export function PropertyValue({ property, kind }: PropertyProps) {
  const words = useWords();
  const { t, amount, share } = words;
  if (property.masked) return <Masked />;
  const { name, type, value, unit } = property;
  if (value === null || value === "") return <NotCollected />;
  if (type === "boolean") return t(value === "true" ? "value.yes" : "value.no");
  if (type === "code") return words.value(kind, name, value);
  if (type === "share") return share(Number(value));
  if (type === "money" && unit) {
    return (
      <span className="num" title={exactAmount(value, unit)}>
        {amount(value, unit)}
      </span>
    );
  }
  const day = type === "date" || type === "instant";
  return (
    <span className="num">
      {day ? formatDay(value) : value}
      {unit && !day && <span className="quiet"> {unit}</span>}
    </span>
  );
}

/** A label and what stands behind it. */
export type Row = [string, React.ReactNode];

export function Rows({ rows }: { rows: Row[] }) {
  return (
    <dl className="facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
