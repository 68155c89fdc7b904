import { useEntity } from "../api/queries";
import type { Entity } from "../api/types";
import { toNumber } from "../format/amount";
import { formatDay } from "../format/date";
import { langOf } from "../format/name";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Tabs } from "../parts/controls";
import { PropertyValue } from "../parts/facts";
import { Icon } from "../parts/Icon";
import { Band, Tag } from "../parts/marks";
import { OutcomeTag, standing } from "../parts/OutcomeTag";
import { Banner, Failure, Skeleton } from "../parts/states";
import { isNow, PastBanner, TimeControl, useMoment } from "../parts/TimeControl";
import { setParams, toCircle, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { EventsTab } from "./EventsTab";
import { FlagTag } from "./FlagTag";
import { PartyGraph } from "./PartyGraph";
import { GuaranteesTab, OwnershipTab } from "./PartyLinks";
import { RingsTab } from "./RingsTab";
import { ShareButtons } from "./ShareButtons";
import { SourcesTab } from "./SourcesTab";

/** Events, and cases, named in the head of the page; the others are one click away. */
const TAGGED_EVENTS = 2;

const TABS = [
  "graph",
  "guarantees",
  "ownership",
  "rings",
  "events",
  "sources",
] as const;
type Tab = (typeof TABS)[number];
const HEADLINE_FACTS = 4;
const HEADLINE = [
  "uscc",
  "personal_id",
  "registered_capital",
  "founded_on",
  "sector",
  "city",
];

function Header({ entity }: { entity: Entity }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t, text, percent } = words;
  const name = words.name(entity);
  const other = words.language === "en" && entity.name !== name ? entity.name : "";
  const facts = HEADLINE.flatMap((wanted) =>
    entity.properties.filter(
      (fact) =>
        fact.name === wanted && !(fact.value && entity.party_id.includes(fact.value)),
    ),
  ).slice(0, HEADLINE_FACTS);
  const band = entity.score?.band ?? null;
  const now = isNow(useMoment());
  const worst = [...entity.events].sort(
    (a, b) =>
      b.weight - a.weight || (toNumber(b.amount) ?? -1) - (toNumber(a.amount) ?? -1),
  );
  const cases = standing(entity.outcomes).slice(0, TAGGED_EVENTS);
  const untold =
    eventsOf(entity) - cases.length - Math.min(worst.length, TAGGED_EVENTS);
  return (
    <header className="context-bar context-party">
      {(band || vocabulary.showsBand({ node_kind: "party", ...entity })) && (
        <Band band={band} large />
      )}
      <div className="grow">
        <p className="row title-row">
          <h1 className="clip" lang={langOf(name)} title={name}>
            {name}
          </h1>
          {other && (
            <span className="second-name clip" lang="zh-CN">
              {other}
            </span>
          )}
        </p>
        <p className="headline-facts clip">
          <span>
            <span className="quiet">{t("party.identity")}</span>{" "}
            <span className="num">{entity.party_id}</span>
          </span>
          {facts.map((fact) => (
            <span key={fact.name}>
              <span className="quiet">{text(fact.label)}</span>{" "}
              <PropertyValue kind="party" property={fact} />
            </span>
          ))}
        </p>
        <p className="row tags">
          <Tag>{words.partyType(entity.party_type)}</Tag>
          {entity.ended_on && (
            <Tag tone="caution">{t("party.ended", { day: entity.ended_on })}</Tag>
          )}
          {entity.score && band && (
            <span className="mid nowrap">
              {words.band(band)} · {t("party.pd", { pd: percent(entity.score.pd) })}
            </span>
          )}
          {now && entity.score && <FlagTag id={entity.party_id} />}
          {entity.circles.slice(0, 2).map((circle) => (
            <a
              key={circle.circle_id}
              href={toCircle(circle.circle_id)}
              lang={langOf(words.title(circle.name))}
            >
              <Tag tone="accent">
                {t("tag.in_circle", { name: words.title(circle.name) })}
              </Tag>
            </a>
          ))}
          {worst.slice(0, TAGGED_EVENTS).map((event) => (
            <Tag key={`${event.source} ${event.record_id}`} tone="distress">
              {words.event(event.event_type)}
              {event.occurred_at ? ` ${formatDay(event.occurred_at)}` : ""}
              {event.amount ? ` ${words.amount(event.amount, event.currency)}` : ""}
            </Tag>
          ))}
          {cases.map((outcome) => (
            <OutcomeTag
              key={`${outcome.source} ${outcome.record_id}`}
              outcome={outcome}
              dated
            />
          ))}
          {untold > 0 && (
            <button
              type="button"
              className="link"
              onClick={() => setParams({ tab: "events" })}
            >
              {t("page.more", { n: untold })}
            </button>
          )}
        </p>
      </div>
      <div className="header-actions">
        <TimeControl now={entity.at.as_of} />
        <span className="row">
          <ShareButtons
            report={`v1/reports/entities/${encodeURIComponent(entity.party_id)}`}
          />
          <a
            className="button primary"
            href={`#/check?guarantor=${encodeURIComponent(entity.party_id)}`}
          >
            <Icon name="check" size={16} /> {t("nav.check")}
          </a>
        </span>
      </div>
    </header>
  );
}

const eventsOf = ({ events, outcomes }: Entity) =>
  events.length + (outcomes ?? []).length;

function countOf(entity: Entity, tab: Tab): number | undefined {
  if (tab === "events") return eventsOf(entity);
  if (tab === "sources") return entity.sources.length;
  if (tab === "graph" || tab === "rings") return undefined;
  const relation = tab === "guarantees" ? "guarantee" : "ownership";
  return entity.counts[relation];
}

/** One party: its picture, its links as tables, its events and records. */
export function PartyPage({ id }: { id: string }) {
  const words = useWords();
  const { t } = words;
  const { query } = useRoute();
  const moment = useMoment();
  const answer = useEntity(id, moment);
  useTitle(answer.data && words.name(answer.data));
  const tab = TABS.find((known) => known === query.get("tab")) ?? "graph";
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return (
      <>
        <PastBanner />
        <Failure page error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    );
  }
  const entity = answer.data;
  return (
    <div className="page">
      <Header entity={entity} />
      <PastBanner />
      {isNow(moment) && <BehindBanner />}
      {entity.party_id !== id && (
        <Banner tone="quiet" icon="info">
          {t("party.merged", { id })}
        </Banner>
      )}
      <Tabs<Tab>
        label={t("nav.parties")}
        chosen={tab}
        onChoose={(next) => setParams({ tab: next === "graph" ? null : next })}
        choices={TABS.map((known) => ({
          id: known,
          label: t(`tab.${known}`),
          count: countOf(entity, known),
        }))}
      />
      {tab === "graph" && (
        <PartyGraph id={entity.party_id} entity={entity} moment={moment} />
      )}
      {tab === "guarantees" && <GuaranteesTab id={entity.party_id} moment={moment} />}
      {tab === "ownership" && <OwnershipTab id={entity.party_id} moment={moment} />}
      {tab === "rings" && <RingsTab entity={entity} moment={moment} />}
      {tab === "events" && <EventsTab entity={entity} />}
      {tab === "sources" && (
        <SourcesTab sources={entity.sources} file={entity.party_id} />
      )}
    </div>
  );
}
