import type { Receipt } from "../api/types";
import { useWords } from "../i18n";

/** What it takes to compute the same figure again, byte for byte. */
export function ReceiptView({ receipt }: { receipt: Receipt | null }) {
  const { t } = useWords();
  if (!receipt) return null;
  return (
    <details className="receipt">
      <summary>{t("score.receipt")}</summary>
      <pre>{JSON.stringify(receipt, null, 2)}</pre>
    </details>
  );
}
