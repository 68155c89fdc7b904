import { type Moment, useNeighbours } from "../api/queries";
import type { GraphEdge, GraphPayload } from "../api/types";
import { linkColumns } from "../graph/graphColumns";
import { useWords } from "../i18n";
import type { Column } from "../parts/DataTable";
import { PartyName } from "../parts/marks";
import { CompletenessLine, Failure, Skeleton } from "../parts/states";
import { TablePage } from "./PartyFacts";

const MOST = 500;

type Words = ReturnType<typeof useWords>;

function counterpartyColumns(
  id: string,
  payload: GraphPayload,
  own: GraphEdge[],
  words: Words,
  out: string,
  back: string,
): Column<GraphEdge>[] {
  const other = (edge: GraphEdge) => {
    const counterparty = edge.source === id ? edge.target : edge.source;
    return payload.nodes.find((node) => node.id === counterparty);
  };
  return [
    {
      id: "direction",
      head: words.t("col.direction"),
      width: 120,
      value: (edge) => (edge.source === id ? out : back),
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
    ...linkColumns(payload.nodes, own, words).slice(3),
  ];
}

function LinksTab({
  id,
  moment,
  relation,
  title,
  out,
  back,
}: {
  id: string;
  moment: Moment;
  relation: "guarantee" | "ownership";
  title: string;
  out: string;
  back: string;
}) {
  const words = useWords();
  const answer = useNeighbours(id, {
    relations: relation,
    depth: 1,
    limit: MOST,
    hub_cap: MOST,
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
        columns={counterpartyColumns(id, payload, own, words, out, back)}
        rows={own}
        keyOf={(edge) => edge.id}
        caption={title}
        file={`${id}-${relation}`}
      />
      <p className="page-foot">
        <CompletenessLine completeness={payload.completeness} />
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
      out={t("direction.gives")}
      back={t("direction.receives")}
    />
  );
}

export function OwnershipTab({ id, moment }: { id: string; moment: Moment }) {
  const { t } = useWords();
  return (
    <LinksTab
      id={id}
      moment={moment}
      relation="ownership"
      title={t("tab.ownership")}
      out={t("direction.owns")}
      back={t("direction.owned")}
    />
  );
}
