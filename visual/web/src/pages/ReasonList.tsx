import { useState } from "react";
import type { Reason } from "../api/types";
import { shortTitle } from "../format/name";
import { useWords } from "../i18n";
import { Chip } from "../parts/marks";

const SHOWN = 5;

const SENTENCE_END = /(?<!\b(?:Co|Ltd|No|art|Art))[.:](?=\s|$)|[。；：]/;

/** The finding in bold, up to the end of its first sentence; the rest plain. */
export function splitFinding(text: string): [string, string] {
  const end = text.search(SENTENCE_END);
  if (end < 0) return [text, ""];
  return [text.slice(0, end + 1), text.slice(end + 1)];
}

/** Numbered sentences; a click lights what a sentence speaks of. */
export function ReasonList({
  reasons,
  onPick,
}: {
  reasons: Reason[];
  onPick: (ids: string[]) => void;
}) {
  const { t, text } = useWords();
  const [all, setAll] = useState(false);
  const shown = all ? reasons : reasons.slice(0, SHOWN);
  return (
    <>
      <ol className="reasons">
        {shown.map((reason, index) => {
          const [finding, rest] = splitFinding(shortTitle(text(reason.text)));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may read alike
            <li key={index}>
              <button type="button" onClick={() => onPick(reason.party_ids)}>
                <span className="reason-number num">{index + 1}</span>
                <span className="grow">
                  <b>{finding}</b>
                  {rest}
                  <span className="chips">
                    {reason.chips.map((chip, place) => (
                      <Chip
                        // biome-ignore lint/suspicious/noArrayIndexKey: two may read alike
                        key={place}
                        chip={{ ...chip, text: shortTitle(text(chip.text)) }}
                      />
                    ))}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {reasons.length > SHOWN && !all && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t("page.more", { n: reasons.length - SHOWN })}
        </button>
      )}
    </>
  );
}
