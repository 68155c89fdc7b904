import type { ReactNode } from "react";
import { useOntology } from "../api/queries";
import { Failure, Skeleton } from "../parts/states";

/** Loads the vocabulary, without which no page can be drawn. */
export function VocabularyGate({ children }: { children: ReactNode }) {
  const answer = useOntology();
  if (answer.isPending) return <Skeleton />;
  if (answer.error) {
    return <Failure page error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return children;
}
