import { describe, expect, test } from "vitest";
import {
  columnUnit,
  exactAmount,
  formatAmount,
  inColumn,
  sharedCurrency,
  toNumber,
} from "../src/format/amount";
import { csvField, fileName, toCsv, toTsv } from "../src/format/csv";
import { dayInProse, formatDay, formatPeriod } from "../src/format/date";
import { cut, langOf, nameIn, shortName, width } from "../src/format/name";
import {
  formatError,
  formatPercent,
  formatPoints,
  formatShare,
} from "../src/format/probability";

describe("amounts", () => {
  test.each([
    ["48620000000.00", "¥48.6bn", "486 亿元"],
    ["150000000", "¥150m", "1.5 亿元"],
    ["38200000.00", "¥38.2m", "3,820 万元"],
    ["999600000", "¥1bn", "10 亿元"],
    ["12345.00", "¥12.3k", "1.23 万元"],
    ["800", "¥800", "800 元"],
    ["0", "¥0", "0 元"],
    ["-3200000", "\u2212¥3.2m", "\u2212320 万元"],
  ])("%s reads %s and %s", (amount, english, chinese) => {
    expect(formatAmount(amount, "CNY", "en")).toBe(english);
    expect(formatAmount(amount, "CNY", "zh")).toBe(chinese);
  });

  test("an amount that nobody collected is a dash, never a zero", () => {
    expect(formatAmount(null, "CNY", "en")).toBe("–");
    expect(inColumn(null, "en")).toBeNull();
    expect(toNumber("")).toBeNull();
  });

  test("a column has one unit, in its header", () => {
    expect(columnUnit("CNY", "en")).toBe("¥m");
    expect(columnUnit("CNY", "zh")).toBe("万元");
    expect(columnUnit("HKD", "en")).toBe("HKD m");
    expect(inColumn("150000000.00", "en")).toBe("150.0");
    expect(inColumn("150000000.00", "zh")).toBe("15,000");
  });

  test("a currency that nobody said is not shown", () => {
    expect(formatAmount("150000000", null, "en")).toBe("150m");
    expect(formatAmount("150000000", null, "zh")).toBe("1.5 亿");
    expect(exactAmount("1.5", null)).toBe("1.50");
  });

  test("a column has the currency that all its amounts share", () => {
    const [yuan, dollars] = [
      { amount: "1", currency: "CNY" },
      { amount: "2", currency: "USD" },
    ];
    const none = { amount: null, currency: "EUR" };
    expect(sharedCurrency([yuan, none, yuan])).toBe("CNY");
    expect(sharedCurrency([yuan, dollars])).toBeNull();
    expect(sharedCurrency([none])).toBeNull();
    expect(sharedCurrency([{ amount: "1", currency: null }])).toBeNull();
  });

  test("the tooltip has the exact figure", () => {
    expect(exactAmount("1234567.8", "CNY")).toBe("CNY 1,234,567.80");
  });
});

describe("chances", () => {
  test("percent carries a thin space in English only", () => {
    expect(formatPercent(0.126, "en")).toBe("12.6\u2009%");
    expect(formatPercent(0.126, "zh")).toBe("12.6%");
    expect(formatPercent(null, "en")).toBe("–");
  });

  test("points carry their sign, and zero none", () => {
    expect(formatPoints(0.016)).toBe("+1.6");
    expect(formatPoints(-0.003)).toBe("\u22120.3");
    expect(formatPoints(0.00001)).toBe("0.0");
  });

  test("a share shows a digit only where it says something", () => {
    expect(formatShare(0.67, "zh")).toBe("67%");
    expect(formatShare(0.335, "zh")).toBe("33.5%");
  });

  test("an error is the half-width of the 95 % interval", () => {
    expect(formatError(0.0015)).toBe("0.3");
    expect(formatError(0.00001)).toBe("< 0.1");
    expect(formatError(null)).toBeNull();
  });
});

describe("days", () => {
  test("tables show the calendar day", () => {
    expect(formatDay("2026-09-16T00:00:00Z")).toBe("2026-09-16");
    expect(formatDay(null)).toBeNull();
    expect(formatDay("soon")).toBeNull();
  });

  test("sentences show the day in words", () => {
    expect(dayInProse("2026-09-16", "en")).toBe("16 Sep 2026");
    expect(dayInProse("2026-09-16T00:00:00Z", "zh")).toBe("2026年9月16日");
  });

  test("an open end stays open", () => {
    expect(formatPeriod("2025-04-02", null)).toBe("2025-04-02 –");
    expect(formatPeriod(null, null)).toBeNull();
  });
});

describe("names", () => {
  test("the legal form is left out of a short name", () => {
    expect(shortName("Haituo Chemical Co., Ltd.")).toBe("Haituo Chemical");
    expect(shortName("海拓化工有限公司")).toBe("海拓化工");
    expect(shortName("有限公司")).toBe("有限公司");
  });

  test("twelve Chinese or twenty-four Latin characters fit", () => {
    const latin = "a".repeat(25);
    const chinese = "圈".repeat(13);
    expect(width(cut(latin))).toBeLessThanOrEqual(24);
    expect(cut(latin)).toMatch(/…$/);
    expect(cut(chinese)).toBe(`${"圈".repeat(11)}…`);
    expect(cut("圈".repeat(12))).toBe("圈".repeat(12));
  });

  test("the Chinese name stands in where there is no English one", () => {
    expect(nameIn({ name: "陈国荣", name_en: null }, "en")).toBe("陈国荣");
    expect(nameIn({ name: "陈国荣", name_en: "Chen Guorong" }, "zh")).toBe("陈国荣");
    expect(langOf("陈国荣")).toBe("zh-CN");
    expect(langOf("Chen")).toBe("en");
  });
});

describe("tables as files", () => {
  test.each(["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "\tx", "\n=1", "＝1", "＠x"])(
    "%s cannot run as a formula",
    (text) => {
      expect(csvField(text).replace(/^"/, "")).toMatch(/^'/);
    },
  );

  test("a negative number stays a number", () => {
    expect(csvField("-3.5")).toBe("-3.5");
    expect(csvField(-3.5)).toBe("-3.5");
  });

  test("commas, quotes and breaks are quoted", () => {
    expect(csvField('a,"b"\nc')).toBe('"a,""b""\nc"');
    expect(toCsv(["x"], [[null], ["y"]])).toBe("x\r\n\r\ny\r\n");
  });

  test("an id with slashes names a file", () => {
    expect(fileName("contract:银行/2024/17号.csv")).toBe("contract-银行-2024-17号.csv");
    expect(fileName("c:../a|b\u202e.png")).toBe("c-..-a-b-.png");
  });

  test("the clipboard keeps one line for a row", () => {
    expect(toTsv(["a", "b"], [["1\t2", "x\ny"]])).toBe("a\tb\n1 2\tx y");
  });
});
