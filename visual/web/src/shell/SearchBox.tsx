import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useSearch } from "../api/queries";
import { useWords } from "../i18n";
import { Icon } from "../parts/Icon";
import { Key } from "../parts/marks";
import { useSettled } from "../parts/useSettled";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { type FoundGroup, foundGroups } from "./foundGroups";
import { href, navigate } from "./route";
import { useShortcut } from "./shortcut";

type ListProps = {
  id: string;
  groups: FoundGroup[];
  at: number;
  onPoint: (index: number) => void;
  onPick: (page: string) => void;
};

/** Groups of options after the ARIA pattern; the box keeps the focus. */
function FoundList({ id, groups, at, onPoint, onPick }: ListProps) {
  const { t } = useWords();
  const firsts = groups.map((_, place) =>
    groups.slice(0, place).reduce((sum, group) => sum + group.items.length, 0),
  );
  return (
    <div id={`${id}-list`} role="listbox" aria-label={t("search.everything")}>
      {groups.map((group, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
        <div key={group.label} role="group" aria-label={group.label}>
          <div className="picker-head small quiet" aria-hidden="true">
            {group.label}
            {group.more && ` · ${group.more}`}
          </div>
          {group.items.map((item, number) => {
            const index = (firsts[place] ?? 0) + number;
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus
              <div
                key={item.page}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className="picker-item"
                ref={(line) => {
                  if (index === at) line?.scrollIntoView({ block: "nearest" });
                }}
                onPointerDown={(event) => event.preventDefault()}
                onPointerEnter={() => onPoint(index)}
                onClick={() => onPick(item.page)}
                onKeyDown={() => {}}
              >
                {item.mark}
                <span className="grow clip">{item.name}</span>
                <span className="quiet small clip">{item.details}</span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** The box of the top bar: finds whatever has a page. */
export function SearchBox() {
  const words = useWords();
  const { t } = words;
  const vocabulary = useVocabulary();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useShortcut("/", () => input.current?.focus());
  const q = useSettled((text ?? "").trim());
  const answer = useSearch(q, q.length > 0);
  const found = q ? answer.data : undefined;
  const groups = found ? foundGroups(found, words, vocabulary) : [];
  const items = groups.flatMap((group) => group.items);
  const open = text !== null && found !== undefined;
  const unsearched = found?.not_searched.map(({ group }) => group) ?? [];

  const go = (page: string) => {
    setText(null);
    navigate(page);
  };
  const all = (typed: string) => go(href(["parties"], { q: typed }));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") {
      setText(null);
      event.currentTarget.blur();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const typed = (text ?? "").trim();
      const chosen = items[at];
      if (chosen && q === typed) go(chosen.page);
      else if (typed) all(typed);
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
        ref={input}
        role="combobox"
        aria-label={t("search.everything")}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && items[at] ? `${id}-${at}` : undefined}
        placeholder={t("search.everything_hint")}
        autoComplete="off"
        spellCheck={false}
        value={text ?? ""}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Key>/</Key>
      {open && (
        <div className="popover picker-list picker-groups">
          <FoundList id={id} groups={groups} at={at} onPoint={setAt} onPick={go} />
          {items.length === 0 && (
            <p className="picker-none soft">{t("search.nothing_at_all", { q })}</p>
          )}
          {unsearched.includes("contacts") && (
            <p className="picker-none small quiet">{t("search.no_contacts")}</p>
          )}
          {found.parties.items.length > 0 && (
            <button type="button" className="link picker-all" onClick={() => all(q)}>
              {t("search.all", { q })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
