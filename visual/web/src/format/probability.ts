import { grouped, type Language, MINUS } from "./amount";

const THIN_SPACE = "\u2009";

/** A chance in percent: `12.6 %` in English, `12.6%` in Chinese. */
export function formatPercent(
  value: number | null | undefined,
  language: Language,
  digits = 1,
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return `${grouped(value * 100, digits)}${language === "zh" ? "" : THIN_SPACE}%`;
}

/** Percentage points with their sign, for the rows of a waterfall. */
export function formatPoints(value: number, digits = 1): string {
  const points = value * 100;
  const shown = grouped(Math.abs(points), digits);
  if (Number(shown.replaceAll(",", "")) === 0) return shown;
  return (points < 0 ? MINUS : "+") + shown;
}

/** A chance in the units that it is shown in: tenths of a point with one digit. */
export function unitsOf(value: number, digits: number): number {
  const shown = grouped(value * 100, digits)
    .replaceAll(",", "")
    .replace(MINUS, "-");
  return Math.round(Number(shown) * 10 ** digits);
}

/** What binary fractions miss of a whole unit. */
const EXACT = 1e-9;

/**
 * Parts in whole units that sum to `whole`: each is rounded down, and what is then
 * missing goes to the largest fractions (largest remainder method).
 */
export function partsOf(whole: number, parts: number[]): number[] {
  const shown = parts.map((part) => Math.floor(part + EXACT));
  const fraction = (k: number) => (parts[k] ?? 0) - (shown[k] ?? 0);
  const order = parts.map((_, k) => k).toSorted((a, b) => fraction(b) - fraction(a));
  let missing = whole - shown.reduce((sum, part) => sum + part, 0);
  const step = Math.sign(missing);
  for (const k of step < 0 ? order.toReversed() : order) {
    const next = (shown[k] ?? 0) + step;
    if (missing === 0 || next < 0) continue;
    shown[k] = next;
    missing -= step;
  }
  return shown;
}

/** A direct share: `67 %`, with a digit only where it says something. */
export function formatShare(share: number, language: Language): string {
  const percent = share * 100;
  const digits = Math.abs(percent - Math.round(percent)) < 0.05 ? 0 : 1;
  return formatPercent(share, language, digits);
}

/** The half-width of the 95 % interval of a standard error, in points. */
export function formatError(error: number | null | undefined): string | null {
  if (error === null || error === undefined || !Number.isFinite(error)) return null;
  const points = error * 1.96 * 100;
  return points < 0.05 ? "< 0.1" : grouped(points, 1);
}

/** A chance in percent without its sign, whole from ten on: `43`, `8.6`. */
export const formatChance = (chance: number): string =>
  grouped(chance * 100, chanceDigits(chance));

/** Decimals of a chance in percent: none where it is shown as ten or more. */
export const chanceDigits = (chance: number): number => (chance >= 0.0995 ? 0 : 1);

/** A figure with its sign, as the rows of a sum show it: `+2.14`, `−0.35`. */
export function formatSigned(value: number, digits = 2): string {
  const shown = grouped(Math.abs(value), digits);
  if (Number(shown) === 0) return shown;
  return (value < 0 ? MINUS : "+") + shown;
}

/** Parts rounded so that what is shown adds up: each ends where their sum is rounded. */
export function roundedParts(parts: number[], digits = 2): number[] {
  const unit = 10 ** digits;
  let sum = 0;
  let shown = 0;
  return parts.map((part) => {
    sum += part;
    const before = shown;
    shown = Math.round(sum * unit + Math.sign(sum) * EXACT);
    return (shown - before) / unit;
  });
}
