import { type KeyboardEvent, useId, useState } from "react";
import { useEntities } from "../api/queries";
import type { EntityHit } from "../api/types";
import { useWords } from "../i18n";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { Icon } from "./Icon";
import { Band, PartyName } from "./marks";
import { useSettled } from "./useSettled";

type Props = {
  label: string;
  hint: string;
  onPick: (party: EntityHit) => void;
  /** What the field shows at rest. */
  value?: string;
};

/** A search box with its hits under it: a combobox after the ARIA pattern. */
export function PartyPicker(props: Props) {
  const { label, hint, onPick, value } = props;
  const { t, partyType } = useWords();
  const vocabulary = useVocabulary();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const q = useSettled((text ?? "").trim());
  const hits = useEntities(q, 8, "", q.length > 0);
  const items = q && hits.data ? hits.data.items : [];
  const open = text !== null && q.length > 0 && hits.data !== undefined;

  const pick = (party: EntityHit) => {
    setText(null);
    onPick(party);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") {
      setText(null);
      event.currentTarget.blur();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const chosen = items[at];
      if (chosen && q === (text ?? "").trim()) pick(chosen);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + items.length) % Math.max(1, items.length));
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes when the focus leaves
    <div
      className="picker"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setText(null);
      }}
    >
      <Icon name="search" size={17} />
      <input
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && items[at] ? `${id}-${at}` : undefined}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        value={text ?? value ?? ""}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div className="popover picker-list">
          <div id={`${id}-list`} role="listbox" aria-label={label}>
            {items.map((item, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
              <div
                key={item.party_id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className="picker-item"
                onPointerDown={(event) => event.preventDefault()}
                onPointerEnter={() => setAt(index)}
                onClick={() => pick(item)}
                onKeyDown={() => {}}
              >
                {vocabulary.showsBand({ node_kind: "party", ...item }) ? (
                  <Band band={item.band ?? null} />
                ) : (
                  <span className="small quiet picker-type">
                    {partyType(item.party_type)}
                  </span>
                )}
                <span className="grow clip">
                  <PartyName party={item} />
                </span>
                <span className="quiet small clip">
                  {[...new Set([item.city, item.number, item.matched])]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </div>
            ))}
          </div>
          {items.length === 0 && (
            <p className="picker-none soft">{t("search.nothing", { q })}</p>
          )}
        </div>
      )}
    </div>
  );
}
