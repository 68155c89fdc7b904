import { useCallback, useEffect, useState } from "react";
import type { MoneyRing } from "../api/types";
import { useWords } from "../i18n";
import { say } from "../shell/live";
import { setParams, useRoute } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import { stepText } from "./RingPicture";

const STEP_MS = 600;

/** Whether things may move by themselves on this reader's screen. */
const mayMove = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The transfer of a ring that is looked at; the address holds it. */
export function useRingSteps(ring: MoneyRing) {
  const words = useWords();
  const { query } = useRoute();
  const [playing, setPlaying] = useState(false);
  const asked = Number(query.get("step") ?? 0);
  const known = Number.isInteger(asked) && asked >= 1 && asked <= ring.length;
  const step = known ? asked - 1 : null;
  const go = useCallback(
    (to: number | null) => {
      setParams({ step: to === null ? null : String(to + 1) });
      say(to === null ? words.t("ring.whole") : stepText(ring, to, words));
    },
    [ring, words],
  );
  const halt = () => setPlaying(false);
  const on = () => {
    halt();
    if (step !== ring.length - 1) go(step === null ? 0 : step + 1);
  };
  const back = () => {
    halt();
    if (step !== null) go(step === 0 ? null : step - 1);
  };
  const toggle = () => {
    if (playing) return halt();
    if (!mayMove()) return on();
    if (step === null || step === ring.length - 1) go(0);
    setPlaying(true);
  };
  useEffect(() => {
    if (!playing) return;
    if (step === ring.length - 1) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => go(step === null ? 0 : step + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, step, ring.length, go]);
  useShortcut("]", on);
  useShortcut("[", back);
  useShortcut(" ", toggle);
  const pick = (to: number) => {
    halt();
    go(to);
  };
  const whole = () => {
    halt();
    go(null);
  };
  return { step, playing, moves: mayMove(), on, back, toggle, pick, whole };
}

export type RingSteps = ReturnType<typeof useRingSteps>;
