import { useModels } from "../api/flagQueries";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { type Row, Rows } from "../parts/facts";
import { NotCollected } from "../parts/marks";
import { Banner, Failure, Skeleton } from "../parts/states";

const DIGITS = 4;

/** Numbers of a manifest at any depth, by their path; texts and lists are left out. */
export function numbersIn(told: unknown, path: string[] = []): [string, number][] {
  if (typeof told === "number") return [[path.join(" ").replaceAll("_", " "), told]];
  if (typeof told !== "object" || told === null || Array.isArray(told)) return [];
  return Object.entries(told).flatMap(([name, value]) =>
    numbersIn(value, [...path, name]),
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
  const number = (value: number) => String(Number(value.toFixed(DIGITS)));
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
          <Rows rows={measured.map(([name, value]) => [name, number(value)])} />
        </section>
      )}
    </div>
  );
}
