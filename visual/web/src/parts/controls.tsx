import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useShortcut } from "../shell/shortcut";

export type Choice<T extends string> = {
  id: T;
  label: string;
  count?: number | undefined;
};

/** Arrow keys walk a row of buttons, as in any tab list. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const step = event.key === "ArrowRight" ? 1 : -1;
  const next = buttons[(at + step + buttons.length) % buttons.length];
  event.preventDefault();
  next?.focus();
  next?.click();
}

type TabsProps<T extends string> = {
  choices: Choice<T>[];
  chosen: T;
  onChoose: (id: T) => void;
  label: string;
  controls?: string;
};

export function Tabs<T extends string>(props: TabsProps<T>) {
  const { choices, chosen, onChoose, label, controls } = props;
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={walk}>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          role="tab"
          aria-selected={choice.id === chosen}
          aria-controls={controls}
          tabIndex={choice.id === chosen ? 0 : -1}
          onClick={() => onChoose(choice.id)}
        >
          {choice.label}
          {choice.count !== undefined && (
            <span className="quiet num">{choice.count}</span>
          )}
        </button>
      ))}
    </div>
  );
}

export function Segmented<T extends string>(props: TabsProps<T>) {
  const { choices, chosen, onChoose, label } = props;
  return (
    <div className="segmented" role="radiogroup" aria-label={label} onKeyDown={walk}>
      {choices.map((choice) => (
        // biome-ignore lint/a11y/useSemanticElements: buttons joined to one control
        <button
          key={choice.id}
          type="button"
          role="radio"
          aria-checked={choice.id === chosen}
          tabIndex={choice.id === chosen ? 0 : -1}
          onClick={() => onChoose(choice.id)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

export function Checkbox({
  checked,
  onChange,
  children,
  ...input
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  name?: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string | undefined;
}) {
  return (
    <label className="checkbox">
      <input
        {...input}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

type PopoverProps = {
  button: ReactNode;
  label: string;
  className?: string;
  side?: "left" | "right";
  /** A key of the page that opens and closes it. */
  shortcut?: string;
  children: (close: () => void) => ReactNode;
};

/** A button with a panel under it; Escape and a click elsewhere close it. */
export function Popover(props: PopoverProps) {
  const { button, label, className, side = "left", shortcut, children } = props;
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();
  useShortcut(shortcut, () => {
    trigger.current?.focus();
    setOpen((before) => !before);
  });
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what is inside
    <div
      className="popover-frame"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) {
          event.stopPropagation();
          close();
        }
      }}
    >
      <button
        ref={trigger}
        type="button"
        className={className ?? "button"}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div
          id={id}
          className={`popover popover-${side}`}
          role="dialog"
          aria-label={label}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
