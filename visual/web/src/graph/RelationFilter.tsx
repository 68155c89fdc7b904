import { useWords } from "../i18n";
import { Checkbox, Popover } from "../parts/controls";
import { Icon } from "../parts/Icon";
import { setParams } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import type { Vocabulary } from "../vocabulary/vocabulary";

const namesOf = (vocabulary: Vocabulary): string[] =>
  vocabulary.collected().map((relation) => relation.name);

/** The relations that the address asks for, else the usual ones around such a node. */
export function relationsIn(
  query: URLSearchParams,
  kind: string,
  vocabulary: Vocabulary,
): string[] {
  const named = query.get("relations");
  if (named === null) return vocabulary.usualRelations(kind);
  return namesOf(vocabulary).filter((relation) => named.split(",").includes(relation));
}

type Props = {
  /** Kind of the node in the middle, which decides what is usual. */
  kind: string;
  chosen: string[];
};

/** A menu of the relations that the picture shows. */
export function RelationFilter({ kind, chosen }: Props) {
  const { t, relation: word } = useWords();
  const vocabulary = useVocabulary();
  const all = namesOf(vocabulary);
  const usual = vocabulary.usualRelations(kind);
  const isUsual = (relations: string[]) =>
    relations.length === usual.length &&
    usual.every((name) => relations.includes(name));
  const choose = (relations: string[]) =>
    setParams({ relations: isUsual(relations) ? null : relations.join(",") });
  return (
    <Popover
      label={t("tool.relations")}
      button={
        <>
          <Icon name="filter" size={16} />
          {isUsual(chosen)
            ? t("tool.relations")
            : t("tool.relations_some", { n: chosen.length, all: all.length })}
        </>
      }
    >
      {() => (
        <div className="choices">
          {all.map((relation) => (
            <Checkbox
              key={relation}
              checked={chosen.includes(relation)}
              onChange={(on) => {
                const next = all.filter((other) =>
                  other === relation ? on : chosen.includes(other),
                );
                if (next.length > 0) choose(next);
              }}
            >
              {word(relation)}
            </Checkbox>
          ))}
          <button type="button" className="link" onClick={() => choose(usual)}>
            {t("canvas.clear_filters")}
          </button>
        </div>
      )}
    </Popover>
  );
}
