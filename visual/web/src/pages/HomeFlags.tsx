import type { Flags } from "../api/types";
import { useWords } from "../i18n";
import { DataTable, TableActions } from "../parts/DataTable";
import { navigate, toParty } from "../shell/route";
import { flagColumns } from "./flagColumns";

/** The firms that are flagged first, on the start page; nothing where none was scored. */
export function HomeFlags({ flags }: { flags: Flags | null }) {
  const words = useWords();
  const { t, count } = words;
  if (!flags?.by || flags.firms.length === 0) return null;
  const columns = flagColumns(words, flags.firms, flags);
  return (
    <section className="home-flags">
      <div className="section-head">
        <h2>{t("flags.home")}</h2>
        <span className="small quiet grow">
          {t(flags.by === "model" ? "flags.home_sub" : "flags.home_sub_rules")}
        </span>
        <TableActions columns={columns} rows={flags.firms} file="flagged-first" />
        <a href="#/flagged">{t("page.all", { n: count(flags.flagged) })}</a>
      </div>
      <DataTable
        tall
        caption={t("flags.home")}
        columns={columns}
        rows={flags.firms}
        keyOf={(firm) => firm.party.party_id}
        onSelect={(id) => navigate(toParty(id, { panel: "flag" }))}
      />
    </section>
  );
}
