import * as accounts from "./accounts";
import * as cases from "./cases";
import * as check from "./check";
import * as circle from "./circle";
import * as details from "./details";
import * as evidence from "./evidence";
import * as flags from "./flags";
import * as graph from "./graph";
import * as home from "./home";
import * as money from "./money";
import * as party from "./party";
import * as rings from "./rings";
import * as score from "./score";
import * as shell from "./shell";
import * as states from "./states";
import * as strip from "./strip";
import * as table from "./table";
import * as time from "./time";

/** Texts by page: no key stands in two of them. */
export const pages = {
  accounts,
  cases,
  check,
  circle,
  details,
  evidence,
  flags,
  graph,
  home,
  money,
  party,
  rings,
  score,
  shell,
  states,
  strip,
  table,
  time,
};

export const dictionaries = {
  en: {
    ...accounts.en,
    ...cases.en,
    ...check.en,
    ...circle.en,
    ...details.en,
    ...evidence.en,
    ...flags.en,
    ...graph.en,
    ...home.en,
    ...money.en,
    ...party.en,
    ...rings.en,
    ...score.en,
    ...shell.en,
    ...states.en,
    ...strip.en,
    ...table.en,
    ...time.en,
  },
  zh: {
    ...accounts.zh,
    ...cases.zh,
    ...check.zh,
    ...circle.zh,
    ...details.zh,
    ...evidence.zh,
    ...flags.zh,
    ...graph.zh,
    ...home.zh,
    ...money.zh,
    ...party.zh,
    ...rings.zh,
    ...score.zh,
    ...shell.zh,
    ...states.zh,
    ...strip.zh,
    ...table.zh,
    ...time.zh,
  },
};

export type Key = keyof typeof dictionaries.en;
export const isKey = (text: string): text is Key => text in dictionaries.en;
