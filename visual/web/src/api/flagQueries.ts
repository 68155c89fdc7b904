import { useInfiniteQuery } from "@tanstack/react-query";
import { get, post, remove } from "./client";
import { FILE_PAGE } from "./moneyQueries";
import { everyItem, pagesOf } from "./pages";
import { one, queries, useAnswer } from "./queries";
import type {
  CaseTask,
  CaseVerb,
  Evidence,
  FirmCase,
  FirmState,
  FlaggedFirm,
  FlaggedPage,
  ModelScore,
  ScoreModels,
} from "./types";

const LIST = "/model-scores";

/** Which firms are wanted. */
export type FlagChoice = {
  flagged: true | null;
  least_band: number | null;
  status: FirmState | null;
  scored: boolean;
  /** Firms whose flags rest on the same facts stand together. */
  by_evidence: boolean;
};

const flagPage = (
  choice: FlagChoice,
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
) => get<FlaggedPage>(LIST, { ...choice, limit, cursor }, signal);

/** Firms a page after the other; another filter leaves the old till it is read. */
export const useFlagPages = (choice: FlagChoice, limit: number) =>
  useInfiniteQuery({
    queryKey: [LIST, "pages", choice],
    ...pagesOf<FlaggedPage>((cursor, signal) =>
      flagPage(choice, limit, cursor, signal),
    ),
    placeholderData: (before) => before,
  });

/** All firms of a choice, up to so many, for a file. */
export const everyFlag = (choice: FlagChoice, most: number) =>
  everyItem<FlaggedFirm, FlaggedPage>(
    (cursor) => flagPage(choice, FILE_PAGE, cursor),
    most,
  );

export const useModelScore = (id: string, enabled = true) =>
  useAnswer<ModelScore>(one("model-scores", id), {}, enabled);

/** What its flag rests on; of several groups also the score without them together. */
export const useEvidence = (
  id: string,
  groups: readonly string[] = [],
  wanted = true,
) =>
  useAnswer<Evidence>(
    `${one("model-scores", id)}/evidence`,
    { without: groups },
    wanted,
  );

/** What scores now, and what is known of it. */
export const useModels = () => useAnswer<ScoreModels>("/models");

/** Lists and pages say how each case stands: all are asked again. */
async function saidOf(id: string, said: Promise<FirmCase>): Promise<FirmCase> {
  const found = await said;
  await Promise.all(
    [one("model-scores", id), LIST, one("entities", id), "/portfolio"].map((path) =>
      queries.invalidateQueries({ queryKey: [path] }),
    ),
  );
  return found;
}

/** Opens, confirms or dismisses the case of a firm. */
export const stateCase = (
  id: string,
  task: CaseTask | undefined,
  outcome: CaseVerb,
  reason: string,
) =>
  saidOf(id, post<FirmCase>("/case-outcomes", { party_id: id, task, outcome, reason }));

/** Takes back what was said of a firm. */
export const undoCase = (id: string, outcome: string) =>
  saidOf(id, remove<FirmCase>(one("case-outcomes", outcome)));
