import { useWords } from "../i18n";
import { Checkbox, Popover } from "../parts/controls";
import { Icon } from "../parts/Icon";
import { setParams } from "../shell/route";

export const RELATIONS = [
  "guarantee",
  "ownership",
  "role",
  "family",
  "contact",
  "event",
  "account",
  "loan",
  "transfer",
] as const;

export const DEFAULT_RELATIONS = ["guarantee", "ownership", "role", "family", "event"];

/** The relations that the address asks for. */
export function relationsIn(query: URLSearchParams): string[] {
  const named = query.get("relations");
  if (named === null) return DEFAULT_RELATIONS;
  return RELATIONS.filter((relation) => named.split(",").includes(relation));
}

export function chooseRelations(chosen: readonly string[]): void {
  const usual =
    chosen.length === DEFAULT_RELATIONS.length &&
    DEFAULT_RELATIONS.every((relation) => chosen.includes(relation));
  setParams({ relations: usual ? null : chosen.join(",") });
}

export function RelationFilter({ chosen }: { chosen: string[] }) {
  const { t, code } = useWords();
  return (
    <Popover
      label={t("tool.relations")}
      button={
        <>
          <Icon name="filter" size={16} />
          {chosen.length === DEFAULT_RELATIONS.length
            ? t("tool.relations")
            : t("tool.relations_some", { n: chosen.length, all: RELATIONS.length })}
        </>
      }
    >
      {() => (
        <div className="choices">
          {RELATIONS.map((relation) => (
            <Checkbox
              key={relation}
              checked={chosen.includes(relation)}
              onChange={(on) => {
                const next = RELATIONS.filter((other) =>
                  other === relation ? on : chosen.includes(other),
                );
                if (next.length > 0) chooseRelations(next);
              }}
            >
              {code("relation", relation)}
            </Checkbox>
          ))}
          <button
            type="button"
            className="link"
            onClick={() => setParams({ relations: null })}
          >
            {t("canvas.clear_filters")}
          </button>
        </div>
      )}
    </Popover>
  );
}
