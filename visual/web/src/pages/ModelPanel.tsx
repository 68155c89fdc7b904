import { useModels } from "../api/flagQueries";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { type Row, Rows } from "../parts/facts";
import { NotCollected } from "../parts/marks";
import { Banner, Failure, Skeleton } from "../parts/states";

const DIGITS = 4;

/** Hundreds of numbers each, for whoever reads the manifest. */
const UNTOLD = ["importances", "lead_time"];

const number = (value: number) => String(Number(value.toFixed(DIGITS)));

/**
 * Numbers of a manifest at any depth, by their path, an interval as one: `0.7 (0.6–0.8)`.
 * Texts and lists are left out.
 */
export function numbersIn(told: unknown, path: string[] = []): [string, string][] {
  const name = path.join(" ").replaceAll("_", " ");
  if (typeof told === "number") return [[name, number(told)]];
  if (typeof told !== "object" || told === null || Array.isArray(told)) return [];
  const { point, low, high } = told as Record<string, unknown>;
  if (typeof point === "number" && typeof low === "number" && typeof high === "number")
    return [[name, `${number(point)} (${number(low)}–${number(high)})`]];
  return Object.entries(told).flatMap(([part, value]) =>
    UNTOLD.includes(part) ? [] : numbersIn(value, [...path, part]),
  );
}

/** What scores: a model with what it was trained on, or rules, and what was refused. */
export function ModelPanel() {
  const { t, text, count } = useWords();
  const answer = useModels();
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  const { model, refused } = answer.data;
  const measured = numbersIn(model?.manifest.metrics);
  return (
    <div className="panel-body">
      {refused && (
        <Banner tone="caution" icon="warning">
          {t("flags.refused", refused)}
        </Banner>
      )}
      <section className="panel-section">
        <h2>{t("model.title")}</h2>
        <p className="soft">{text(answer.data.text)}</p>
        {model && (
          <Rows
            rows={[
              [t("model.id"), model.model_id],
              [t("model.trained"), formatDay(model.trained_at) ?? "–"],
            ]}
          />
        )}
      </section>
      {model && (
        <section className="panel-section">
          <h2>{t("model.groups")}</h2>
          <Rows
            rows={model.groups.map(
              ({ group, label, features, collected }): Row => [
                text(label),
                collected ? (
                  <span key={group} className="num">
                    {count(features)}
                  </span>
                ) : (
                  <NotCollected key={group} />
                ),
              ],
            )}
          />
        </section>
      )}
      {measured.length > 0 && (
        <section className="panel-section">
          <h2>{t("model.metrics")}</h2>
          <Rows rows={measured} />
        </section>
      )}
    </div>
  );
}
