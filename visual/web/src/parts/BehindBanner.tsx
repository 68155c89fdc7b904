import { usePortfolio } from "../api/queries";
import { useWords, type Words } from "../i18n";
import { Banner } from "./states";
import { useMoment } from "./TimeControl";

const PUBLISH = "suretynet snapshot build";

/** How far the store has moved on from what is published; null where it has not. */
export function behindWords(commits: number, { t, count }: Words): string | null {
  if (commits === 0) return null;
  return commits === 1 ? t("behind.one") : t("behind.many", { n: count(commits) });
}

/** Says above published figures that later commits are not in them. */
export function BehindBanner() {
  const words = useWords();
  const portfolio = usePortfolio(useMoment()).data;
  const behind = portfolio && behindWords(portfolio.commits_behind, words);
  if (!behind) return null;
  return (
    <Banner tone="quiet" icon="info">
      {behind}{" "}
      <span className="soft">
        {words.t("behind.publish")} <code>{PUBLISH}</code>
      </span>
    </Banner>
  );
}
