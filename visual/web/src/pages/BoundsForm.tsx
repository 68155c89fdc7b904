import { type ReactNode, useEffect, useRef, useState } from "react";
import { ApiError, isStaleCursor } from "../api/client";
import { useWords } from "../i18n";
import { Checkbox } from "../parts/controls";
import { Icon } from "../parts/Icon";
import { setParams } from "../shell/route";
import {
  BOUND_NAMES,
  type BoundName,
  type Bounds,
  DEFAULTS,
  isChanged,
  isReadable,
  namedIn,
  paramsOf,
} from "./ringBounds";

type Numeric = "min_length" | "max_length" | "gap" | "window" | "keep" | "gain";
/** Bounds of which none applies where amounts do not matter. */
const AMOUNTS: Numeric[] = ["keep", "gain"];
const TYPES = ["transfer", "withdraw"] as const;
/** First and last day on which a ring may begin. */
const DAYS = ["since", "until"] as const;

/** Whether the service says that no ring can meet these bounds. */
export const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 422 && !isStaleCursor(error);

/** Bounds of a search for rings; "Search again" puts them into the address. */
export function BoundsForm({ bounds, error }: { bounds: Bounds; error: unknown }) {
  const words = useWords();
  const { t } = words;
  const asked = JSON.stringify(bounds);
  const [draft, setDraft] = useState<Bounds>(bounds);
  const [unreadable, setUnreadable] = useState<BoundName[]>([]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => setDraft(JSON.parse(asked) as Bounds), [asked]);
  const refusal = isRefusal(error) ? error : null;
  const faulty = refusal ? namedIn(refusal.message) : unreadable;
  const set = (name: BoundName, value: string) => {
    setUnreadable([]);
    setDraft((before) => ({ ...before, [name]: value }));
  };
  const search = () => {
    const bad = BOUND_NAMES.filter((name) => !isReadable(name, draft[name].trim()));
    setUnreadable(bad);
    if (bad.length > 0) {
      form.current?.querySelector<HTMLElement>(`[name="${bad[0]}"]`)?.focus();
      return;
    }
    const trimmed = BOUND_NAMES.map((name) => [name, draft[name].trim()]);
    setParams(paramsOf({ ...DEFAULTS, ...Object.fromEntries(trimmed), effort: "1" }));
  };
  const marked = (name: BoundName) => ({
    name,
    "aria-invalid": faulty.includes(name),
    "aria-describedby": faulty.includes(name) ? "bounds-fault" : undefined,
  });
  const number = (name: Numeric, label = t(`bounds.${name}`)) => (
    <input
      {...marked(name)}
      className={`field num${isChanged(draft, name) ? " field-changed" : ""}`}
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      disabled={
        (name === "gap" && draft.times === "any") ||
        (AMOUNTS.includes(name) && draft.conserving === "false")
      }
      value={draft[name]}
      onChange={(event) => set(name, event.target.value)}
    />
  );
  const line = (label: string, content: ReactNode) => (
    <div className="bound">
      <span className="grow" aria-hidden="true">
        {label}
      </span>
      {content}
    </div>
  );
  const changed = BOUND_NAMES.some((name) => isChanged(draft, name));
  const names = faulty.map((name) => t(`bounds.${name}`));
  return (
    <form
      ref={form}
      className="bounds"
      aria-labelledby="bounds-title"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <p className="money-side-head">
        <b id="bounds-title">{t("bounds.title")}</b>
        {changed && (
          <button
            type="button"
            className="link small"
            onClick={() => {
              setDraft({ ...DEFAULTS });
              setParams(paramsOf({ ...DEFAULTS }));
            }}
          >
            {t("bounds.reset")}
          </button>
        )}
      </p>
      {line(
        t("bounds.hops"),
        <span className="bound-pair">
          {number("min_length")}–{number("max_length")}
        </span>,
      )}
      {line(
        t("bounds.gap"),
        <span className="bound-unit">
          {number("gap")} {t("bounds.days")}
        </span>,
      )}
      {line(
        t("bounds.window"),
        <span className="bound-unit">
          {number("window")} {t("bounds.days")}
        </span>,
      )}
      {line(
        t("bounds.kept"),
        <span className="bound-pair">
          {number("keep")}–{number("gain")}
        </span>,
      )}
      {line(
        t("bounds.times"),
        <select
          aria-label={t("bounds.times")}
          className={`field${isChanged(draft, "times") ? " field-changed" : ""}`}
          value={draft.times}
          onChange={(event) => set("times", event.target.value)}
        >
          <option value="increasing">{t("bounds.increasing")}</option>
          <option value="any">{t("bounds.any")}</option>
        </select>,
      )}
      {DAYS.map((name) => (
        <label key={name} className="bound">
          <span className="grow">{t(`bounds.${name}`)}</span>
          <input
            {...marked(name)}
            type="date"
            className={`field num${isChanged(draft, name) ? " field-changed" : ""}`}
            value={draft[name]}
            onChange={(event) => set(name, event.target.value)}
          />
        </label>
      ))}
      <Checkbox
        checked={draft.conserving === "false"}
        onChange={(on) => set("conserving", on ? "false" : "true")}
      >
        {t("bounds.conserving")}
      </Checkbox>
      <Checkbox
        checked={draft.related_hop === "true"}
        onChange={(on) => set("related_hop", on ? "true" : "false")}
      >
        {t("bounds.related_hop")}
      </Checkbox>
      {TYPES.map((type) => {
        const chosen = draft.types.split(",").filter(Boolean);
        const next = (on: boolean) =>
          TYPES.filter((other) => (other === type ? on : chosen.includes(other)));
        return (
          <Checkbox
            key={type}
            {...marked("types")}
            checked={chosen.includes(type)}
            onChange={(on) => set("types", next(on).join(","))}
          >
            {t(`bounds.${type}`)}
          </Checkbox>
        );
      })}
      {(names.length > 0 || refusal) && (
        <p id="bounds-fault" className="small worse" role="alert">
          {t("bounds.fault", { names: words.list(names) })}
        </p>
      )}
      <button type="submit" className="button">
        <Icon name="search" size={15} /> {t("bounds.search")}
      </button>
      <p className="small soft">{t("bounds.budget")}</p>
    </form>
  );
}
