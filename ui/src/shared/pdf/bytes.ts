/** The bytes of a document as it comes from the workbench (Base64, RFC 4648 section 4). */
export function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
