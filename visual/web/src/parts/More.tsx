import { useQueryClient } from "@tanstack/react-query";
import { isStaleCursor } from "../api/client";
import { useWords } from "../i18n";
import { say } from "../shell/live";
import { Failure } from "./states";

/** A list that is read a page after the other. */
type Pages = {
  error: Error | null;
  isFetchNextPageError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<{ error: unknown }>;
};

/** What stands in the place of a list; where only its next page failed, nothing does. */
export const failureOf = ({ error, isFetchNextPageError }: Pages): Error | null =>
  isFetchNextPageError || isStaleCursor(error) ? null : error;

/** The next page of a list, put below what is shown. */
export function More({ answer }: { answer: Pages }) {
  const { t } = useWords();
  const client = useQueryClient();
  if (!answer.hasNextPage) return null;
  const next = async () => {
    const { error } = await answer.fetchNextPage();
    if (!isStaleCursor(error)) return;
    // All that is on the page is of the former publication, not this list alone.
    await client.invalidateQueries();
    say(t("table.reloaded"));
  };
  const failed = answer.isFetchNextPageError && !isStaleCursor(answer.error);
  return (
    <>
      {failed && <Failure error={answer.error} onRetry={() => void next()} />}
      <button
        type="button"
        className="button more-rows"
        aria-disabled={answer.isFetchingNextPage}
        onClick={() => {
          if (!answer.isFetchingNextPage) void next();
        }}
      >
        {t("table.more")}
      </button>
    </>
  );
}
