/** What went wrong, as the workbench says it: a closed code to switch on and a message key to show. Never text to parse. */
export class BackendError extends Error {
  readonly code: string
  readonly messageKey: string
  readonly args: Record<string, string>
  /** Whether the same call may succeed later without a change. */
  readonly retry: boolean

  constructor(problem: { code: string; message_key: string; args?: Record<string, unknown> | null; retry?: boolean }) {
    super(problem.code)
    this.name = 'BackendError'
    this.code = problem.code
    this.messageKey = problem.message_key
    this.args = Object.fromEntries(Object.entries(problem.args ?? {}).map(([name, value]) => [name, String(value)]))
    this.retry = problem.retry ?? false
  }

  /** Any thrown value as a BackendError; what is not one becomes `unexpected`, without its text. */
  static from(thrown: unknown): BackendError {
    if (thrown instanceof BackendError) return thrown
    if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message_key' in thrown)
      return new BackendError(thrown as { code: string; message_key: string })
    return new BackendError({ code: 'unexpected', message_key: 'error_unexpected' })
  }
}
