import type { ClassName } from '$backend/bindings'

/** The five classes as they are written. */
export const LETTERS = { pathogenic: 'P', likely_pathogenic: 'LP', uncertain_significance: 'VUS', likely_benign: 'LB', benign: 'B' } as const satisfies Record<ClassName, string>
