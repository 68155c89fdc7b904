import { useFlagPages } from "../api/flagQueries";
import type { FlaggedFirm, FlaggedPage } from "../api/types";
import { capitalised, useWords } from "../i18n";
import { DataTable } from "../parts/DataTable";
import { failureOf, More } from "../parts/More";
import { Failure } from "../parts/states";
import { setParams } from "../shell/route";
import { UNSCORED } from "./FlagFilters";
import { flagColumns } from "./flagColumns";

const PAGE = 20;

type Props = {
  page: FlaggedPage;
  selected: string | null;
  onOpen: (id: string) => void;
};

/** How a row shows that its firm has the evidence of the one above. */
const joinedClass = ({ evidence }: FlaggedFirm): string => {
  if (!evidence) return "";
  return evidence.first ? "joined" : "joined joined-first";
};

function Firms({
  page,
  firms,
  caption,
  selected,
  onOpen,
  joined = false,
}: Props & { firms: FlaggedFirm[]; caption: string; joined?: boolean }) {
  const words = useWords();
  return (
    <DataTable
      tall
      caption={caption}
      columns={flagColumns(words, firms, page, joined)}
      rows={firms}
      keyOf={(firm) => firm.party.party_id}
      classOf={(firm) => (joined ? joinedClass(firm) : "")}
      selected={selected}
      onSelect={(id) => setParams({ sel: id, panel: null })}
      onOpen={onOpen}
    />
  );
}

/** The firms of a choice, with the way to more of them. */
export function FlaggedFirms({
  answer,
  firms,
  ...table
}: Props & {
  answer: Parameters<typeof More>[0]["answer"];
  firms: FlaggedFirm[];
  joined: boolean;
}) {
  const { t } = useWords();
  return (
    <>
      <Firms {...table} firms={firms} caption={t("flags.title")} />
      <More answer={answer} />
    </>
  );
}

/** Firms that a model does not score, and why: a section of its own, never band 1. */
export function UnscoredFirms(props: Props) {
  const { page } = props;
  const { t, text, count } = useWords();
  const answer = useFlagPages(UNSCORED, PAGE);
  const failed = failureOf(answer);
  const firms = answer.data?.pages.flatMap((one) => one.items) ?? [];
  if (failed) return <Failure error={failed} onRetry={() => void answer.refetch()} />;
  if (firms.length === 0) return null;
  return (
    <section className="everyday-rings unscored" aria-labelledby="unscored">
      <div className="everyday-head">
        <b id="unscored">{t("flags.not_scored")}</b>{" "}
        <span className="small soft">
          {page.not_scored
            .map((row) =>
              t("flags.not_scored_row", {
                n: count(row.firms),
                text: capitalised(text(row.text)),
              }),
            )
            .join(" ")}{" "}
          {t("flags.never_low")}
        </span>
      </div>
      <Firms {...props} firms={firms} caption={t("flags.not_scored")} />
      <More answer={answer} />
    </section>
  );
}
