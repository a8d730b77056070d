import type { DiseaseClass, Eligibility, EligibilityRequest, TestKind } from '$backend/bindings'
import { hasCome } from './dates'

let next = 0

/** An earlier test as it is filled in. */
export class TestDraft {
  /** Keeps its row apart from the others. */
  readonly key = next++
  kind = $state<TestKind>('panel')
  name = $state('')
  date = $state('')
  result = $state('')

  get badName(): boolean {
    return this.name.trim() === ''
  }
  get badDate(): boolean {
    return this.date.trim() !== '' && !hasCome(this.date.trim())
  }
}

/** Eligibility and earlier tests as they are filled in. */
export class EligibilityDraft {
  class = $state<DiseaseClass | 'open'>('open')
  atypical = $state(false)
  question = $state('')
  tests = $state<TestDraft[]>([])

  constructor(from: Eligibility) {
    this.class = from.class ?? 'open'
    this.atypical = from.atypical
    this.question = from.question ?? ''
    this.tests = from.tests.map((test) => Object.assign(new TestDraft(), { kind: test.kind, name: test.name, date: test.date ?? '', result: test.result }))
  }

  add(): void {
    this.tests = [...this.tests, new TestDraft()]
  }

  remove(test: TestDraft): void {
    this.tests = this.tests.filter((other) => other !== test)
  }

  get ready(): boolean {
    return this.tests.every((test) => !test.badName && !test.badDate)
  }

  request(): Omit<EligibilityRequest, 'case'> {
    return {
      class: this.class === 'open' ? null : this.class,
      atypical: this.atypical,
      question: this.question.trim() === '' ? null : this.question.trim(),
      tests: this.tests.map((test) => ({ kind: test.kind, name: test.name.trim(), date: test.date.trim() === '' ? null : test.date.trim(), result: test.result.trim() })),
    }
  }
}
