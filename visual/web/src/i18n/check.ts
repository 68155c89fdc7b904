/** Words of the dry run of a guarantee. */

export const en = {
  "check.title": "Would this guarantee close a circle?",
  "check.sub": "A dry run: nothing is stored.",
  "check.guarantor": "Guarantor",
  "check.debtor": "Debtor",
  "check.run": "Check",
  "check.swap": "Swap",
  "check.closes": "Yes: it closes a circle of {n} firms.",
  "check.closes_text":
    "{debtor} already stands, directly or through others, for {guarantor}.",
  "check.besides": "Besides the mutual pair it closes a circle of {n} firms:",
  "check.open": "No: it closes no circle.",
  "check.self": "A party cannot guarantee itself",
  "check.new": "the new guarantee",
  "check.seen": "Seen: sequence {sequence} · snapshot {snapshot}",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "check.title": "这笔担保会形成担保圈吗？",
  "check.sub": "仅作检验，不写入任何数据。",
  "check.guarantor": "担保人",
  "check.debtor": "债务人",
  "check.run": "检验",
  "check.swap": "互换",
  "check.closes": "会：形成 {n} 家企业的担保圈。",
  "check.closes_text": "{debtor} 已直接或间接为 {guarantor} 提供担保。",
  "check.besides": "除互保外，还会形成 {n} 家企业的担保圈：",
  "check.open": "不会：不形成担保圈。",
  "check.self": "主体不能为自己担保",
  "check.new": "新担保",
  "check.seen": "所见序号 {sequence} · 快照 {snapshot}",
};
