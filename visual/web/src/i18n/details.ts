/** Words of what is selected, and of a contract. */

export const en = {
  "details.id": "Id",
  "details.links": "Links",
  "details.records": "Source records",
  "details.file_row": "{file}, row {row}",
  "details.contract": "Contract",
  "details.creditor": "Creditor",
  "details.guarantors": "Guarantors",
  "details.pd": "Chance of default",
  "details.hidden": "Not shown yet",
  "details.reason": "Reason",
  "details.derived": "Derived by a rule; no record says it itself",
  "details.other_ids": "Also known as",
  "details.network": "Guarantee network",
  "details.network_parties": "{n} parties",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "details.id": "编号",
  "details.links": "关系",
  "details.records": "来源记录",
  "details.file_row": "{file} 第 {row} 行",
  "details.contract": "合同",
  "details.creditor": "债权人",
  "details.guarantors": "保证人",
  "details.pd": "违约概率",
  "details.hidden": "尚未显示",
  "details.reason": "原因",
  "details.derived": "由规则推导，无直接记录",
  "details.other_ids": "其他编号",
  "details.network": "担保网络",
  "details.network_parties": "{n} 个主体",
};
