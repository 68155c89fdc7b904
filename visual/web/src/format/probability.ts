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
