import { type Moment, useGuarantee } from "../api/queries";
import type { Guarantor } from "../api/types";
import { useWords } from "../i18n";
import { PropertyValue, type Row, Rows } from "../parts/facts";
import { PartyName } from "../parts/marks";
import { CompletenessLine, Failure, Skeleton } from "../parts/states";
import { toNode } from "../shell/route";

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

function Terms({ id, moment }: { id: string; moment: Moment }) {
  const { t, text } = useWords();
  const answer = useGuarantee(id, moment);
  if (answer.isPending) return <Skeleton />;
  if (answer.error) return <Failure error={answer.error} />;
  const { creditor, guarantors, properties, completeness } = answer.data;
  const rows: Row[] = [];
  if (creditor)
    rows.push([
      t("details.creditor"),
      <PartyName key="creditor" party={creditor} link plain />,
    ]);
  if (guarantors.length > 1)
    rows.push([
      t("details.guarantors"),
      <ul key="guarantors" className="plain-rows">
        {guarantors.map((guarantor) => (
          <GuarantorLine key={guarantor.party_id} guarantor={guarantor} />
        ))}
      </ul>,
    ]);
  for (const property of properties) {
    if (SAID.has(property.name)) continue;
    const value = (
      <PropertyValue key={property.name} kind="guarantee" property={property} />
    );
    rows.push([text(property.label), value]);
  }
  return (
    <>
      <Rows rows={rows} />
      {!completeness.complete && <CompletenessLine completeness={completeness} />}
    </>
  );
}

/** One guarantee contract with its terms. */
export function ContractFacts({ id, moment }: { id: string; moment: Moment }) {
  const { t } = useWords();
  return (
    <>
      <h3>{t("details.contract")}</h3>
      <p className="wrap">
        <a className="num" href={toNode("guarantee", id)}>
          {id}
        </a>
      </p>
      <Terms id={id} moment={moment} />
    </>
  );
}
