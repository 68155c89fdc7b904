import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import type { Language } from "../format/amount";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { type Words, wordsIn } from "./words";

export { isKey, type Key } from "./dictionaries";
export { capitalised, type Words } from "./words";

const KEY = "suretynet.language";

function firstLanguage(): Language {
  const stored = localStorage.getItem(KEY);
  if (stored === "en" || stored === "zh") return stored;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

type Setting = { words: Words; setLanguage: (language: Language) => void };
const Context = createContext<Setting | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const vocabulary = useVocabulary();
  const setting = useMemo(
    () => ({ words: wordsIn(language, vocabulary), setLanguage }),
    [language, vocabulary],
  );
  return <Context value={setting}>{children}</Context>;
}

function useSetting(): Setting {
  const setting = useContext(Context);
  if (!setting) throw new Error("LanguageProvider is missing");
  return setting;
}

export const useWords = (): Words => useSetting().words;
export const useSetLanguage = () => useSetting().setLanguage;
