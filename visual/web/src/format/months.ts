/** Months as whole numbers, so that they can stand on a scale. */

/** `2026-07`, or a day or instant of it, as months since the year 0. */
export function monthNumber(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

export function monthText(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return `${year}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** A scale of months: those before `first` share one place at its left end. */
export type MonthScale = {
  first: number;
  last: number;
  /** Whether something began before `first`. */
  earlier: boolean;
  /** Where a month stands, from 0 to 1. */
  at: (month: number) => number;
};

/** The last `most` months up to `last`, fewer where nothing began earlier. */
export function monthScale(months: number[], last: number, most = 60): MonthScale {
  const begin = Math.min(last - 11, ...months);
  const first = Math.max(begin, last - most + 1);
  const earlier = begin < first;
  const lead = earlier ? 3 : 0;
  const places = last - first + 1 + lead;
  return {
    first,
    last,
    earlier,
    at: (month) => (month < first ? 1 : month - first + lead + 0.5) / places,
  };
}

/** The months that an axis names: each January, or each third month of a short one. */
export function monthTicks({ first, last }: MonthScale): number[] {
  const step = last - first < 30 ? 3 : 12;
  const ticks: number[] = [];
  for (let month = first; month <= last; month += 1) {
    if (month % step === 0) ticks.push(month);
  }
  return ticks;
}
