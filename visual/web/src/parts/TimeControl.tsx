import { useState } from "react";
import type { Moment } from "../api/queries";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { setParams, useRoute } from "../shell/route";
import { Popover, Segmented } from "./controls";
import { Icon } from "./Icon";
import { Banner } from "./states";

/** The two dates of the address; null is now. */
export function useMoment(): Moment {
  const { query } = useRoute();
  return { as_of: query.get("as_of"), known_at: query.get("known_at") };
}

/** Whether no other moment was chosen than the published one. */
export const isNow = ({ as_of, known_at }: Moment): boolean => !as_of && !known_at;

type KnownChoice = "then" | "now" | "pick";

function Dates({ moment, close }: { moment: Moment; close: () => void }) {
  const { t } = useWords();
  const today = new Date().toISOString().slice(0, 10);
  const [asOf, setAsOf] = useState(formatDay(moment.as_of) ?? today);
  const [known, setKnown] = useState(formatDay(moment.known_at) ?? "");
  const [choice, setChoice] = useState<KnownChoice>(
    !moment.known_at ? "now" : moment.known_at === moment.as_of ? "then" : "pick",
  );
  const apply = () => {
    const knownAt = choice === "now" ? null : choice === "then" ? asOf : known || null;
    setParams({ as_of: asOf === today ? null : asOf, known_at: knownAt });
    close();
  };
  return (
    <form
      className="dates"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <label className="dates-row">
        <span className="strong grow">{t("time.facts_as_of")}</span>
        <input
          type="date"
          className="field num"
          value={asOf}
          max={today}
          onChange={(event) => setAsOf(event.target.value || today)}
        />
      </label>
      <div className="dates-row">
        <span className="strong grow">{t("time.known_at")}</span>
        <Segmented<KnownChoice>
          label={t("time.known_at")}
          chosen={choice}
          onChoose={setChoice}
          choices={[
            { id: "then", label: t("time.then") },
            { id: "now", label: t("time.now") },
            { id: "pick", label: t("time.pick") },
          ]}
        />
      </div>
      {choice === "pick" && (
        <label className="dates-row">
          <span className="grow soft">{t("time.known_at")}</span>
          <input
            type="date"
            className="field num"
            value={known}
            max={today}
            onChange={(event) => setKnown(event.target.value)}
          />
        </label>
      )}
      <p className="soft mid">{t("time.explain")}</p>
      <p className="row">
        <button type="submit" className="button primary">
          {t("time.apply")}
        </button>
        <button
          type="button"
          className="quiet-button"
          onClick={() => {
            setParams({ as_of: null, known_at: null });
            close();
          }}
        >
          {t("time.reset")}
        </button>
      </p>
    </form>
  );
}

/** One joined control for the two dates. `now` is the service's own answer. */
export function TimeControl({ now }: { now?: string | null | undefined }) {
  const { t } = useWords();
  const moment = useMoment();
  const day = formatDay(moment.as_of) ?? formatDay(now) ?? t("time.today");
  return (
    <Popover
      side="right"
      label={t("time.title")}
      className="time-control"
      button={
        <>
          <span>
            <Icon name="calendar" size={16} />
            <span className="quiet">{t("time.as_of")}</span>{" "}
            <b className="num">{day}</b>
          </span>
          <span>
            <span className="quiet">{t("time.known")}</span>{" "}
            <b className="num">{formatDay(moment.known_at) ?? t("time.now")}</b>
          </span>
        </>
      }
    >
      {(close) => <Dates moment={moment} close={close} />}
    </Popover>
  );
}

/** Any moment but now says so across the page. */
export function PastBanner() {
  const { t, day } = useWords();
  const moment = useMoment();
  if (isNow(moment)) return null;
  const { as_of, known_at } = moment;
  const known = known_at
    ? t("time.known_on", { day: day(known_at) })
    : t("time.known_now");
  return (
    <Banner
      tone="quiet"
      icon="clock"
      action={
        <button
          type="button"
          className="link"
          onClick={() => setParams({ as_of: null, known_at: null })}
        >
          {t("time.reset")}
        </button>
      }
    >
      <b>{t("time.past", { day: as_of ? day(as_of) : t("time.today"), known })}</b>
    </Banner>
  );
}
