import { useEffect, useRef } from "react";
import { type Moment, useNode } from "../api/queries";
import type { Expansion, GraphNode } from "../api/types";
import { useWords, type Words } from "../i18n";
import { Key } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import type { Point } from "./layout/geometry";
import { ownId } from "./nodeIds";
import type { Expand } from "./useWorkspace";

type Props = {
  node: GraphNode;
  at: Point;
  moment: Moment;
  pinned: boolean;
  isFocus: boolean;
  onExpand: (how: Expand) => void;
  onCollapse: () => void;
  onHide: () => void;
  onPin: () => void;
  onPath: (() => void) | null;
  onOpen: (() => void) | null;
  onClose: () => void;
};

/** How many links a line leads to; parallel ones are one link of several records. */
function amountOf(row: Expansion, { t, count }: Words): string {
  const links = row.nodes ?? row.total;
  const n =
    links < row.total
      ? t("expand.records", { n: count(links), all: count(row.total) })
      : count(links);
  return links > row.shown_cap ? t("expand.capped", { n, cap: row.shown_cap }) : n;
}

/** What an expansion would bring, counted before it is made. */
export function ExpandMenu(props: Props) {
  const { node, at, moment, onClose, onExpand } = props;
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t, text } = words;
  const isParty = node.node_kind === "party";
  const hasLinks = vocabulary.hasPage(node.node_kind);
  const preview = useNode(node.node_kind, ownId(node), moment, hasLinks);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.focus(), []);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, [onClose]);
  const relations = preview.data?.relations ?? [];
  return (
    <div
      ref={frame}
      className="popover expand-menu"
      style={{ left: at.x, top: at.y }}
      role="dialog"
      aria-label={t("expand.title", { name: words.short(node) })}
      tabIndex={-1}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
    >
      <h2>{t("expand.title", { name: words.short(node) })}</h2>
      {hasLinks && preview.isPending && <Skeleton rows={4} />}
      {preview.error && <Failure error={preview.error} />}
      <ul>
        {relations.map((row) => (
          <li key={`${row.relation} ${row.direction}`}>
            <button
              type="button"
              disabled={row.total === 0}
              onClick={() =>
                onExpand({
                  relation: row.relation,
                  direction:
                    row.direction === "in" || row.direction === "out"
                      ? row.direction
                      : "both",
                  cap: row.shown_cap,
                })
              }
            >
              <i
                className="dash"
                style={{
                  background: `var(--${vocabulary.relation(row.relation).style.colour})`,
                }}
              />
              <span className="grow">{text(row.label)}</span>
              <span className="num quiet">{amountOf(row, words)}</span>
            </button>
          </li>
        ))}
        {preview.data && relations.every((row) => row.total === 0) && (
          <li className="quiet expand-none">{t("expand.nothing")}</li>
        )}
      </ul>
      <div className="expand-actions">
        {props.onOpen && (
          <button type="button" onClick={props.onOpen}>
            <span className="grow">{t("expand.open")}</span> <Key>Enter</Key>
          </button>
        )}
        <button type="button" onClick={props.onCollapse}>
          {t("expand.collapse")}
        </button>
        <button type="button" onClick={props.onPin}>
          <span className="grow">
            {t(props.pinned ? "expand.unpin" : "expand.pin")}
          </span>
          <Key>P</Key>
        </button>
        {isParty && props.onPath && (
          <button type="button" onClick={props.onPath}>
            {t("expand.path")}
          </button>
        )}
        {!props.isFocus && (
          <button type="button" onClick={props.onHide}>
            <span className="grow">{t("expand.hide")}</span> <Key>Del</Key>
          </button>
        )}
      </div>
    </div>
  );
}
