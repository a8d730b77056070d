import { decimal } from '$shared/format'

/** A length in megabases with one decimal: `12.3 Mb`. */
export const megabases = (bases: number): string => `${decimal(bases / 1_000_000, 1)} Mb`
