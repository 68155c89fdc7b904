/** Amounts as people read them: ¥m and ¥bn in English, 万元 and 亿元 in Chinese. */

export type Language = "en" | "zh";

export const MINUS = "\u2212";

const SIGNS: Record<string, string> = { CNY: "¥", USD: "$", EUR: "€", GBP: "£" };
const YUAN_WORDS: Record<string, string> = { CNY: "元", USD: "美元", EUR: "欧元" };

/** A currency that the service did not say is not shown. */
export type Currency = string | null;

function currencySign(currency: Currency): string {
  return currency === null ? "" : (SIGNS[currency] ?? `${currency} `);
}

function currencyWord(currency: Currency): string {
  return currency === null ? "" : (YUAN_WORDS[currency] ?? ` ${currency}`);
}

export type Money = { amount: string | null; currency: Currency };

/** The one currency of these amounts; null where they differ or none says its own. */
export function sharedCurrency(amounts: Money[]): Currency {
  const known = amounts.filter(({ amount }) => amount !== null);
  const currencies = new Set(known.map(({ currency }) => currency));
  return currencies.size === 1 ? ([...currencies][0] ?? null) : null;
}

/** The number behind a decimal string, or null where there is none. */
export function toNumber(amount: string | number | null | undefined): number | null {
  if (amount === null || amount === undefined || amount === "") return null;
  const value = Number(amount);
  return Number.isFinite(value) ? value : null;
}

/** Groups digits by three and uses the true minus sign. */
export function grouped(value: number, digits = 0): string {
  const text = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? MINUS + text : text;
}

function significant(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return grouped(value, digits)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** An amount with its unit, three significant digits: `¥48.6bn`, `4.86 亿元`. */
export function formatAmount(
  amount: string | number | null | undefined,
  currency: Currency,
  language: Language,
): string {
  const value = toNumber(amount);
  if (value === null) return "–";
  const size = Math.abs(value);
  if (language === "zh") {
    const word = currencyWord(currency);
    if (size >= 99_995_000) return `${significant(value / 1e8)} 亿${word}`;
    if (size >= 10_000) return `${significant(value / 1e4)} 万${word}`;
    return `${significant(value)} ${word.trim()}`;
  }
  const sign = (value < 0 ? MINUS : "") + currencySign(currency);
  if (size >= 999_500_000) return `${sign}${significant(size / 1e9)}bn`;
  if (size >= 999_500) return `${sign}${significant(size / 1e6)}m`;
  if (size >= 1_000) return `${sign}${significant(size / 1e3)}k`;
  return `${sign}${significant(size)}`;
}

/** One unit for a whole column, named in its header. */
export function columnUnit(currency: string, language: Language): string {
  return language === "zh"
    ? `万${currencyWord(currency)}`
    : `${currencySign(currency)}m`;
}

/** A cell under `columnUnit`. */
export function inColumn(
  amount: string | number | null | undefined,
  language: Language,
): string | null {
  const value = toNumber(amount);
  if (value === null) return null;
  return language === "zh" ? grouped(value / 1e4) : grouped(value / 1e6, 1);
}

/** The exact figure for a tooltip: `CNY 1,234,567.89`. */
export function exactAmount(amount: string | null, currency: Currency): string {
  const value = toNumber(amount);
  return value === null ? "" : `${currency ?? ""} ${grouped(value, 2)}`.trim();
}
