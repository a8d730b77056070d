import type { UserLine } from '../bindings'

/** The users of the fake's hospital. */
export const people: UserLine[] = [
  { user: 'aoki', name: '青木 恵', role: 'geneticist', disabled: false },
  { user: 'kanri', name: '情報システム部 山田', role: 'administrator', disabled: false },
  { user: 'mori', name: '森 千晶', role: 'counsellor', disabled: false },
  { user: 'nishida', name: '西田 隆之', role: 'chair', disabled: false },
  { user: 'hasegawa.m', name: '長谷川 美由紀', role: 'coordinator', disabled: false },
  { user: 'sanjonishi', name: '三条西 征四郎（非常勤、整形外科）', role: 'panel_member', disabled: false },
  { user: 'data-1', name: '東雲 悠一郎', role: 'data_manager', disabled: false },
  { user: 'ogawa', name: '小川 理子', role: 'geneticist', disabled: true },
]
