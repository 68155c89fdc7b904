import type { Kind, Ontology, Relation } from "../src/api/types";
import { Vocabulary } from "../src/vocabulary/vocabulary";

const said = (en: string, zh: string) => ({ en, zh });

function relation(name: string, en: string, zh: string, rest: Partial<Relation>) {
  const label = said(en, zh);
  return {
    name,
    kind: name,
    tail_kind: "party",
    head_kind: "party",
    loss: "none",
    label,
    phrase: label,
    outward: label,
    inward: null,
    legend: label,
    measure: null,
    named_by: null,
    views: [],
    background: false,
    above: false,
    self_evident: false,
    style: {
      colour: "role",
      stroke: "solid",
      width: 1.5,
      arrow: "vee",
      by_amount: false,
    },
    ...rest,
  } satisfies Relation;
}

function kind(name: string, en: string, zh: string, rest: Partial<Kind>): Kind {
  return {
    name,
    form: "node",
    label: said(en, zh),
    timing: "valid_from",
    loss: "none",
    references: [],
    properties: [],
    subtype: null,
    natural_key: [],
    searched: [],
    node: {
      style: { shape: "barrel", icon: "account", colour: "lineS" },
      styles: {},
      size: "fixed",
    },
    relation: null,
    usual_relations: [],
    ...rest,
  };
}

const dotted = {
  colour: "role",
  stroke: "dotted",
  width: 1.5,
  arrow: "dot",
  by_amount: false,
} as const;

/** A small vocabulary of the service's shape. */
const ontology: Ontology = {
  version: "1",
  relations: [
    relation("guarantee", "Guarantee", "担保", {
      kind: "guarantor",
      loss: "head_to_tail",
      legend: said("guarantor → debtor", "担保人 → 债务人"),
      style: {
        colour: "guarantee",
        stroke: "solid",
        width: 1.25,
        arrow: "triangle",
        by_amount: true,
      },
      measure: "money",
      self_evident: true,
    }),
    relation("control", "Control", "控制", { kind: null, self_evident: true }),
    relation("ownership", "Ownership", "持股", { background: true, measure: "share" }),
    relation("family", "Family", "亲属", {
      named_by: "relation",
      background: true,
      style: dotted,
    }),
    relation("role", "Role", "任职", {
      named_by: "role_type",
      background: true,
      style: dotted,
    }),
    relation("account", "Account", "账户", {
      head_kind: "account",
      self_evident: true,
    }),
    relation("transfer", "Transfer", "转账", {
      tail_kind: "account",
      head_kind: "account",
      measure: "money",
    }),
  ],
  kinds: [
    kind("party", "Party", "主体", {
      usual_relations: ["guarantee", "ownership"],
      properties: [
        {
          name: "party_type",
          type: "code",
          label: said("Type", "类型"),
          unit: null,
          required: true,
          personal: false,
          codes: [
            { name: "company", label: said("company", "企业") },
            { name: "person", label: said("person", "自然人") },
          ],
        },
      ],
      node: {
        style: { shape: "box", icon: null, colour: "lineS" },
        styles: { person: { shape: "circle", icon: "person", colour: "lineS" } },
        size: "loans",
      },
    }),
    kind("account", "Account", "账户", { usual_relations: ["account", "transfer"] }),
    kind("risk_event", "Risk event", "风险事件", { form: "statement" }),
  ],
  bands: [{ band: 2, label: said("Guarded", "关注"), low: 0.01, high: 0.03 }],
};

export const vocabulary = new Vocabulary(ontology);
