import type { ReactNode } from "react";
import type { Names, Text } from "../api/types";
import { langOf } from "../format/name";
import { useWords } from "../i18n";
import { toParty } from "../shell/route";
import { Icon } from "./Icon";

/** The 18 px digit of a risk band; a dashed box where nothing is scored. */
export function Band({
  band,
  large = false,
}: {
  band: number | null;
  large?: boolean;
}) {
  const words = useWords();
  const { t } = words;
  const title = band
    ? t("band.title", { band, word: words.band(band) })
    : t("band.none");
  return (
    <span
      className={`band ${band ? `band-${band}` : "band-none"}${large ? " band-large" : ""}`}
      role="img"
      aria-label={title}
      title={title}
    >
      {band ?? ""}
    </span>
  );
}

export function BandWord({ band }: { band: number | null }) {
  const words = useWords();
  return (
    <span className="band-word">
      <Band band={band} />
      <span>{band ? words.band(band) : words.t("band.none")}</span>
    </span>
  );
}

export type TagTone =
  | "plain"
  | "control"
  | "accent"
  | "distress"
  | "better"
  | "caution";

/** A square tag: a status. */
export function Tag({
  tone = "plain",
  children,
}: {
  tone?: TagTone;
  children: ReactNode;
}) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

/** A round chip: a collected fact (filled dot) or a derived one (hollow dot). */
type ChipProps = { chip: { kind: string; text: Text | string } };

export function Chip({ chip }: ChipProps) {
  const { text } = useWords();
  if (chip.kind === "status") return <Tag tone="control">{text(chip.text)}</Tag>;
  return (
    <span className="chip" title={text(chip.text)}>
      <i className={chip.kind === "fact" ? "dot" : "dot dot-hollow"} />
      <span className="clip">{text(chip.text)}</span>
    </span>
  );
}

type NameProps = {
  party: Names & { party_id?: string; ended_on?: string | null };
  link?: boolean;
  /** Where it leads, unless to the page of the party. */
  href?: string | null;
  plain?: boolean;
};

/** Names are text, never markup; the other language stands beside or in the tooltip. */
export function PartyName({ party, link, href, plain = false }: NameProps) {
  const words = useWords();
  const name = words.short(party);
  const second =
    words.language === "en" && party.name_en && party.name !== party.name_en
      ? words.shortChinese(party)
      : "";
  const content = (
    <>
      <span className={plain ? "" : "strong"} lang={langOf(name)}>
        {name}
      </span>
      {second && (
        <span className="quiet" lang="zh-CN">
          {" "}
          {second}
        </span>
      )}
      {party.ended_on && (
        <span className="quiet">
          {" "}
          {words.t("party.ended", { day: party.ended_on })}
        </span>
      )}
    </>
  );
  const whole = [party.name_en, party.name].filter(Boolean).join(" · ");
  const to = href ?? (link && party.party_id ? toParty(party.party_id) : null);
  if (!to) return <span title={whole}>{content}</span>;
  return (
    <a className="name" href={to} title={whole}>
      {content}
    </a>
  );
}

/** A cell whose fact nobody collected. */
export function NotCollected() {
  const { t } = useWords();
  return <span className="not-collected">{t("value.not_collected")}</span>;
}

export function Masked() {
  const { t } = useWords();
  return (
    <span className="masked" title={t("value.hidden_why")}>
      <Icon name="lock" size={14} /> {t("value.hidden")}
    </span>
  );
}

export function Key({ children }: { children: ReactNode }) {
  return <kbd className="key">{children}</kbd>;
}
