import { describe, expect, test } from "vitest";
import { address } from "../src/api/client";
import { periodOf, relationWords } from "../src/graph/graphColumns";
import { edgeText } from "../src/graph/label/sceneLabels";
import { relationsIn } from "../src/graph/RelationFilter";
import { dictionaries, pages } from "../src/i18n/dictionaries";
import { fill, wordsIn as wordsOf } from "../src/i18n/words";
import { splitFinding } from "../src/pages/ReasonList";
import { amountColumn } from "../src/parts/amountColumn";
import { behindWords } from "../src/parts/BehindBanner";
import { adviceOn } from "../src/parts/states";
import { changed, href, parseRoute, toParty } from "../src/shell/route";
import { vocabulary } from "./ontology";
import { edge } from "./picture";

const wordsIn = (language: "en" | "zh") => wordsOf(language, vocabulary);

describe("the two dictionaries", () => {
  test("have the same keys", () => {
    expect(Object.keys(dictionaries.zh).sort()).toEqual(
      Object.keys(dictionaries.en).sort(),
    );
  });

  test("have each key on one page only", () => {
    const keys = Object.values(pages).flatMap((page) => Object.keys(page.en));
    expect(keys.toSorted()).toEqual(Object.keys(dictionaries.en).toSorted());
  });

  test("have the same blanks in each sentence", () => {
    const blanks = (text: string) => [...text.matchAll(/\{\w+/g)].map(String).sort();
    for (const [key, text] of Object.entries(dictionaries.en)) {
      const other = dictionaries.zh[key as keyof typeof dictionaries.zh];
      expect([key, blanks(other)]).toEqual([key, blanks(text)]);
    }
  });

  test("a noun goes by the number before it", () => {
    const said = (n: number | string) => fill("{n|firm|firms} of {all}", { n, all: 9 });
    expect([0, 1, "1", 12].map(said)).toEqual([
      "0 firms of 9",
      "1 firm of 9",
      "1 firm of 9",
      "12 firms of 9",
    ]);
    expect(fill("{n|firm|firms}")).toBe("{n|firm|firms}");
  });

  test("no Chinese sentence is empty", () => {
    expect(Object.values(dictionaries.zh).every((text) => text.trim())).toBe(true);
  });

  test("a blank without a value stays visible", () => {
    expect(fill("{a} of {b}", { a: 1 })).toBe("1 of {b}");
  });

  test("an unknown code is shown as itself", () => {
    expect(wordsIn("zh").code("force", "lapsed")).toBe("已过期");
    expect(wordsIn("en").code("force", "brand_new")).toBe("brand new");
  });
});

describe("advice on an answer that was cut", () => {
  const cut = (...truncated_by: string[]) => ({
    complete: false,
    explored: 3,
    truncated_by,
    advice: "Lower the depth.",
  });

  test("is in the reader's language, once for each limit", () => {
    const reads = cut("reads:guarantee", "reads:role");
    expect(adviceOn(reads, wordsIn("zh"))).toBe("请减少关系种类。");
    expect(adviceOn(cut("work"), wordsIn("en"))).toContain("no clearance");
  });

  test("is the service's own where the limit is new", () => {
    expect(adviceOn(cut("brand_new"), wordsIn("zh"))).toBe("Lower the depth.");
  });
});

test("commits that came after what is published are counted, none are not", () => {
  const said = (commits: number) => [
    behindWords(commits, wordsIn("en")),
    behindWords(commits, wordsIn("zh")),
  ];
  expect(said(0)).toEqual([null, null]);
  expect(said(1)).toEqual([
    "1 commit was written since this was published.",
    "发布之后又写入了 1 次提交。",
  ]);
  expect(said(1200)).toEqual([
    "1,200 commits were written since this was published.",
    "发布之后又写入了 1,200 次提交。",
  ]);
});

test("a name in a path is cut, whole names stay whole elsewhere", () => {
  const party = { name: "Long ".repeat(99), name_en: null };
  expect(wordsIn("en").brief(party).length).toBeLessThan(41);
  expect(wordsIn("en").name(party)).toBe(party.name);
});

test("roles and kin are called by which one they are", () => {
  const role = {
    ...edge("a", "b", "role"),
    label: { en: "finance officer", zh: "财务负责人" },
  };
  expect(relationWords(role, wordsIn("en"), vocabulary)).toBe("Finance officer");
  expect(relationWords(role, wordsIn("zh"), vocabulary)).toBe("财务负责人");
  expect(
    relationWords({ ...role, relation: "guarantee" }, wordsIn("zh"), vocabulary),
  ).toBe("担保");
  expect(relationWords({ ...role, label: null }, wordsIn("zh"), vocabulary)).toBe(
    "任职",
  );
});

describe("a link that stands for several", () => {
  const cny = { currency: "CNY", amount: "2500000.00" };
  const usd = { currency: "USD", amount: "900.00" };
  const transfer = vocabulary.relation("transfer");
  const several = {
    ...edge("a", "b", "transfer"),
    force: "not_applicable",
    count: 70,
    valid_from: "2025-01-02T00:00:00.000Z",
    last: "2025-03-12T00:00:00.000Z",
  };

  test("carries its sums and how many it stands for", () => {
    const words = wordsOf("en", vocabulary);
    expect(edgeText({ ...several, ...cny, sums: [cny] }, transfer, words)).toBe(
      "¥2.5m ×70",
    );
    expect(
      edgeText({ ...several, currency: null, sums: [cny, usd] }, transfer, words),
    ).toBe("¥2.5m + $900 ×70");
  });

  test("holds from its first day to its last", () => {
    expect(periodOf(several)).toBe("2025-01-02 – 2025-03-12");
    expect(periodOf({ ...several, count: 1 })).toBe("2025-01-02 –");
  });
});

describe("a column of amounts", () => {
  const amounts = (...currencies: (string | null)[]) => {
    const rows = currencies.map((currency) => ({ amount: "2500000", currency }));
    const of = (row: (typeof rows)[number]) => row;
    const column = amountColumn(wordsIn("en"), {
      id: "amount",
      head: "col.amount",
      rows,
      of,
    });
    return [column.head, ...rows.map(column.value)];
  };

  test("names the unit in its head where all rows share it", () => {
    expect(amounts("USD", "USD")).toEqual(["Amount, $m", "2.5", "2.5"]);
  });

  test("names the currency in each cell where they differ", () => {
    expect(amounts("CNY", "USD", null)).toEqual(["Amount", "¥2.5m", "$2.5m", "2.5m"]);
  });
});

describe("addresses", () => {
  test("survive the way to the address bar and back", () => {
    const to = toParty("P/1 圈?", { tab: "events", sel: "a&b" });
    const route = parseRoute(to);
    expect(route.path).toEqual(["parties", "P/1 圈?"]);
    expect(route.query.get("sel")).toBe("a&b");
  });

  test("leave out what is not set", () => {
    expect(href(["check"], { guarantor: "a", debtor: null })).toBe(
      "#/check?guarantor=a",
    );
    expect(href([])).toBe("#/");
  });

  test("change one parameter and keep the rest", () => {
    const route = parseRoute("#/parties/a?tab=events&depth=3");
    expect(changed(route, { tab: null, sel: "b" })).toBe("#/parties/a?depth=3&sel=b");
  });

  test("name the relations that are asked for", () => {
    const asked = (query: string, kind = "party") =>
      relationsIn(new URLSearchParams(query), kind, vocabulary);
    expect(asked("relations=guarantee,nonsense,control")).toEqual(["guarantee"]);
    expect(asked("")).toEqual(["guarantee", "ownership"]);
    expect(asked("", "account")).toEqual(["account", "transfer"]);
  });

  test("of the service keep its prefix relative", () => {
    expect(address("/entities", { q: "a b", limit: 5, cursor: "" })).toBe(
      "v1/entities?q=a+b&limit=5",
    );
  });
});

test("the finding of a reason ends at its first full stop", () => {
  expect(splitFinding("One. Two.")).toEqual(["One.", " Two."]);
  expect(splitFinding("¥38.2m are due. It fails.")).toEqual([
    "¥38.2m are due.",
    " It fails.",
  ]);
  expect(splitFinding("一。二。")).toEqual(["一。", "二。"]);
});
