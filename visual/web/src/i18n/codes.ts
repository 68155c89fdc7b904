/** Words for codes of the service that come without words of their own. */

export const en = {
  "exposure.loans": "Loans of the members",
  "exposure.effective_amount": "Guarantees in force",
  "exposure.face_amount": "Nominal amount",
  "exposure.increment_exposure": "Added by contagion",
  "exposure.guarantees": "Guarantees",
  "exposure.unknown_amounts": "Amounts not collected",
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
} as const;

export const zh: Record<keyof typeof en, string> = {
  "exposure.loans": "成员贷款",
  "exposure.effective_amount": "有效担保",
  "exposure.face_amount": "名义金额",
  "exposure.increment_exposure": "传染增量",
  "exposure.guarantees": "担保数",
  "exposure.unknown_amounts": "金额未采集",
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
};
