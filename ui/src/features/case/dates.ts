import { today } from '$shared/format'

/** Whether a text is a year, a month or a day that has come, such as 2024, 2024-05 or 2024-05-17. */
export function hasCome(text: string, now = today()): boolean {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  if (parts === null) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)]
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  // As text: a year and a month compare with a day as their beginnings do.
  return real && text <= now.slice(0, text.length)
}
