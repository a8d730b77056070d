use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::Error;

/// Bytes of an XChaCha20 nonce.
pub(crate) const NONCE: usize = 24;
/// Bytes of a Poly1305 tag.
pub(crate) const TAG: usize = 16;

/// Appends ciphertext and tag of `plain` to `out` (XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03).
///
/// The associated data is `label`, one zero byte and `aad`; a label holds no zero byte, so formats never mix.
pub(crate) fn encrypt_onto(
    out: &mut Vec<u8>,
    label: &'static str,
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    aad: &[u8],
    plain: &[u8],
) -> Result<(), Error> {
    let start = out.len();
    out.reserve_exact(plain.len() + TAG);
    out.extend_from_slice(plain);
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(*nonce), &labelled(label, aad), (&mut out[start..]).into())
        .map_err(|_| Error::TooLong { what: label })?;
    out.extend_from_slice(&tag);
    Ok(())
}

/// Opens ciphertext and tag made by [`encrypt_onto`]; nothing is decrypted before the tag is verified.
pub(crate) fn decrypt(
    label: &'static str,
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (cipher, tag) = sealed.split_last_chunk::<TAG>().ok_or(Error::Unopened { what: label })?;
    let mut plain = Zeroizing::new(cipher.to_vec());
    XChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            &labelled(label, aad),
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .map_err(|_| Error::Unopened { what: label })?;
    Ok(plain)
}

fn labelled(label: &str, aad: &[u8]) -> Vec<u8> {
    [label.as_bytes(), &[0], aad].concat()
}
