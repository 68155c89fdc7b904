import type { Names } from "../api/types";
import type { Language } from "./amount";

const LEGAL_EN =
  /[,\s]+(co\.?,?\s*ltd\.?|company limited|limited|ltd\.?|inc\.?|corp\.?|corporation|llc|plc)$/i;
const LEGAL_ZH = /(有限责任公司|股份有限公司|集团有限公司|有限公司)$/;

/** A firm's name without the words that only say its legal form. */
export function shortName(name: string): string {
  const short = name.trim().replace(LEGAL_EN, "").replace(LEGAL_ZH, "");
  return short || name;
}

const LEGAL_INSIDE = /,? Co\.,? Ltd\.?|(有限责任|股份有限|集团有限|有限)公司/g;

/** A title that is made of firms' names, such as a circle's, without their legal forms. */
export const shortTitle = (title: string): string => title.replace(LEGAL_INSIDE, "");

/** How wide a text is in Latin characters: a Chinese character counts twice. */
export function width(text: string): number {
  let sum = 0;
  for (const character of text) sum += character.codePointAt(0)! > 0x2e7f ? 2 : 1;
  return sum;
}

/** Cuts to 24 Latin or 12 Chinese characters, with an ellipsis. */
export function cut(text: string, limit = 24): string {
  if (width(text) <= limit) return text;
  let sum = 0;
  let kept = "";
  for (const character of text) {
    sum += width(character);
    if (sum > limit - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The name in the reader's language; the Chinese one where there is no other. */
export function nameIn(party: Names, language: Language): string {
  return language === "en" && party.name_en ? party.name_en : party.name;
}

export function langOf(text: string): "zh-CN" | "en" {
  return /[\u2e80-\u9fff]/.test(text) ? "zh-CN" : "en";
}
