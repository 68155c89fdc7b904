import type { Chance, ModelScore, SecondOpinion } from "../api/types";
import { useWords } from "../i18n";

/** Of the axis, so that small chances do not look large. */
const LEAST_AXIS = 0.6;

/** The served chance with its interval, and the network's beside it, on one line. */
function OpinionAxis({ served, other }: { served: Chance; other: Chance }) {
  const words = useWords();
  const most = Math.max(LEAST_AXIS, served.high, other.value);
  const at = (chance: number) => `${(100 * chance) / most}%`;
  return (
    <p className="opinion-axis small quiet num" aria-hidden="true">
      0
      <span className="opinion-line">
        <span
          className="opinion-interval"
          style={{ left: at(served.low), width: at(served.high - served.low) }}
        />
        <span className="opinion-dot" style={{ left: at(served.value) }} />
        <span className="opinion-ring" style={{ left: at(other.value) }} />
      </span>
      {words.chance(most)}
    </p>
  );
}

/** Where the network ranks the firm, and whether that agrees with the served score. */
function Opinion({ score, second }: { score: ModelScore; second: SecondOpinion }) {
  const words = useWords();
  const { t, count } = words;
  const { rank, chance, agreement } = second;
  if (rank === null || !chance) return null;
  return (
    <>
      {score.chance && <OpinionAxis served={score.chance} other={chance} />}
      <p className="small num">
        <span className="opinion-mark opinion-ring" aria-hidden="true" />{" "}
        <b>{words.chance(chance.value)}</b>{" "}
        {t("flag.rank", { rank: count(rank), all: count(score.scored) })}
        {score.chance && agreement && (
          <>
            {" · "}
            {t(`flag.second.${agreement as Agreement}`)}{" "}
            <span className="opinion-mark opinion-dot" aria-hidden="true" />{" "}
            {words.chance(score.chance.value)}
          </>
        )}
      </p>
    </>
  );
}

type Agreement = "agrees" | "higher" | "lower";

/** What the graph network says of a firm beside the score that ranks, and its worth. */
export function SecondOpinionSection({ score }: { score: ModelScore }) {
  const { t, text } = useWords();
  const second = score.second_opinion;
  return (
    <section className="panel-section">
      <div className="panel-line">
        <h2>{t("flag.second")}</h2>
        <span className="small quiet">
          {t(second ? "flag.second_network" : "flag.second_none")}
        </span>
      </div>
      {second && <Opinion score={score} second={second} />}
      {second && <p className="small soft">{text(second.standing)}</p>}
    </section>
  );
}
