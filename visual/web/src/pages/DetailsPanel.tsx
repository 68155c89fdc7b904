import { type Moment, useEntity } from "../api/queries";
import type { GraphNode } from "../api/types";
import { totalHidden } from "../graph/degree";
import { ownId } from "../graph/nodeIds";
import { pageOf } from "../graph/nodePage";
import type { Picture } from "../graph/workspace";
import { useWords } from "../i18n";
import { PropertyValue, type Row, Rows } from "../parts/facts";
import { BandWord, PartyName, Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { Failure, Skeleton } from "../parts/states";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { EdgeDetails } from "./EdgeDetails";
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

function NodeDetails({ node, moment }: { node: GraphNode; moment: Moment }) {
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
          <span className="row">
            <BandWord band={node.band} />
            {node.flag?.band && <Pennant band={node.flag.band} />}
            {node.flag?.by === "rules" && <Tag>{t("flag.rule")}</Tag>}
          </span>
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
  if (edge)
    return <EdgeDetails key={edge.id} edge={edge} picture={picture} moment={moment} />;
  return <p className="panel-section soft">{t("circle.not_selected")}</p>;
}
