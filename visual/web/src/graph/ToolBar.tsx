import type { ReactNode } from "react";
import { type Key, useWords } from "../i18n";
import { Icon, type IconName } from "../parts/Icon";
import type { WorkspaceTools } from "./useWorkspace";

function ToolButton({
  icon,
  word,
  onClick,
  disabled = false,
}: {
  icon: IconName;
  word: Key;
  onClick: () => void;
  disabled?: boolean;
}) {
  const { t } = useWords();
  return (
    <button
      type="button"
      className="tool"
      aria-label={t(word)}
      title={t(word)}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

type Props = {
  tools: WorkspaceTools;
  onFit: () => void;
  onZoom: (factor: number) => void;
  onImage: () => void;
  /** Layouts and overlays, which differ between pages. */
  children: ReactNode;
};

const STEP = 1.25;

/** Layouts left, overlays in the middle, undo and zoom right. */
export function ToolBar({ tools, onFit, onZoom, onImage, children }: Props) {
  const { t } = useWords();
  return (
    <div className="tool-bar">
      {children}
      <span className="tool-group">
        {tools.hidden > 0 && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => tools.dispatch({ type: "unhide" })}
          >
            {t("tool.unhide", { n: tools.hidden })}
          </button>
        )}
        <ToolButton
          icon="undo"
          word="tool.undo"
          disabled={!tools.canUndo}
          onClick={() => tools.dispatch({ type: "undo" })}
        />
        <ToolButton
          icon="redo"
          word="tool.redo"
          disabled={!tools.canRedo}
          onClick={() => tools.dispatch({ type: "redo" })}
        />
        <i className="split" />
        <ToolButton
          icon="minus"
          word="tool.zoom_out"
          onClick={() => onZoom(1 / STEP)}
        />
        <ToolButton icon="plus" word="tool.zoom_in" onClick={() => onZoom(STEP)} />
        <ToolButton icon="fit" word="tool.fit" onClick={onFit} />
        <ToolButton icon="image" word="tool.image" onClick={onImage} />
      </span>
    </div>
  );
}
