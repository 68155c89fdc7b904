import type { Names, Text } from "../api/types";
import {
  type Currency,
  columnUnit,
  formatAmount,
  grouped,
  inColumn,
  type Language,
} from "../format/amount";
import { dayInProse } from "../format/date";
import { cut, nameIn, shortName, shortTitle } from "../format/name";
import { chanceDigits, formatPercent, formatShare } from "../format/probability";
import { FOLDED, NO_VOCABULARY, type NodeType } from "../vocabulary/vocabulary";
import { dictionaries, type Key } from "./dictionaries";

const BRIEF = 40;
type Blanks = Record<string, string | number>;

/** Fills in blanks: `{n}`, or `{n|firm|firms}`, whose noun goes by the number. */
export function fill(sentence: string, blanks: Blanks = {}): string {
  const blank = /\{(\w+)(?:\|([^|}]+)\|([^|}]+))?\}/g;
  return sentence.replace(blank, (whole, name: string, one?: string, more?: string) => {
    if (!(name in blanks)) return whole;
    const said = String(blanks[name]);
    return one === undefined ? said : `${said} ${said === "1" ? one : more}`;
  });
}

/** The first letter as at the start of a line; Chinese has none to change. */
export const capitalised = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);

/** The first letter as inside a sentence. */
export const uncapitalised = (text: string): string =>
  text.charAt(0).toLowerCase() + text.slice(1);

/** All that a page says in one language. */
export function wordsIn(language: Language, vocabulary = NO_VOCABULARY) {
  const dictionary: Record<string, string> = dictionaries[language];
  const said = (text: Text) => text[language] || text.en;
  const value = (kind: string, property: string, code: string) =>
    said(vocabulary.codeLabel(kind, property, code));
  const partyType = (type: string | null) =>
    type
      ? capitalised(value("party", "party_type", type))
      : said(vocabulary.kindLabel("party"));
  return {
    language,
    t: (key: Key, blanks?: Blanks) => fill(dictionary[key] ?? key, blanks),
    /** A word for a code of the service; the code itself where there is none. */
    code: (group: string, code: string) =>
      dictionary[`${group}.${code}`] ?? code.replaceAll("_", " "),
    text: (text: Text | string | null | undefined) =>
      typeof text === "object" && text !== null ? said(text) : (text ?? ""),
    relation: (name: string) => said(vocabulary.relation(name).label),
    band: (band: number) => said(vocabulary.bandLabel(band)),
    /** What the code of a property of a kind is called inside a sentence. */
    value,
    partyType,
    event: (type: string) => capitalised(value("risk_event", "event_type", type)),
    /** What a case is about and how it stands: `Money ring: confirmed`. */
    outcome: ({ task, outcome }: { task: string; outcome: string }) =>
      fill(dictionary["outcome.said"] ?? "", {
        task: capitalised(value("case_outcome", "task", task)),
        outcome: value("case_outcome", "outcome", outcome),
      }),
    nodeKind: ({ node_kind, party_type }: NodeType) => {
      if (node_kind === "party") return partyType(party_type);
      if (node_kind === FOLDED) return dictionary["kind.more"] ?? "";
      return said(vocabulary.kindLabel(node_kind));
    },
    name: (party: Names) => nameIn(party, language),
    short: (party: Names) => shortName(nameIn(party, language)),
    /** A name in a sentence or a path, which no long name may fill alone. */
    brief: (party: Names) => cut(shortName(nameIn(party, language)), BRIEF),
    title: (text: Text) => shortTitle(said(text)),
    shortChinese: (party: Names) => shortName(party.name),
    amount: (value: string | number | null | undefined, currency: Currency) =>
      formatAmount(value, currency, language),
    /** The head of a column of amounts, with the unit where they share a currency. */
    headIn: (head: Key, currency: Currency) => {
      const word = dictionary[head] ?? head;
      if (currency === null) return word;
      const unit = columnUnit(currency, language);
      return fill(dictionary["col.in_unit"] ?? "", { head: word, unit });
    },
    cell: (value: string | number | null | undefined) => inColumn(value, language),
    percent: (value: number | null | undefined, digits?: number) =>
      formatPercent(value, language, digits),
    chance: (value: number) => formatPercent(value, language, chanceDigits(value)),
    share: (value: number) => formatShare(value, language),
    list: (items: string[]) => items.join(language === "zh" ? "、" : ", "),
    count: (value: number) => grouped(value),
    day: (instant: string) => dayInProse(instant, language),
  };
}

export type Words = ReturnType<typeof wordsIn>;
