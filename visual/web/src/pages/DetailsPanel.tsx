import { type Moment, useEntity } from "../api/queries";
import type { GraphEdge, GraphNode } from "../api/types";
import { exactAmount } from "../format/amount";
import { formatDay, formatPeriod } from "../format/date";
import { totalHidden } from "../graph/degree";
import { relationWords } from "../graph/graphColumns";
import { ownId } from "../graph/nodeIds";
import type { Picture } from "../graph/workspace";
import { useWords } from "../i18n";
import { PropertyValue, type Row, Rows } from "../parts/facts";
import { BandWord, Chip, PartyName, Tag } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { toNode } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import type { Vocabulary } from "../vocabulary/vocabulary";
import { ContractFacts } from "./ContractFacts";
import { NodeFacts, RecordList } from "./NodeFacts";

function PartyFacts({ node, moment }: { node: GraphNode; moment: Moment }) {
  const { t, text, title, partyType, count } = useWords();
  const entity = useEntity(node.id, moment);
  if (entity.isPending) return <Skeleton />;
  if (entity.error) return <Failure error={entity.error} />;
  const { properties, sources, circles, referents } = entity.data;
  const network = entity.data.guarantee_network;
  return (
    <>
      <Rows
        rows={[
          [t("col.type"), partyType(entity.data.party_type)],
          [
            t("party.identity"),
            <span key="id" className="num">
              {node.id}
            </span>,
          ],
          ...properties.map(
            (property): Row => [
              text(property.label),
              <PropertyValue key={property.name} kind="party" property={property} />,
            ],
          ),
          ...(network && network.guarantees > 0
            ? ([
                [
                  t("details.network"),
                  t("details.network_parties", { n: count(network.parties) }),
                ],
              ] satisfies Row[])
            : []),
        ]}
      />
      {circles.length > 0 && (
        <p className="chips">
          {circles.map((circle) => (
            <a
              key={circle.circle_id}
              href={`#/circles/${encodeURIComponent(circle.circle_id)}`}
            >
              <Tag tone="accent">
                {t("tag.in_circle", { name: title(circle.name) })}
              </Tag>
            </a>
          ))}
        </p>
      )}
      {referents.length > 0 && (
        <p className="small quiet">
          {t("details.other_ids")}: {referents.join(", ")}
        </p>
      )}
      <h3>{t("details.records")}</h3>
      <RecordList records={sources} />
    </>
  );
}

const pageOf = (node: GraphNode, vocabulary: Vocabulary): string | null =>
  vocabulary.hasPage(node.node_kind) ? toNode(node.node_kind, ownId(node)) : null;

export function NodeDetails({ node, moment }: { node: GraphNode; moment: Moment }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t } = words;
  const hidden = totalHidden(node);
  return (
    <section className="panel-section">
      <h2>
        <PartyName
          party={{ ...node, party_id: node.id }}
          href={pageOf(node, vocabulary)}
        />
      </h2>
      <p className="soft">{words.text(node.subtitle) || words.nodeKind(node)}</p>
      {vocabulary.showsBand(node) && (
        <p className="panel-line">
          <BandWord band={node.band} />
          {node.pd !== null && (
            <span className="num">
              {t("details.pd")} <b>{words.percent(node.pd)}</b>
            </span>
          )}
        </p>
      )}
      {hidden > 0 && (
        <p className="small quiet">
          {t("details.hidden")}:{" "}
          {Object.entries(node.hidden)
            .map(([relation, n]) => `${words.relation(relation)} ${n}`)
            .join(" · ")}
        </p>
      )}
      {node.node_kind === "party" ? (
        <PartyFacts node={node} moment={moment} />
      ) : (
        vocabulary.hasPage(node.node_kind) && (
          <NodeFacts kind={node.node_kind} id={ownId(node)} moment={moment} />
        )
      )}
    </section>
  );
}

export function EdgeDetails({
  edge,
  picture,
  moment,
}: {
  edge: GraphEdge;
  picture: Picture;
  moment: Moment;
}) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t } = words;
  const endpoint = (id: string) => {
    const node = picture.nodes.find((other) => other.id === id);
    if (!node) return id;
    return (
      <PartyName
        party={{ ...node, party_id: id }}
        href={pageOf(node, vocabulary)}
        plain
      />
    );
  };
  const rows: Row[] = [
    [t("col.from"), endpoint(edge.source)],
    [t("col.to"), endpoint(edge.target)],
  ];
  if (edge.amount) {
    rows.push([
      t("col.amount"),
      <span key="a" className="num" title={exactAmount(edge.amount, edge.currency)}>
        {words.amount(edge.amount, edge.currency)}
      </span>,
    ]);
  }
  if (edge.share !== null) rows.push([t("col.share"), words.share(edge.share)]);
  if (edge.loss !== "none")
    rows.push([t("col.force"), words.code("force", edge.force)]);
  if (edge.force_reason)
    rows.push([t("details.reason"), words.text(edge.force_reason)]);
  const period = formatPeriod(edge.valid_from, edge.valid_to);
  if (period)
    rows.push([
      t("col.valid"),
      <span key="v" className="num">
        {period}
      </span>,
    ]);
  const known = formatDay(edge.recorded_from);
  if (known)
    rows.push([
      t("col.known_since"),
      <span key="k" className="num">
        {known}
      </span>,
    ]);
  return (
    <section className="panel-section">
      <h2>{relationWords(edge, words, vocabulary)}</h2>
      <Rows rows={rows} />
      {edge.contracts.map((id) => (
        <ContractFacts key={id} id={id} moment={moment} />
      ))}
      <h3>{t("details.records")}</h3>
      {edge.derived && <p className="small quiet">{t("details.derived")}</p>}
      <ul className="plain-rows records">
        {edge.source_records.map((record) => (
          <li key={`${record.source} ${record.record_id}`}>
            <Chip
              chip={{ kind: edge.derived ? "derived" : "fact", text: record.source }}
            />
            <span className="grow clip num" title={record.record_id}>
              {record.record_id}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The thing that is selected, with the records behind it. */
export function DetailsPanel({
  picture,
  selected,
  focus,
  moment,
}: {
  picture: Picture;
  selected: string | null;
  /** What is shown while nothing is selected. */
  focus?: string;
  moment: Moment;
}) {
  const { t } = useWords();
  const node =
    picture.nodes.find((other) => other.id === selected) ??
    (selected ? undefined : picture.nodes.find((other) => other.id === focus));
  if (node) return <NodeDetails key={node.id} node={node} moment={moment} />;
  const edge = picture.edges.find((other) => other.id === selected);
  if (edge) return <EdgeDetails edge={edge} picture={picture} moment={moment} />;
  return <p className="panel-section soft">{t("circle.not_selected")}</p>;
}
