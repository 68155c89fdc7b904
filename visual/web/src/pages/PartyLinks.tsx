import { type Moment, useNeighbours } from "../api/queries";
import type { Completeness, GraphEdge, GraphPayload } from "../api/types";
import { linkColumns } from "../graph/graphColumns";
import { useWords, type Words } from "../i18n";
import type { Column } from "../parts/DataTable";
import { PartyName } from "../parts/marks";
import { CompletenessLine, Failure, Skeleton } from "../parts/states";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import type { Vocabulary } from "../vocabulary/vocabulary";
import { TablePage } from "./TablePage";

const MOST = 500;

/** What cut the links of the party itself: how far they lead on cuts none of them. */
function ofOwnLinks(completeness: Completeness): Completeness {
  const truncated_by = completeness.truncated_by.filter((limit) => limit !== "depth");
  return { ...completeness, truncated_by, complete: truncated_by.length === 0 };
}

function counterpartyColumns(
  id: string,
  payload: GraphPayload,
  own: GraphEdge[],
  relation: string,
  words: Words,
  vocabulary: Vocabulary,
): Column<GraphEdge>[] {
  const { outward, inward } = vocabulary.relation(relation);
  const other = (edge: GraphEdge) => {
    const counterparty = edge.source === id ? edge.target : edge.source;
    return payload.nodes.find((node) => node.id === counterparty);
  };
  return [
    {
      id: "direction",
      head: words.t("col.direction"),
      width: 160,
      value: (edge) => words.text(edge.source === id ? outward : inward),
    },
    {
      id: "party",
      head: words.t("col.counterparty"),
      value: (edge) => {
        const node = other(edge);
        return node ? words.name(node) : "";
      },
      show: (edge) => {
        const node = other(edge);
        return node && <PartyName party={{ ...node, party_id: node.id }} link />;
      },
    },
    ...linkColumns(payload.nodes, own, words, vocabulary).slice(3),
  ];
}

function LinksTab({
  id,
  moment,
  relation,
  title,
}: {
  id: string;
  moment: Moment;
  relation: "guarantee" | "ownership";
  title: string;
}) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const answer = useNeighbours("party", id, {
    relations: relation,
    depth: 1,
    limit: MOST,
    hub_cap: MOST,
    fold: false,
    layout: "hops",
    ...moment,
  });
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  const payload = answer.data;
  const own = payload.edges.filter((edge) => edge.source === id || edge.target === id);
  return (
    <div className="tab-scroll">
      <TablePage
        columns={counterpartyColumns(id, payload, own, relation, words, vocabulary)}
        rows={own}
        keyOf={(edge) => edge.id}
        caption={title}
        file={`${id}-${relation}`}
      />
      <p className="page-foot">
        <CompletenessLine completeness={ofOwnLinks(payload.completeness)} />
      </p>
    </div>
  );
}

export function GuaranteesTab({ id, moment }: { id: string; moment: Moment }) {
  const { t } = useWords();
  return (
    <LinksTab
      id={id}
      moment={moment}
      relation="guarantee"
      title={t("tab.guarantees")}
    />
  );
}

export function OwnershipTab({ id, moment }: { id: string; moment: Moment }) {
  const { t } = useWords();
  return (
    <LinksTab id={id} moment={moment} relation="ownership" title={t("tab.ownership")} />
  );
}
