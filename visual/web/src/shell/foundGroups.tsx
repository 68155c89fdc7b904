import type { ReactNode } from "react";
import type { Found } from "../api/types";
import { formatDay } from "../format/date";
import type { Key, Words } from "../i18n";
import { Band, PartyName } from "../parts/marks";
import type { Vocabulary } from "../vocabulary/vocabulary";

/** A line of the list under the search box. */
export type FoundItem = {
  /** Address of its page, which also tells it from all others. */
  page: string;
  mark: ReactNode;
  name: ReactNode;
  /** What tells it from its namesakes, and what matched. */
  details: string;
};

export type FoundGroup = { label: string; items: FoundItem[]; more: string };

const GROUPS = [
  "parties",
  "circles",
  "accounts",
  "contracts",
  "cases",
  "contacts",
] as const;

/** What was found as lines in groups; groups without any are left out. */
export function foundGroups(
  found: Found,
  words: Words,
  vocabulary: Vocabulary,
): FoundGroup[] {
  const { t } = words;
  const kind = (text: string) => (
    <span className="small quiet picker-type">{text}</span>
  );
  const details = (...parts: (string | null | undefined)[]) =>
    [...new Set(parts)].filter(Boolean).join(" · ");
  const items: Record<(typeof GROUPS)[number], FoundItem[]> = {
    parties: found.parties.items.map((hit) => ({
      page: hit.page,
      mark: vocabulary.showsBand({ node_kind: "party", ...hit }) ? (
        <Band band={hit.band ?? null} />
      ) : (
        kind(words.partyType(hit.party_type))
      ),
      name: <PartyName party={hit} />,
      details: details(
        hit.city,
        hit.number,
        hit.matched !== hit.name && hit.matched !== hit.name_en ? hit.matched : null,
      ),
    })),
    circles: found.circles.items.map((hit) => ({
      page: hit.page,
      mark: <Band band={hit.band ?? null} />,
      name: <span className="strong">{words.title(hit.name)}</span>,
      details: details(t("search.firms", { n: hit.firms }), hit.circle_id),
    })),
    accounts: found.accounts.items.map((hit) => ({
      page: hit.page,
      mark: null,
      name: <span className="strong num">{hit.account_id}</span>,
      details: details(
        words.list(hit.holders.map(words.brief)) || t("account.unheld"),
        t("search.transfers", { n: words.count(hit.transfers) }),
      ),
    })),
    contracts: found.contracts.items.map((hit) => ({
      page: hit.page,
      mark: null,
      name: <span className="strong num">{hit.contract_no ?? hit.guarantee_id}</span>,
      details: details(
        words.short(hit.debtor),
        hit.creditor && words.short(hit.creditor),
        hit.matched !== hit.contract_no ? hit.matched : null,
      ),
    })),
    cases: found.cases.items.map((hit) => ({
      page: hit.page,
      mark: kind(words.event(hit.event_type)),
      name: <span className="strong num">{hit.case_no ?? hit.record_id}</span>,
      details: details(words.short(hit.party), hit.court, formatDay(hit.occurred_at)),
    })),
    contacts: found.contacts.items.map((hit) => ({
      page: hit.page,
      mark: kind(words.value("contact", "contact_type", hit.contact_type)),
      name: <span className="strong">{hit.value}</span>,
      details: t("search.users", { n: hit.users }),
    })),
  };
  return GROUPS.filter((name) => items[name].length > 0).map((name) => ({
    label: t(`search.group.${name}` as Key),
    items: items[name],
    more: found[name].total.value > items[name].length ? t("search.more_of_these") : "",
  }));
}
