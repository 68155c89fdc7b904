/** Words of flagged firms: their list, and why one of them is flagged. */

export const en = {
  "flag.ask.noted": "Note on this firm",
  "flag.ask.confirmed": "Confirm this firm",
  "flag.ask.dismissed": "Dismiss this flag",
  "flag.ask_text":
    "It is kept as a case outcome (related-party fraud) of {names}, with your key's id. It can be undone; history keeps it.",
  "flag.nothing_said": "Nothing yet: the flag is open.",
  "flag.conflict":
    "Somebody decided this case meanwhile. Undo that first; reload to see it.",
  "flag.four_eyes":
    "Four eyes: somebody else must note this firm before you decide it.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "flag.ask.noted": "为此企业添加备注",
  "flag.ask.confirmed": "查实此企业",
  "flag.ask.dismissed": "排除此疑点",
  "flag.ask_text":
    "将作为{names}的调查结果（关联方欺诈）保存，并记录您的密钥编号。可以撤销，历史仍会保留。",
  "flag.nothing_said": "尚无记录：待处理。",
  "flag.conflict": "此案已有结论，请先撤销；重新加载可查看。",
  "flag.four_eyes": "需四眼复核：须由他人先行备注，您才能下结论。",
};
