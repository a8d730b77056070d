import * as m from '$messages'
import type { DayFault } from './form.svelte'

/** What is wrong with a day, as a field takes it. A day that is not there is wrong only once it was asked for. */
export function dayProblem(fault: DayFault | undefined, asked: boolean): { problem?: string } {
  if (fault === undefined || (fault === 'missing' && !asked)) return {}
  return { problem: { missing: m.consent_date_missing, wrong: m.consent_date_wrong, future: m.consent_date_future }[fault]() }
}
