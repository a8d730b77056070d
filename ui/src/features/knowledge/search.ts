import type { PanelLine } from '$backend/bindings'

export interface Found {
  panel: PanelLine
  /** The genes that fit, all of them where nothing is sought. */
  genes: readonly string[]
}

/** Letters of a gene symbol as they are compared: width and case do not matter. */
export function symbol(query: string): string {
  return query.normalize('NFKC').trim().toUpperCase()
}

/** The panels that hold a gene which begins with what was typed; with nothing typed all of them. */
export function panelsWith(panels: readonly PanelLine[], query: string): Found[] {
  const sought = symbol(query)
  return panels
    .map((panel) => ({ panel, genes: sought === '' ? panel.genes : panel.genes.filter((gene) => gene.toUpperCase().startsWith(sought)) }))
    .filter(({ genes }) => sought === '' || genes.length > 0)
}
