import type { KeyboardEvent, RefObject } from "react";
import { useWords } from "../i18n";
import { lettersOn } from "../shell/KeyList";
import { say } from "../shell/live";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import type { CanvasHandle } from "./canvas/Canvas";
import { neighbourTowards } from "./keyboardNavigation";
import type { WorkspaceTools } from "./useWorkspace";

type Tools = {
  tools: WorkspaceTools;
  canvas: RefObject<CanvasHandle | null>;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
  onMenu: (id: string | null) => void;
  onContagion?: (() => void) | undefined;
  onTable: () => void;
};

/** Keys of the picture and its table. Single letters can be switched off. */
export function useGraphKeys(given: Tools) {
  const { tools, canvas, selected, onSelect, onOpen, onMenu } = given;
  const words = useWords();
  const vocabulary = useVocabulary();
  const { picture } = tools;
  const node = picture.nodes.find((other) => other.id === selected);

  const walk = (key: string): boolean => {
    const next = neighbourTowards(picture, selected, key);
    const found = picture.nodes.find((other) => other.id === next);
    if (!found) return key.startsWith("Arrow");
    onSelect(found.id);
    const links = picture.edges.filter(
      (edge) => edge.source === found.id || edge.target === found.id,
    ).length;
    const { band } = found;
    const what = band
      ? words.t("band.title", { band, word: words.band(band) })
      : vocabulary.showsBand(found)
        ? words.t("band.none")
        : words.nodeKind(found);
    say(words.t("say.node", { name: words.short(found), what, n: links }));
    return true;
  };

  const letter = (key: string): boolean => {
    if (!lettersOn()) return false;
    switch (key.toLowerCase()) {
      case "f":
        canvas.current?.fit();
        return true;
      case "e":
        onMenu(selected ?? picture.focus);
        return true;
      case "t":
        given.onTable();
        return true;
      case "c":
        given.onContagion?.();
        return given.onContagion !== undefined;
      case "p":
        if (!node) return false;
        tools.dispatch({ type: "pin", id: node.id });
        say(
          words.t(tools.pinned.includes(node.id) ? "say.unpinned" : "say.pinned", {
            name: words.short(node),
          }),
        );
        return true;
      default:
        return false;
    }
  };

  const act = (event: KeyboardEvent): boolean => {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") {
      tools.dispatch({ type: event.shiftKey ? "redo" : "undo" });
      say(words.t(event.shiftKey ? "say.redone" : "say.undone"));
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key === "Delete" || key === "Backspace") {
      if (!node || node.id === picture.focus) return false;
      tools.dispatch({ type: "hide", id: node.id });
      onSelect(null);
      say(words.t("say.hidden", { name: words.short(node) }));
      return true;
    }
    if (key === "Enter" && node) {
      onOpen(node.id);
      return true;
    }
    if (key === "Escape") {
      onMenu(null);
      onSelect(null);
      return true;
    }
    return letter(key);
  };

  return {
    onCanvasKey: (event: KeyboardEvent) => {
      const arrow = event.key.startsWith("Arrow") && !event.ctrlKey && !event.metaKey;
      if (arrow ? walk(event.key) : act(event)) event.preventDefault();
    },
    onTableKey: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && act(event)) event.preventDefault();
    },
  };
}
