//! Canonical JSON (RFC 8785, JSON Canonicalization Scheme): one value, one byte string, so that hashes and signatures fit.
//!
//! Objects are sorted by their keys as UTF-16 code units, there is no white space, strings are escaped only where they must
//! be. Stricter than the RFC: a float is an error, and so is an integer beyond ±(2^53 − 1), which JSON readers may round
//! (write it as text). A key that occurs twice is an error.

mod serializer;

use serde::Serialize;

use crate::Error;

/// The largest integer, in either direction, that every JSON reader keeps (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2).
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// What cannot be written canonically.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A floating-point number, whatever its value.
    #[error("a floating-point number; use an integer of a smaller unit or a text")]
    Float,
    /// An integer beyond ±(2^53 − 1).
    #[error("an integer beyond ±(2^53 - 1); write it as text")]
    Integer,
    /// Two members of an object have one name.
    #[error("the key {key:?} occurs twice")]
    DuplicateKey {
        /// The name.
        key: String,
    },
    /// The key of a map is neither a text nor an integer.
    #[error("a key that is neither text nor integer")]
    Key,
    /// The value's own serialisation failed.
    #[error("{message}")]
    Value {
        /// Its message.
        message: String,
    },
}

/// The canonical JSON of a value.
///
/// # Errors
///
/// [`Error::Canonical`] names the place and the [`Fault`].
///
/// # Examples
///
/// ```
/// let event = serde_json::json!({"v": 1, "kind": "同意", "seq": 7});
/// assert_eq!(sealed::canonical::to_vec(&event)?, r#"{"kind":"同意","seq":7,"v":1}"#.as_bytes());
/// # Ok::<(), sealed::Error>(())
/// ```
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    value.serialize(serializer::Canonical).map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &(impl Serialize + ?Sized)) -> String {
        String::from_utf8(to_vec(value).unwrap()).unwrap()
    }

    fn fault(value: &(impl Serialize + ?Sized)) -> (String, Fault) {
        match to_vec(value) {
            Err(Error::Canonical { place, fault }) => (place, fault),
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Unit,
        New(u8),
        Tuple(u8, bool),
        Struct { b: Option<u8>, a: char },
    }

    #[test]
    fn every_shape_of_serde_is_written_as_serde_json_writes_it() {
        let shapes = vec![Shape::Unit, Shape::New(1), Shape::Tuple(2, true), Shape::Struct { b: None, a: 'x' }];
        assert_eq!(text(&shapes), r#"["unit",{"new":1},{"tuple":[2,true]},{"struct":{"a":"x","b":null}}]"#);
        assert_eq!(text(&((), [1u8; 2], Some(-1i64))), "[null,[1,1],-1]");
        assert_eq!(text(&BTreeMap::from([(10, 'a'), (9, 'b')])), r#"{"10":"a","9":"b"}"#, "keys sort as text");
    }

    #[test]
    fn keys_sort_by_utf16_code_units() {
        // RFC 8785 section 3.2.3: U+1F600 is D83D DE00 in UTF-16 and so before U+FB33, though after it in UTF-8.
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        assert_eq!(
            text(&value),
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
    }

    #[test]
    fn floats_are_refused_even_when_whole_or_no_number() {
        for float in [1.0, 0.5, f64::NAN, f64::INFINITY] {
            assert_eq!(fault(&BTreeMap::from([("a", [float])])), ("$.a[0]".to_owned(), Fault::Float));
        }
        assert_eq!(fault(&1f32).1, Fault::Float);
    }

    #[test]
    fn integers_end_where_readers_round() {
        let max = i64::try_from(MAX_INTEGER).unwrap();
        assert_eq!(text(&[max, -max]), "[9007199254740991,-9007199254740991]");
        assert_eq!(fault(&(max + 1)).1, Fault::Integer);
        assert_eq!(fault(&-(max + 1)).1, Fault::Integer);
        assert_eq!(fault(&u64::MAX).1, Fault::Integer);
        assert_eq!(fault(&i128::MIN).1, Fault::Integer);
    }

    #[test]
    fn a_key_occurs_once() {
        #[derive(Serialize)]
        struct Inner {
            a: u8,
        }
        #[derive(Serialize)]
        struct Outer {
            a: u8,
            #[serde(flatten)]
            inner: Inner,
        }
        let twice = Outer { a: 1, inner: Inner { a: 2 } };
        assert_eq!(fault(&[twice]), ("$[0]".to_owned(), Fault::DuplicateKey { key: "a".to_owned() }));
        assert_eq!(fault(&BTreeMap::from([(true, 1)])).1, Fault::Key);
    }

    /// Any JSON value without floats and with integers that every reader keeps.
    fn value() -> impl Strategy<Value = Value> {
        let max = i64::try_from(MAX_INTEGER).unwrap();
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-max..=max).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..8)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn canonical_json_reads_back_and_is_stable(value in value()) {
            let bytes = to_vec(&value).unwrap();
            let read: Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert_eq!(&read, &value, "nothing is lost");
            prop_assert_eq!(to_vec(&read).unwrap(), bytes, "one value, one byte string");
        }
    }
}
