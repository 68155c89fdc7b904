/** Words of the strip that tells what began month by month, and of its table. */

export const en = {
  "strip.title": "How it came about",
  "strip.title_party": "Over time",
  "strip.table": "As table",
  "strip.guarantees": "Guarantees",
  "strip.holdings": "Holdings",
  "strip.payments": "Payments",
  "strip.outcomes": "Outcomes",
  "strip.closed": "{day}: the circle closes",
  "strip.open": "When the circle closed is not known.",
  "strip.before": "before {month}",
  "strip.mark": "{month} · {what}: {n}",
  "strip.outcome": "{party}, {what} ({day})",
  "strip.nothing": "No fact here has a date",
  "strip.failed": "This could not be read",
  "strip.undated": "{n} without a date",
  "strip.summary_circle":
    "{from} to {to}: {guarantees} guarantees among the firms, {holdings} holdings in them, {payments} payments among them and their owners, {outcomes} outcomes of cases.",
  "strip.summary_party":
    "{from} to {to}: {guarantees} guarantees given or received, {holdings} holdings, {payments} payments to and from others, {outcomes} outcomes of cases.",
  "strip.sheet": "By month",
  "col.month": "Month",
  "col.guarantees_sum": "Guaranteed",
  "col.holdings": "Holdings",
  "col.payments": "Payments",
  "col.paid": "Paid",
  "col.outcomes": "Outcomes",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "strip.title": "形成过程",
  "strip.title_party": "历程",
  "strip.table": "查看表格",
  "strip.guarantees": "担保",
  "strip.holdings": "持股",
  "strip.payments": "付款",
  "strip.outcomes": "调查结果",
  "strip.closed": "{day}：担保圈形成",
  "strip.open": "担保圈形成日期不明。",
  "strip.before": "{month} 之前",
  "strip.mark": "{month} · {what}：{n}",
  "strip.outcome": "{party}，{what}（{day}）",
  "strip.nothing": "没有带日期的事实",
  "strip.failed": "无法读取",
  "strip.undated": "{n} 笔无日期",
  "strip.summary_circle":
    "{from} 至 {to}：企业间担保 {guarantees} 笔，对其持股 {holdings} 笔，企业及其股东间付款 {payments} 笔，调查结果 {outcomes} 项。",
  "strip.summary_party":
    "{from} 至 {to}：提供或获得担保 {guarantees} 笔，持股 {holdings} 笔，与他方收付款 {payments} 笔，调查结果 {outcomes} 项。",
  "strip.sheet": "按月",
  "col.month": "月份",
  "col.guarantees_sum": "担保金额",
  "col.holdings": "持股",
  "col.payments": "付款",
  "col.paid": "付款金额",
  "col.outcomes": "调查结果",
};
