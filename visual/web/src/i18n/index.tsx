import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
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
import { formatPercent, formatShare } from "../format/probability";
import * as check from "./check";
import * as circle from "./circle";
import * as details from "./details";
import * as graph from "./graph";
import * as home from "./home";
import * as party from "./party";
import * as score from "./score";
import * as shell from "./shell";
import * as states from "./states";
import * as table from "./table";
import * as time from "./time";

/** Texts by page: no key stands in two of them. */
export const pages = {
  check,
  circle,
  details,
  graph,
  home,
  party,
  score,
  shell,
  states,
  table,
  time,
};

export const dictionaries = {
  en: {
    ...check.en,
    ...circle.en,
    ...details.en,
    ...graph.en,
    ...home.en,
    ...party.en,
    ...score.en,
    ...shell.en,
    ...states.en,
    ...table.en,
    ...time.en,
  },
  zh: {
    ...check.zh,
    ...circle.zh,
    ...details.zh,
    ...graph.zh,
    ...home.zh,
    ...party.zh,
    ...score.zh,
    ...shell.zh,
    ...states.zh,
    ...table.zh,
    ...time.zh,
  },
};

export type Key = keyof typeof dictionaries.en;
export const isKey = (text: string): text is Key => text in dictionaries.en;
const BRIEF = 40;
type Blanks = Record<string, string | number>;

export function fill(sentence: string, blanks: Blanks = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in blanks ? String(blanks[name]) : whole,
  );
}

/** All that a page says in one language. */
export function wordsIn(language: Language) {
  const dictionary: Record<string, string> = dictionaries[language];
  return {
    language,
    t: (key: Key, blanks?: Blanks) => fill(dictionary[key] ?? key, blanks),
    /** A word for a code of the service; the code itself where there is none. */
    code: (group: string, code: string) =>
      dictionary[`${group}.${code}`] ?? code.replaceAll("_", " "),
    text: (text: Text | string | null | undefined) =>
      typeof text === "object" && text !== null
        ? text[language] || text.en
        : (text ?? ""),
    name: (party: Names) => nameIn(party, language),
    short: (party: Names) => shortName(nameIn(party, language)),
    /** A name in a sentence or a path, which no long name may fill alone. */
    brief: (party: Names) => cut(shortName(nameIn(party, language)), BRIEF),
    title: (text: Text) => shortTitle(text[language] || text.en),
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
    share: (value: number) => formatShare(value, language),
    count: (value: number) => grouped(value),
    day: (instant: string) => dayInProse(instant, language),
  };
}

export type Words = ReturnType<typeof wordsIn>;

const KEY = "suretynet.language";

function firstLanguage(): Language {
  const stored = localStorage.getItem(KEY);
  if (stored === "en" || stored === "zh") return stored;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

type Setting = { words: Words; setLanguage: (language: Language) => void };
const Context = createContext<Setting | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const setting = useMemo(
    () => ({ words: wordsIn(language), setLanguage }),
    [language],
  );
  return <Context value={setting}>{children}</Context>;
}

function useSetting(): Setting {
  const setting = useContext(Context);
  if (!setting) throw new Error("LanguageProvider is missing");
  return setting;
}

export const useWords = (): Words => useSetting().words;
export const useSetLanguage = () => useSetting().setLanguage;
