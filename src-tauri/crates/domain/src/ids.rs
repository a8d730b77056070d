use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no id: expected 1 to 64 letters, digits, `.`, `_` or `-`, the first a letter or digit")]
pub struct ParseIdError {
    /// The text as found.
    pub text: String,
}

fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(ParseIdError { text: text.to_owned() }) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A case (症例) at this hospital; also a folder name, so it holds no separator.
    CaseId
);
id!(
    /// A person of a family; the sample name in PED and VCF.
    PersonId
);
id!(
    /// A user of this installation: the name that is typed to sign in.
    UserId
);
id!(
    /// A device that writes a chain of the ledger.
    DeviceId
);
id!(
    /// An event of the ledger (UUIDv7).
    EventId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_never_a_path() {
        for bad in ["", "..", ".hidden", "a/b", "a\\b", "-x", "名前", &"a".repeat(65)] {
            assert!(bad.parse::<CaseId>().is_err(), "{bad:?} must be refused");
        }
        for good in ["family-1", "NA12878", "S_1.2"] {
            assert_eq!(good.parse::<CaseId>().expect("an id").as_str(), good);
        }
    }
}
