import type { FlagChoice } from "../api/flagQueries";
import type { FirmState, FlaggedPage } from "../api/types";
import { useWords } from "../i18n";
import { Segmented } from "../parts/controls";
import { setParams, useRoute } from "../shell/route";

const BANDS = { flagged: null, 4: 4, 5: 5, 2: 2, all: null } as const;
const STATUSES = ["open", "in_review", "confirmed", "dismissed"] as const;

/** The firms that have no score. */
export const UNSCORED: FlagChoice = {
  flagged: null,
  least_band: null,
  status: null,
  scored: false,
  by_evidence: false,
};

/** What the address asks for: by default the firms that are flagged. */
export function choiceIn(query: URLSearchParams): FlagChoice & { filtered: boolean } {
  const names = Object.keys(BANDS) as unknown as (keyof typeof BANDS)[];
  const bands = names.find((name) => String(name) === query.get("band")) ?? "flagged";
  const status = STATUSES.find((name) => name === query.get("status")) ?? null;
  return {
    flagged: bands === "flagged" ? true : null,
    least_band: BANDS[bands],
    status,
    scored: true,
    by_evidence: query.get("by") === "evidence",
    filtered: bands !== "flagged" || status !== null,
  };
}

/** A choice of a few among the tools of the list. */
function Choice({
  name,
  label,
  options,
  chosen,
}: {
  name: string;
  label: string;
  options: [id: string, text: string][];
  chosen: string;
}) {
  return (
    <span className="row small">
      <span className="soft" aria-hidden="true">
        {label}
      </span>
      <select
        className="field"
        aria-label={label}
        value={chosen}
        onChange={({ target }) =>
          setParams({ [name]: target.value === options[0]?.[0] ? null : target.value })
        }
      >
        {options.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Which firms of the list are wanted, and whether those of one evidence are joined. */
export function FlagFilters({ page }: { page: FlaggedPage }) {
  const { t, count } = useWords();
  const { query } = useRoute();
  return (
    <>
      <Segmented<"firms" | "evidence">
        label={t("flags.by")}
        chosen={query.get("by") === "evidence" ? "evidence" : "firms"}
        onChoose={(id) => setParams({ by: id === "firms" ? null : id })}
        choices={[
          { id: "firms", label: t("flags.by.firms") },
          { id: "evidence", label: t("flags.by.evidence") },
        ]}
      />
      {page.by === "model" && (
        <Choice
          name="band"
          label={t("flags.bands")}
          chosen={query.get("band") ?? "flagged"}
          options={(["flagged", "4", "5", "2", "all"] as const).map((id) => [
            id,
            t(`flags.bands.${id}`),
          ])}
        />
      )}
      <Choice
        name="status"
        label={t("flags.status")}
        chosen={query.get("status") ?? "all"}
        options={[
          ["all", t("flags.status.all")],
          ...STATUSES.map((id: FirmState): [string, string] => [
            id,
            `${t(`case.state.${id}`)} ${count(page.statuses[id] ?? 0)}`,
          ]),
        ]}
      />
    </>
  );
}
