import type { Language } from "./amount";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The calendar day of an instant or a date, as tables show it: `2026-09-16`. */
export function formatDay(instant: string | null | undefined): string | null {
  const day = instant?.match(/^\d{4}-\d{2}-\d{2}/)?.[0];
  return day ?? null;
}

/** The same in a sentence: `16 Sep 2026`, `2026年9月16日`. */
export function dayInProse(instant: string, language: Language): string {
  const [year, month, day] = instant.slice(0, 10).split("-").map(Number);
  if (!year || !month || !day) return instant;
  if (language === "zh") return `${year}年${month}月${day}日`;
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** `2025-04-02 – 2027-04-02`, with an open end left open. */
export function formatPeriod(
  from: string | null | undefined,
  to: string | null | undefined,
): string | null {
  const [start, end] = [formatDay(from), formatDay(to)];
  if (!start && !end) return null;
  return `${start ?? "…"} –${end ? ` ${end}` : ""}`;
}

/** Day and minute of an instant as the service states it, in UTC: `2026-09-16 14:05`. */
export function formatMinute(instant: string): string {
  return instant.slice(0, 16).replace("T", " ");
}
