import type { UseQueryResult } from "@tanstack/react-query";
import { useAccount, useNode } from "../api/queries";
import type { Account, NodePage } from "../api/types";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Tabs } from "../parts/controls";
import { PropertyValue } from "../parts/facts";
import { PartyName, Tag } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { isNow, PastBanner, TimeControl, useMoment } from "../parts/TimeControl";
import { setParams, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { AccountRingsTab, CounterpartiesTab, HitsTab } from "./AccountTabs";
import { Figure } from "./HomePage";
import { NodeGraph } from "./NodePage";
import { ShareButtons } from "./ShareButtons";
import { SourcesTab } from "./SourcesTab";

const TABS = ["graph", "counterparties", "rings", "hits", "sources"] as const;
type Tab = (typeof TABS)[number];
/** More counterparties are one click away, as a file of the list. */
export const LISTED = 200;
const HEADLINE_FACTS = 3;

function Holders({ account }: { account: Account | undefined }) {
  const { t } = useWords();
  if (account === undefined) return null;
  if (account.holders.length === 0)
    return <Tag tone="caution">{t("account.unheld")}</Tag>;
  return account.holders.map((party) => (
    <PartyName key={party.party_id} party={party} link plain />
  ));
}

function Money({ account }: { account: Account }) {
  const { t, amount, count } = useWords();
  const { currency } = account;
  return (
    <>
      <Figure
        label={t("col.sent")}
        value={amount(account.sent, currency)}
        note={t("account.transfers", { n: count(account.sent_transfers) })}
      />
      <Figure
        label={t("col.received")}
        value={amount(account.received, currency)}
        note={
          account.unknown_amounts > 0
            ? t("account.unknown", {
                n: count(account.received_transfers),
                unknown: count(account.unknown_amounts),
              })
            : t("account.transfers", { n: count(account.received_transfers) })
        }
      />
      <Figure
        label={t("col.counterparties")}
        value={count(account.counterparties)}
        note={
          account.first_day &&
          account.last_day &&
          t("account.days", { first: account.first_day, last: account.last_day })
        }
      />
    </>
  );
}

function Header({ node, account }: { node: NodePage; account: Account | undefined }) {
  const words = useWords();
  const { t, text } = words;
  const title = t("account.title", { id: node.id });
  const facts = node.properties
    .filter(({ value, masked }) => value !== null || masked)
    .slice(0, HEADLINE_FACTS);
  return (
    <header className="context-bar context-party">
      <div className="grow">
        <p className="row title-row">
          <h1 className="clip" title={title}>
            {title}
          </h1>
        </p>
        <p className="headline-facts clip">
          {facts.map((fact) => (
            <span key={fact.name}>
              <span className="quiet">{text(fact.label)}</span>{" "}
              <PropertyValue kind="account" property={fact} />
            </span>
          ))}
        </p>
        <p className="row tags">
          <Holders account={account} />
        </p>
      </div>
      {account && <Money account={account} />}
      <div className="header-actions">
        <TimeControl now={node.at.as_of} />
        <span className="row">
          <ShareButtons />
        </span>
      </div>
    </header>
  );
}

/** What needs the figures of the account; at other instants it says why there are none. */
function Body({ answer, tab }: { answer: UseQueryResult<Account>; tab: Tab }) {
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return tab === "hits" ? (
    <HitsTab account={answer.data} />
  ) : (
    <CounterpartiesTab account={answer.data} />
  );
}

/** One account: its picture, the money that moved over it, its rings and records. */
export function AccountPage({ id }: { id: string }) {
  const { t } = useWords();
  const { query } = useRoute();
  const moment = useMoment();
  const node = useNode("account", id, moment);
  const answer = useAccount(id, { limit: LISTED, ...moment });
  useTitle(node.data && t("account.title", { id }));
  if (node.isPending) return <Skeleton rows={8} />;
  if (node.error) {
    return (
      <>
        <PastBanner />
        <Failure page error={node.error} onRetry={() => void node.refetch()} />
      </>
    );
  }
  const account = answer.data;
  const tab = TABS.find((known) => known === query.get("tab")) ?? "graph";
  const counts: Partial<Record<Tab, number | undefined>> = {
    counterparties: account?.counterparties,
    rings: account?.rings?.value,
    hits: account?.hits.total.value,
    sources: node.data.sources.length,
  };
  return (
    <div className="page">
      <Header node={node.data} account={account} />
      <PastBanner />
      {isNow(moment) && <BehindBanner />}
      <Tabs<Tab>
        label={t("accounts.title")}
        chosen={tab}
        onChoose={(next) => setParams({ tab: next === "graph" ? null : next })}
        choices={TABS.map((known) => ({
          id: known,
          label: t(`tab.${known}`),
          count: counts[known],
        }))}
      />
      {tab === "graph" && <NodeGraph node={node.data} moment={moment} />}
      {tab === "rings" && <AccountRingsTab id={id} moment={moment} />}
      {tab === "sources" && (
        <SourcesTab sources={node.data.sources} file={`account-${id}`} />
      )}
      {(tab === "counterparties" || tab === "hits") && (
        <Body answer={answer} tab={tab} />
      )}
    </div>
  );
}
