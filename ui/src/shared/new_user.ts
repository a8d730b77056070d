import * as m from '$messages'
import type { NewUserRequest, RoleName } from '../backend/bindings'

/** Fewer letters protect nothing; the store refuses them. */
export const SHORTEST = 8

/** A user as the form holds it. */
export interface UserForm {
  user: string
  name: string
  role: RoleName
  passphrase: string
  again: string
}

export type Problems<Form> = Partial<Record<keyof Form, string>>

/** Letters, digits, `.`, `_`, `-`, the first a letter or digit. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** What is wrong with a user, each with what to write instead. */
export function problemsOf(form: UserForm, others: readonly string[] = []): Problems<UserForm> {
  const problems: Problems<UserForm> = {}
  const user = form.user.trim()
  if (user === '') problems.user = m.session_problem_user_missing()
  else if (!NAME.test(user)) problems.user = m.session_problem_user_letters()
  else if (others.includes(user)) problems.user = m.session_problem_user_taken()
  if (form.name.trim() === '') problems.name = m.session_problem_name_missing()
  return { ...problems, ...passphraseProblems(form) }
}

export function passphraseProblems(form: { passphrase: string; again: string }): { passphrase?: string; again?: string } {
  const found = [...form.passphrase].length
  if (found < SHORTEST) return { passphrase: m.session_problem_passphrase_short({ least: SHORTEST, found }) }
  return form.passphrase === form.again ? {} : { again: m.session_problem_again() }
}

export function requestOf(form: UserForm): NewUserRequest {
  return { user: form.user.trim(), name: form.name.trim(), role: form.role, passphrase: form.passphrase }
}
