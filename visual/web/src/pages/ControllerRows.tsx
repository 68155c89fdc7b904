import type { Controller, PartyRef } from "../api/types";
import { shortTitle } from "../format/name";
import { useWords } from "../i18n";
import { Chip, PartyName, Tag } from "../parts/marks";

/** Who stands behind several parties, and what each tie rests on. */
export function ControllerRows({
  controller,
  parties,
  onPick,
}: {
  controller: Controller;
  /** The parties that may answer to it. */
  parties: PartyRef[];
  onPick?: (ids: string[]) => void;
}) {
  const words = useWords();
  const { t, text } = words;
  const { party, confirmed, ties } = controller;
  const nameOf = (id: string) => {
    const member = parties.find((other) => other.party_id === id);
    return member ? words.brief(member) : id;
  };
  return (
    <div className="controller">
      <p className="row">
        <PartyName party={party} link />
        <Tag tone="control">{t(confirmed ? "tag.confirmed" : "tag.suspected")}</Tag>
      </p>
      <ul>
        {ties.map((tie) => {
          const evidence = (
            <>
              <b>{nameOf(tie.party_id)}</b> {shortTitle(text(tie.evidence))}{" "}
              <Chip chip={{ kind: "derived", text: words.code("basis", tie.basis) }} />
            </>
          );
          return (
            <li key={tie.party_id}>
              {onPick ? (
                <button
                  type="button"
                  className="evidence"
                  onClick={() => onPick([party.party_id, tie.party_id])}
                >
                  {evidence}
                </button>
              ) : (
                <span className="evidence">{evidence}</span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
