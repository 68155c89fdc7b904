import { useEffect, useRef } from "react";
import { ApiError } from "./api/client";
import { useWords } from "./i18n";
import { AccountPage } from "./pages/AccountPage";
import { AccountsPage } from "./pages/AccountsPage";
import { CheckPage } from "./pages/CheckPage";
import { CirclePage } from "./pages/CirclePage";
import { CirclesPage } from "./pages/CirclesPage";
import { EvidencePage } from "./pages/EvidencePage";
import { FlaggedPage } from "./pages/FlaggedPage";
import { HomePage } from "./pages/HomePage";
import { NodePage } from "./pages/NodePage";
import { PartiesPage } from "./pages/PartiesPage";
import { PartyPage } from "./pages/PartyPage";
import { PatternPage } from "./pages/PatternPage";
import { RingPage } from "./pages/RingPage";
import { RingsPage } from "./pages/RingsPage";
import { Failure, Guard } from "./parts/states";
import { LiveRegion } from "./shell/live";
import { Rail } from "./shell/Rail";
import { useRoute } from "./shell/route";
import { SessionGate } from "./shell/Session";
import { TopBar } from "./shell/TopBar";
import { VocabularyGate } from "./vocabulary/VocabularyGate";

function Page() {
  const [place, id, part] = useRoute().path;
  if (place === undefined) return <HomePage />;
  if (place === "parties") return id ? <PartyPage key={id} id={id} /> : <PartiesPage />;
  if (place === "circles")
    return id ? <CirclePage key={id} id={id} /> : <CirclesPage />;
  if (place === "rings") return id ? <RingPage key={id} id={id} /> : <RingsPage />;
  if (place === "flagged")
    return id ? <EvidencePage key={id} id={id} /> : <FlaggedPage />;
  if (place === "patterns" && id) return <PatternPage key={id} name={id} />;
  if (place === "accounts")
    return id ? <AccountPage key={id} id={id} /> : <AccountsPage />;
  if (place === "nodes" && id && part) {
    if (id === "account") return <AccountPage key={part} id={part} />;
    return id === "party" ? <PartyPage id={part} /> : <NodePage kind={id} id={part} />;
  }
  if (place === "check") return <CheckPage />;
  return <Failure page error={new ApiError(404, {})} />;
}

export function App() {
  const words = useWords();
  const address = useRoute().path.join("/");
  const left = useRef(address);
  useEffect(() => {
    if (left.current === address) return;
    left.current = address;
    const main = document.querySelector("main");
    main?.scrollTo(0, 0);
    // What had the focus went with its page; keys and readers go on in the new one.
    if (document.activeElement === document.body) main?.focus();
  }, [address]);
  return (
    <div className="frame">
      <button
        type="button"
        className="skip"
        onClick={() => document.querySelector("main")?.focus()}
      >
        {words.t("nav.skip")}
      </button>
      <TopBar />
      <Rail />
      <main id="content" tabIndex={-1}>
        <SessionGate>
          <VocabularyGate>
            <Guard key={address} words={words}>
              <Page />
            </Guard>
          </VocabularyGate>
        </SessionGate>
      </main>
      <LiveRegion />
    </div>
  );
}
