import { useRef } from "react";
import { useRing } from "../api/moneyQueries";
import type { MoneyRing } from "../api/types";
import { formatDay } from "../format/date";
import { langOf } from "../format/name";
import { TablePanel } from "../graph/TablePanel";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { CaseStateTag } from "../parts/CaseStateTag";
import { Checkbox } from "../parts/controls";
import { Tag } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { lettersOn } from "../shell/KeyList";
import { href, navigate, setParams, toParty, useRoute } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import { useTitle } from "../shell/title";
import { Figure } from "./HomePage";
import { RingPanel } from "./RingPanel";
import { RingLegend, RingPicture } from "./RingPicture";
import { RingStrip } from "./RingStrip";
import { boundsIn, paramsOf, searchOf } from "./ringBounds";
import { holderText } from "./ringColumns";
import { accountSheet, transferSheet } from "./ringSheets";
import { ShareButtons } from "./ShareButtons";
import { useRingSteps } from "./useRingSteps";

const focusOn = (frame: HTMLElement | null, what: string): void =>
  frame?.querySelector<HTMLElement>(what)?.focus();

/** The graph with every known holder of the ring on it; null: none is known. */
export function toHolders(ring: MoneyRing): string | null {
  const [first, ...others] = ring.parties.map((party) => party.party_id);
  if (first === undefined) return null;
  return toParty(first, {
    with: others.map(encodeURIComponent).join(","),
    ring: window.location.hash,
  });
}

function Header({ ring }: { ring: MoneyRing }) {
  const words = useWords();
  const { t, amount } = words;
  const { query } = useRoute();
  const name = holderText(ring, 0, words);
  const title = t("ring.title", { name });
  const holders = toHolders(ring);
  return (
    <header className="context-bar">
      <div className="grow">
        <p className="row">
          <h1 className="clip" lang={langOf(title)} title={title}>
            {title}
          </h1>
          {ring.case === null ? (
            <Tag tone="plain">{t("ring.state.unpublished")}</Tag>
          ) : (
            <CaseStateTag state={ring.state} />
          )}
          {ring.everyday && <Tag tone="better">{t("ring.everyday")}</Tag>}
          {ring.related && <Tag tone="control">{t("rings.related")}</Tag>}
        </p>
        <p className="small soft clip">
          <a href={href(["rings"], paramsOf(boundsIn(query)))}>{t("nav.rings")}</a> ›{" "}
          <span className="num">{ring.ring_id}</span> ·{" "}
          {t("ring.sub", {
            accounts: ring.account_ids.length,
            holders: ring.parties.length,
            first: formatDay(ring.begins) ?? "",
            last: formatDay(ring.transfers.at(-1)?.moved_at) ?? "",
          })}
        </p>
      </div>
      <Figure label={t("col.sent")} value={amount(ring.first_amount, ring.currency)} />
      <Figure label={t("col.back")} value={amount(ring.last_amount, ring.currency)} />
      <Figure label={t("col.ring_hops")} value={ring.length} />
      <ShareButtons
        {...(ring.case && { report: `v1/reports/rings/${ring.ring_id}` })}
      />
      {holders && (
        <a className="button primary" href={holders}>
          {t("ring.open_parties")}
        </a>
      )}
    </header>
  );
}

/** Money that came back: its picture, its days, its transfers and who holds what. */
export function RingPage({ id }: { id: string }) {
  const words = useWords();
  const answer = useRing(id, searchOf(boundsIn(useRoute().query)));
  const ring = answer.data;
  useTitle(ring && words.t("ring.title", { name: holderText(ring, 0, words) }));
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return <Failure page error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return <Ring ring={answer.data} />;
}

function Ring({ ring }: { ring: MoneyRing }) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const { t } = words;
  const { query } = useRoute();
  const sheet = query.get("sheet") ?? "transfers";
  const controllers = query.get("controllers") !== "off";
  const steps = useRingSteps(ring);
  const toParties = () => {
    const holders = toHolders(ring);
    if (holders) navigate(holders);
  };
  const toTable = () => focusOn(frame.current, ".table-panel tr[tabindex='0']");
  useShortcut("o", () => lettersOn() && toParties());
  useShortcut("t", () => lettersOn() && toTable());
  return (
    <div className="page" ref={frame}>
      <Header ring={ring} />
      <BehindBanner />
      <div className="workspace">
        <div className="ring-main">
          {ring.controllers.length > 0 && (
            <div className="ring-tools">
              <Checkbox
                checked={controllers}
                onChange={(on) => setParams({ controllers: on ? null : "off" })}
              >
                {t("ring.controllers")}
              </Checkbox>
            </div>
          )}
          <div className="ring-canvas">
            <RingPicture ring={ring} step={steps.step} controllers={controllers} />
          </div>
          <RingLegend ring={ring} controllers={controllers} />
          <RingStrip ring={ring} steps={steps} />
          <TablePanel
            sheets={[
              transferSheet(ring, words, steps.step, steps.pick),
              accountSheet(ring, words),
            ]}
            chosen={sheet}
            onChoose={(next) =>
              setParams({ sheet: next === "transfers" ? null : next })
            }
            onKeyDown={() => {}}
          />
        </div>
        <RingPanel ring={ring} />
      </div>
    </div>
  );
}
