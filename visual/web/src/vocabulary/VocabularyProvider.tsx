import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useKnownOntology } from "../api/queries";
import { NO_VOCABULARY, Vocabulary } from "./vocabulary";

const Context = createContext(NO_VOCABULARY);

/** Gives the vocabulary to the whole frame; it is empty until somebody is signed in. */
export function VocabularyProvider({ children }: { children: ReactNode }) {
  const { data } = useKnownOntology();
  const vocabulary = useMemo(
    () => (data ? new Vocabulary(data) : NO_VOCABULARY),
    [data],
  );
  return <Context value={vocabulary}>{children}</Context>;
}

export const useVocabulary = (): Vocabulary => useContext(Context);
