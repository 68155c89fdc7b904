import { useCallback } from "react";
import { type Moment, useNode } from "../api/queries";
import type { NodePage as Page } from "../api/types";
import { langOf } from "../format/name";
import { useWords } from "../i18n";
import { Tabs } from "../parts/controls";
import { PropertyValue } from "../parts/facts";
import { PartyName, Tag } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { PastBanner, TimeControl, useMoment } from "../parts/TimeControl";
import { setParams, toNode, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { DetailsPanel } from "./DetailsPanel";
import { NeighbourhoodPane } from "./NeighbourhoodPane";
import { ShareButtons } from "./ShareButtons";
import { SourcesTab } from "./SourcesTab";
import { useNeighbourhood } from "./useNeighbourhood";

const TABS = ["graph", "sources"] as const;
type Tab = (typeof TABS)[number];
const HEADLINE_FACTS = 3;
/** Amounts carry it themselves. */
const SAID = "currency";

function Header({ node }: { node: Page }) {
  const words = useWords();
  const { t, text } = words;
  const name = words.name(node);
  const facts = node.properties
    .filter(({ name, value, masked }) => name !== SAID && (value !== null || masked))
    .slice(0, HEADLINE_FACTS);
  return (
    <header className="context-bar context-party">
      <div className="grow">
        <p className="row title-row">
          <h1 className="clip" lang={langOf(name)} title={name}>
            {name}
          </h1>
        </p>
        <p className="headline-facts clip">
          <span>
            <span className="quiet">{t("details.id")}</span>{" "}
            <span className="num">{node.id}</span>
          </span>
          {facts.map((fact) => (
            <span key={fact.name}>
              <span className="quiet">{text(fact.label)}</span>{" "}
              <PropertyValue kind={node.kind} property={fact} />
            </span>
          ))}
        </p>
        <p className="row tags">
          <Tag>{words.nodeKind({ node_kind: node.kind, party_type: null })}</Tag>
          {node.ends.map(({ name: end, label, node: other }) => (
            <span key={end} className="endpoint clip">
              <span className="quiet">{text(label)}</span>{" "}
              <PartyName party={other} href={toNode(other.kind, other.id)} plain />
            </span>
          ))}
        </p>
      </div>
      <div className="header-actions">
        <TimeControl now={node.at.as_of} />
        <span className="row">
          <ShareButtons />
        </span>
      </div>
    </header>
  );
}

/** The picture around a node, with the details of what is selected. */
export function NodeGraph({ node, moment }: { node: Page; moment: Moment }) {
  const words = useWords();
  const { t } = words;
  const around = useNeighbourhood(node.kind, node.id, moment);
  const onSelect = useCallback((sel: string | null) => setParams({ sel }), []);
  return (
    <div className="workspace">
      <NeighbourhoodPane
        around={around}
        title={`${words.name(node)} · suretynet`}
        file={`${node.kind}-${node.id}`}
        onSelect={onSelect}
      />
      <aside className="panel" aria-label={t("tab.details")}>
        <div className="panel-body">
          <DetailsPanel
            picture={around.tools.picture}
            selected={around.selected}
            focus={around.focus}
            moment={moment}
          />
        </div>
      </aside>
    </div>
  );
}

type Props = { kind: string; id: string };

/** One loan, contract or contact point: its picture and its records. */
export function NodePage({ kind, id }: Props) {
  const words = useWords();
  const { t } = words;
  const { query } = useRoute();
  const moment = useMoment();
  const answer = useNode(kind, id, moment);
  useTitle(answer.data && words.name(answer.data));
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return (
      <>
        <PastBanner />
        <Failure page error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    );
  }
  const node = answer.data;
  const tab = TABS.find((known) => known === query.get("tab")) ?? "graph";
  return (
    <div className="page">
      <Header node={node} />
      <PastBanner />
      <Tabs<Tab>
        label={words.nodeKind({ node_kind: kind, party_type: null })}
        chosen={tab}
        onChoose={(next) => setParams({ tab: next === "graph" ? null : next })}
        choices={[
          { id: "graph", label: t("tab.graph") },
          { id: "sources", label: t("tab.sources"), count: node.sources.length },
        ]}
      />
      {tab === "graph" && <NodeGraph node={node} moment={moment} />}
      {tab === "sources" && (
        <SourcesTab sources={node.sources} file={`${node.kind}-${node.id}`} />
      )}
    </div>
  );
}
