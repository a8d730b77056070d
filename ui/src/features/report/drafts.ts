import type { SignedIn } from '$shared/session.svelte'
import type { Draft } from './panel'

/** What was begun and not recorded, by case, for as long as the person who wrote it is signed in. Never on a disk. */
const drafts = new WeakMap<SignedIn, Map<string, Draft>>()

export function draftKept(user: SignedIn | undefined, id: string): Draft | undefined {
  return user === undefined ? undefined : drafts.get(user)?.get(id)
}

export function keepDraft(user: SignedIn | undefined, id: string, draft: Draft | undefined): void {
  if (user === undefined) return
  const mine = drafts.get(user) ?? new Map<string, Draft>()
  if (draft === undefined) mine.delete(id)
  else mine.set(id, draft)
  drafts.set(user, mine)
}
