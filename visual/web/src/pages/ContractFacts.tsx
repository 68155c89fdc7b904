import { type Moment, useGuarantee } from "../api/queries";
import type { Guarantor } from "../api/types";
import { useWords } from "../i18n";
import { PropertyValue, type Row, Rows } from "../parts/facts";
import { PartyName } from "../parts/marks";
import { CompletenessLine, Failure, Skeleton } from "../parts/states";

/** What the line of the picture says already. */
const SAID = new Set(["cap", "currency"]);

function GuarantorLine({ guarantor }: { guarantor: Guarantor }) {
  const { share } = useWords();
  return (
    <li>
      <PartyName party={guarantor} link plain />{" "}
      {guarantor.share !== null && (
        <span className="num quiet">{share(guarantor.share)}</span>
      )}
    </li>
  );
}

/** The terms of one guarantee contract. */
export function ContractFacts({ id, moment }: { id: string; moment: Moment }) {
  const { t, text } = useWords();
  const answer = useGuarantee(id, moment);
  const head = (
    <>
      <h3>{t("details.contract")}</h3>
      <p className="num soft wrap">{id}</p>
    </>
  );
  if (answer.isPending)
    return (
      <>
        {head}
        <Skeleton />
      </>
    );
  if (answer.error)
    return (
      <>
        {head}
        <Failure error={answer.error} />
      </>
    );
  const { creditor, guarantors, properties, completeness } = answer.data;
  const rows: Row[] = properties
    .filter((property) => !SAID.has(property.name))
    .map((property) => [
      text(property.label),
      <PropertyValue key={property.name} property={property} />,
    ]);
  if (guarantors.length > 1)
    rows.unshift([
      t("details.guarantors"),
      <ul key="guarantors" className="plain-rows">
        {guarantors.map((guarantor) => (
          <GuarantorLine key={guarantor.party_id} guarantor={guarantor} />
        ))}
      </ul>,
    ]);
  if (creditor)
    rows.unshift([
      t("details.creditor"),
      <PartyName key="creditor" party={creditor} link plain />,
    ]);
  return (
    <>
      {head}
      <Rows rows={rows} />
      {!completeness.complete && <CompletenessLine completeness={completeness} />}
    </>
  );
}
