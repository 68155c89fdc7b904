import { useWords } from "../i18n";
import { Popover } from "../parts/controls";
import { Icon } from "../parts/Icon";
import { PartyPicker } from "../parts/PartyPicker";
import { setParams } from "../shell/route";

/** Asks for the other end of a path; the address remembers it. */
export function PathFinder({ to }: { to: string | null }) {
  const { t } = useWords();
  return (
    <Popover
      label={t("path.title")}
      className="quiet-button"
      button={
        <>
          <Icon name="path" size={16} /> {t("tool.find_path")}
        </>
      }
    >
      {(close) => (
        <div className="path-form">
          <h2>{t("path.title")}</h2>
          <PartyPicker
            label={t("path.to")}
            hint={t("path.pick")}
            value={to ?? ""}
            onPick={(party) => {
              setParams({ to: party.party_id, sheet: "paths" });
              close();
            }}
          />
          {to && (
            <button
              type="button"
              className="link"
              onClick={() => {
                setParams({ to: null, sheet: null });
                close();
              }}
            >
              {t("canvas.clear_filters")}
            </button>
          )}
        </div>
      )}
    </Popover>
  );
}
