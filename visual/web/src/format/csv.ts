export type Cell = string | number | null | undefined;

const STARTS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const IS_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** One field. A text that a spreadsheet would run as a formula gets a leading quote. */
export function csvField(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  let text = String(cell);
  if (STARTS_FORMULA.test(text) && !IS_NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toCsv(header: string[], rows: Cell[][]): string {
  const lines = [header, ...rows].map((row) => row.map(csvField).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** Tab-separated text for the clipboard; tabs and breaks inside a cell become blanks. */
export function toTsv(header: string[], rows: Cell[][]): string {
  const clean = (cell: Cell) => String(cell ?? "").replace(/[\t\r\n]+/g, " ");
  return [header, ...rows].map((row) => row.map(clean).join("\t")).join("\n");
}

/** A name that every file system takes: ids may hold slashes and other marks. */
export function fileName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, "-");
}

/** Hands a file to the reader; the mark lets a spreadsheet see that it is UTF-8. */
export function download(name: string, content: BlobPart, type: string): void {
  const parts = type.startsWith("text/csv") ? ["\ufeff", content] : [content];
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
