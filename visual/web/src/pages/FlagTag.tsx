import { useModelScore } from "../api/flagQueries";
import { formatChance } from "../format/probability";
import { useWords } from "../i18n";
import { Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { setParams } from "../shell/route";

/** That a party is flagged, in the head of its page; it opens why. */
export function FlagTag({ id }: { id: string }) {
  const { t } = useWords();
  const score = useModelScore(id).data;
  if (!score?.flagged) return null;
  const { chance, band } = score;
  return (
    <button
      type="button"
      className="flag-tag nowrap"
      onClick={() => setParams({ tab: null, sel: null, panel: "flag" })}
    >
      {band === null ? <Tag>{t("flag.rule")}</Tag> : <Pennant band={band} />}{" "}
      {chance
        ? t("flag.tag_chance", { chance: formatChance(chance.value) })
        : t("flags.flagged")}
    </button>
  );
}
