/** Our own 18 px strokes; an icon never stands without a word or a label. */
const PATHS = {
  home: "M3 8.2 9 3l6 5.2V15H3ZM7.2 15v-4h3.6v4",
  parties:
    "M3 15V3.6h7V15M10 7h5v8M2 15h14M5.4 6.4h2.2M5.4 9h2.2M5.4 11.6h2.2M12.2 9.6h.8M12.2 12.2h.8",
  circles:
    "M4.2 7.2A5.4 5.4 0 0 1 13 5.4M13.4 2.6v3h-3M13.8 10.8A5.4 5.4 0 0 1 5 12.6M4.6 15.4v-3h3",
  rings: "M3.4 6.4h11M11.6 3.4l3 3-3 3M14.6 11.8h-11M6.4 8.8l-3 3 3 3",
  flagged: "M4.4 15.4V3M4.4 3.6h9.2l-2 3 2 3H4.4",
  check: "M4 4.4h4.2v4.2H4ZM9.8 9.4H14v4.2H9.8ZM10.6 4.2l1.4 1.4L14.4 3M6 11v2.4h1.6",
  search: "M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10ZM11.8 11.8 15.4 15.4",
  undo: "M6.4 3.6 3 7l3.4 3.4M3 7h7.4a4 4 0 0 1 0 8H8",
  redo: "M11.6 3.6 15 7l-3.4 3.4M15 7H7.6a4 4 0 0 0 0 8H10",
  minus: "M3.6 9h10.8",
  plus: "M3.6 9h10.8M9 3.6v10.8",
  fit: "M3 6.4V3h3.4M11.6 3H15v3.4M15 11.6V15h-3.4M6.4 15H3v-3.4",
  filter: "M2.8 3.6h12.4L10.4 9.4v5l-2.8-1.6V9.4Z",
  path: "M4.4 15a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8ZM13.6 6.8a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8ZM6.2 13.1h4.2a2.4 2.4 0 0 0 0-4.8H7.6a2.4 2.4 0 0 1 0-4.8h4",
  calendar: "M3 4.6h12V15H3ZM3 7.8h12M6.2 2.8v3M11.8 2.8v3",
  share: "M6.4 6.2 9 3.6l2.6 2.6M9 3.8v7.4M5.4 9H3.6v6h10.8V9h-1.8",
  download: "M9 3v8M5.8 8 9 11.2 12.2 8M3.4 14.6h11.2",
  image: "M3 4h12v10H3ZM3 12l3.4-3.6 2.8 2.6 2-1.8L15 12.4M11 7.2h.1",
  warning: "M9 3 16 15H2ZM9 7.4v3.6M9 13v.1",
  done: "M3.6 9.6 7.2 13 14.4 5",
  info: "M9 15.4A6.4 6.4 0 1 0 9 2.6a6.4 6.4 0 0 0 0 12.8ZM9 8.4v3.8M9 5.8v.1",
  clock: "M9 15.4A6.4 6.4 0 1 0 9 2.6a6.4 6.4 0 0 0 0 12.8ZM9 5.6V9l2.4 1.6",
  store:
    "M3.4 4.6c0-1 2.5-1.8 5.6-1.8s5.6.8 5.6 1.8v8.8c0 1-2.5 1.8-5.6 1.8s-5.6-.8-5.6-1.8ZM3.4 4.8c0 1 2.5 1.8 5.6 1.8s5.6-.8 5.6-1.8M3.4 9.2c0 1 2.5 1.8 5.6 1.8s5.6-.8 5.6-1.8",
  lock: "M4.2 8.2h9.6v6.6H4.2ZM6.2 8V6a2.8 2.8 0 0 1 5.6 0v2",
  close: "M4.4 4.4l9.2 9.2M13.6 4.4l-9.2 9.2",
  copy: "M6.4 6.4H15V15H6.4ZM3.6 11.6H3V3h8.6v.6",
  print: "M5 7V3h8v4M5 12.4H3V7h12v5.4h-2M5 10.6h8V15H5Z",
  swap: "M3.4 6.4h11M11.6 3.4l3 3-3 3M14.6 11.8h-11M6.4 8.8l-3 3 3 3",
  play: "M6 4.2v9.6L13.6 9Z",
  pause: "M6.2 4.4v9.2M11.8 4.4v9.2",
  back: "M11 4.6 6.6 9l4.4 4.4",
  next: "M7 4.6 11.4 9 7 13.4",
  down: "M5 7.4 9 11.4 13 7.4",
  report: "M4.4 2.8h6L13.6 6v9.2H4.4ZM10.2 3v3.2h3.2M6.6 9h4.8M6.6 11.8h4.8",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
