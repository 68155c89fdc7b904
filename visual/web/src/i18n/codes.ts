/** Words for codes of the service that come without words of their own. */

export const en = {
  "event.litigation": "Litigation",
  "event.enforcement": "Enforcement",
  "event.dishonest_debtor": "Dishonest-debtor listing",
  "event.consumption_limit": "Consumption limit",
  "event.equity_freeze": "Equity freeze",
  "event.bankruptcy": "Bankruptcy",
  "event.abnormal_operation": "Abnormal operation",
  "event.overdue": "Overdue",
  "event.rating_change": "Rating change",
  "event.default": "Default",
  "basis.majority": "by majority",
  "basis.spouse": "through a spouse",
  "basis.signals": "by shared signals",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "event.litigation": "诉讼",
  "event.enforcement": "被执行",
  "event.dishonest_debtor": "失信被执行人",
  "event.consumption_limit": "限制高消费",
  "event.equity_freeze": "股权冻结",
  "event.bankruptcy": "破产",
  "event.abnormal_operation": "经营异常",
  "event.overdue": "逾期",
  "event.rating_change": "评级变动",
  "event.default": "违约",
  "basis.majority": "多数股权",
  "basis.spouse": "经由配偶",
  "basis.signals": "共用线索",
};
