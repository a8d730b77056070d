import type { Backend } from '$backend/backend'
import type { DoubtLine, DoubtRequest, Member, QualityPage } from '$backend/bindings'
import { memberName } from '$shared/person'

type Bench = Pick<Backend, 'qualityPage' | 'answerDoubt'>

/** How a doubt stands: it is for information alone, or waits for an answer, or has one. */
export type Standing = 'hint' | 'open' | 'cleared' | 'refused'

export function standing({ stops, cleared, answers }: DoubtLine): Standing {
  if (!stops) return 'hint'
  if (cleared) return 'cleared'
  return answers.length > 0 && answers.every(({ usable }) => !usable) ? 'refused' : 'open'
}

/** The quality of the data of one case. */
export class CaseQuality {
  page = $state.raw<QualityPage>()
  failure = $state.raw<unknown>()

  constructor(
    private readonly backend: Bench,
    readonly id: string,
  ) {}

  async load(): Promise<void> {
    try {
      this.page = await this.backend.qualityPage(this.id)
      this.failure = undefined
    } catch (thrown) {
      this.failure = thrown
    }
  }

  async answer(request: Omit<DoubtRequest, 'case'>): Promise<void> {
    await this.backend.answerDoubt({ case: this.id, ...request })
    await this.load()
  }

  /** Doubts that keep a class and a report back. */
  get holding(): DoubtLine[] {
    return this.page?.doubts.filter(({ stops, cleared }) => stops && !cleared) ?? []
  }

  #member(id: string): Member | undefined {
    return this.page?.members.find(({ person }) => person === id)
  }

  /** Who a person is to the proband, by name where that says too little. */
  whose = (id: string): string => memberName(this.#member(id), id)

  /** The same with what the charts call the person: the name as written, else the id. */
  called = (id: string): string => [...new Set([this.whose(id), this.#member(id)?.name ?? id])].join('　')
}
