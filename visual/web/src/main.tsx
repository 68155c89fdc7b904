import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { queries } from "./api/queries";
import { LanguageProvider } from "./i18n";
import { applyTheme, storedTheme } from "./shell/theme";
import { VocabularyProvider } from "./vocabulary/VocabularyProvider";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/context-bar.css";
import "./styles/parts.css";
import "./styles/floating.css";
import "./styles/marks.css";
import "./styles/table.css";
import "./styles/graph.css";
import "./styles/table-panel.css";
import "./styles/strip.css";
import "./styles/money.css";
import "./styles/ring.css";
import "./styles/ring-panel.css";
import "./styles/flags.css";
import "./styles/evidence.css";
import "./styles/pages.css";
import "./styles/narrow.css";

applyTheme(storedTheme());

// A sign-in link opened in a tab that already shows the page changes only the fragment.
window.addEventListener("hashchange", () => {
  if (window.location.hash.startsWith("#token=")) window.location.reload();
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <VocabularyProvider>
        <LanguageProvider>
          <App />
        </LanguageProvider>
      </VocabularyProvider>
    </QueryClientProvider>
  </StrictMode>,
);
