import { useState } from "react";
import { useEntities } from "../api/queries";
import type { EntityHit } from "../api/types";
import { useWords } from "../i18n";
import { type Column, DataTable, TableActions } from "../parts/DataTable";
import { Band, PartyName } from "../parts/marks";
import { Failure, Skeleton, State } from "../parts/states";
import { href, navigate, setParams, toParty, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { useVocabulary } from "../vocabulary/VocabularyProvider";

const PAGE = 50;

function Nothing({ q, suggestions }: { q: string; suggestions: EntityHit[] }) {
  const { t } = useWords();
  return (
    <State icon="search" title={t("search.nothing", { q })}>
      {suggestions.length > 0 && (
        <p className="soft">
          {t("search.did_you_mean")}{" "}
          {suggestions.map((suggestion, index) => (
            <span key={suggestion.party_id}>
              {index > 0 && " · "}
              <PartyName party={suggestion} link />
            </span>
          ))}
        </p>
      )}
      <p className="soft">{t("search.searched")}</p>
    </State>
  );
}

export function PartiesPage() {
  const words = useWords();
  const { t } = words;
  const vocabulary = useVocabulary();
  const { query } = useRoute();
  const q = query.get("q") ?? "";
  const [typed, setTyped] = useState(q);
  const cursor = query.get("cursor") ?? "";
  const answer = useEntities(q, PAGE, cursor, q.length > 0);
  useTitle(t("parties.title"));
  const columns: Column<EntityHit>[] = [
    {
      id: "band",
      head: t("col.band"),
      width: 56,
      value: (row) => row.band,
      show: (row) =>
        vocabulary.showsBand({ node_kind: "party", ...row }) && (
          <Band band={row.band ?? null} />
        ),
    },
    {
      id: "name",
      head: t("col.name"),
      value: (row) => words.name(row),
      show: (row) => <PartyName party={row} link />,
    },
    {
      id: "type",
      head: t("col.type"),
      value: (row) => words.partyType(row.party_type),
    },
    {
      id: "id",
      head: t("party.identity"),
      value: (row) => row.party_id,
      show: (row) => <span className="num soft">{row.party_id}</span>,
    },
    { id: "matched", head: t("col.matched"), value: (row) => row.matched },
    { id: "city", head: t("col.city"), value: (row) => row.city },
  ];
  const page = q ? answer.data : undefined;
  const sub = page?.total.relation === "gte" ? "parties.sub_more" : "parties.sub";
  return (
    <div className="page">
      <header className="context-bar">
        <div>
          <h1>{t("parties.title")}</h1>
          <span className="small soft">
            {page && t(sub, { n: words.count(page.total.value) })}
          </span>
        </div>
        <span className="grow" />
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            setParams({ q: typed.trim(), cursor: null });
          }}
        >
          <input
            className="field wide"
            aria-label={t("search.label")}
            placeholder={t("search.hint")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
        {page && <TableActions columns={columns} rows={page.items} file="parties" />}
      </header>
      <div className="page-body">
        {!q && <State icon="search" title={t("parties.start")} />}
        {q && answer.isPending && <Skeleton rows={10} />}
        {answer.error && (
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        )}
        {page && page.items.length === 0 && (
          <Nothing q={q} suggestions={page.suggestions} />
        )}
        {page && page.items.length > 0 && (
          <DataTable
            caption={t("parties.title")}
            columns={columns}
            rows={page.items}
            keyOf={(row) => row.party_id}
            onSelect={(id) => navigate(toParty(id))}
          />
        )}
        {page?.next && (
          <button
            type="button"
            className="button more-rows"
            onClick={() => navigate(href(["parties"], { q, cursor: page.next }))}
          >
            {t("table.more")}
          </button>
        )}
      </div>
    </div>
  );
}
