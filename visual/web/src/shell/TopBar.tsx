import { useQueryClient } from "@tanstack/react-query";
import { remove } from "../api/client";
import { useSetLanguage, useWords } from "../i18n";
import { Popover, Segmented } from "../parts/controls";
import { Key } from "../parts/marks";
import { KeyList } from "./KeyList";
import { SearchBox } from "./SearchBox";
import { setTheme, type Theme, useTheme } from "./theme";

function Brand() {
  return (
    <a className="brand" href="#/">
      <svg width={24} height={24} viewBox="0 0 24 24" fill="none" aria-hidden="true">
        <g strokeWidth={2.6} strokeLinecap="round">
          <g stroke="var(--accent)">
            <path d="M14.6 4.4A8 8 0 0 1 19.6 9.4M19.6 14.6A8 8 0 0 1 14.6 19.6M9.4 19.6A8 8 0 0 1 4.4 14.6" />
          </g>
          <path stroke="var(--control)" d="M4.4 9.4A8 8 0 0 1 9.4 4.4" />
        </g>
        <circle cx={12} cy={12} r={2.2} fill="var(--accent)" />
      </svg>
      <span>suretynet</span>
    </a>
  );
}

export function TopBar() {
  const { t, language } = useWords();
  const setLanguage = useSetLanguage();
  const { chosen } = useTheme();
  const client = useQueryClient();
  const signOut = async () => {
    await remove("/session").catch(() => null);
    await client.resetQueries();
  };
  return (
    <header className="top-bar">
      <Brand />
      <search className="top-search">
        <SearchBox />
      </search>
      <span className="grow" />
      <Popover
        side="right"
        className="quiet-button"
        label={t("keys.title")}
        shortcut="?"
        button={
          <>
            <Key>?</Key> {t("top.keys")}
          </>
        }
      >
        {() => <KeyList />}
      </Popover>
      <Segmented<Theme>
        label={t("top.theme")}
        chosen={chosen}
        onChoose={setTheme}
        choices={(["auto", "light", "dark"] as const).map((theme) => ({
          id: theme,
          label: t(`theme.${theme}`),
        }))}
      />
      <Segmented<"en" | "zh">
        label={t("top.language")}
        chosen={language}
        onChoose={setLanguage}
        choices={[
          { id: "en", label: "EN" },
          { id: "zh", label: "中文" },
        ]}
      />
      <button type="button" className="quiet-button" onClick={() => void signOut()}>
        {t("top.sign_out")}
      </button>
    </header>
  );
}
