import { useSyncExternalStore } from "react";
import { useWords, type Key as Word } from "../i18n";
import { Checkbox } from "../parts/controls";
import { Key } from "../parts/marks";

const KEYS: [string, Word][] = [
  ["/", "keys.search"],
  ["F", "keys.fit"],
  ["← ↑ → ↓", "keys.walk"],
  ["Enter", "keys.enter"],
  ["E", "keys.expand"],
  ["P", "keys.pin"],
  ["Del", "keys.hide"],
  ["C", "keys.contagion"],
  ["T", "keys.table"],
  ["J K", "keys.rows"],
  ["W", "keys.why"],
  ["1 – 4", "keys.switches"],
  ["X", "keys.export"],
  ["[ ]", "keys.step"],
  ["Space", "keys.play"],
  ["O", "keys.parties"],
  ["N D Y U", "keys.decide"],
  ["Ctrl Z", "keys.undo"],
  ["Ctrl Shift Z", "keys.redo"],
  ["?", "keys.help"],
];

const STORED = "suretynet.letters";
const listeners = new Set<() => void>();

/** Whether single letters act as keys; readers who dictate switch them off. */
export const lettersOn = (): boolean => localStorage.getItem(STORED) !== "off";

function setLetters(on: boolean): void {
  localStorage.setItem(STORED, on ? "on" : "off");
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function KeyList() {
  const { t } = useWords();
  const on = useSyncExternalStore(subscribe, lettersOn);
  return (
    <div className="key-list">
      <h2>{t("keys.title")}</h2>
      <dl>
        {KEYS.map(([key, word]) => (
          <div key={key}>
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
      <Checkbox checked={on} onChange={setLetters}>
        {t("tool.letters")}
      </Checkbox>
    </div>
  );
}
