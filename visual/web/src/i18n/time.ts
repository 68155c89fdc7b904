/** Words of the two dates. */

export const en = {
  "time.as_of": "As of",
  "time.known": "Known",
  "time.now": "now",
  "time.today": "today",
  "time.then": "then",
  "time.pick": "pick",
  "time.facts_as_of": "Facts as of",
  "time.known_at": "Known at",
  "time.apply": "Apply",
  "time.reset": "Back to now",
  "time.title": "Two dates",
  "time.explain":
    "“As of” chooses the day that the facts describe, to its end; “Known” leaves out what was recorded from that day on.",
  "time.past": "You look at {day} as known {known}.",
  "time.known_now": "today",
  "time.known_on": "on {day}",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "time.as_of": "基准日",
  "time.known": "知悉",
  "time.now": "现在",
  "time.today": "今天",
  "time.then": "当时",
  "time.pick": "选择",
  "time.facts_as_of": "事实基准日",
  "time.known_at": "知悉时点",
  "time.apply": "应用",
  "time.reset": "回到现在",
  "time.title": "两个日期",
  "time.explain":
    "“基准日”决定事实所描述的日期（至当日结束）；“知悉”排除自该日起才登记的内容。",
  "time.past": "您正在查看 {day} 的情况（{known}所知）。",
  "time.known_now": "今日",
  "time.known_on": "{day}",
};
