use serde::ser::{self, Serialize};

use super::{Fault, MAX_INTEGER};
use crate::Error;

/// A fault on its way up to the root: the place grows from its end.
#[derive(Debug)]
pub(super) struct Misfit {
    place: String,
    fault: Fault,
}

impl Misfit {
    fn below(mut self, step: &str) -> Self {
        self.place.insert_str(0, step);
        self
    }
}

impl From<Fault> for Misfit {
    fn from(fault: Fault) -> Self {
        Self { place: String::new(), fault }
    }
}

impl From<Misfit> for Error {
    fn from(misfit: Misfit) -> Self {
        Self::Canonical { place: format!("${}", misfit.place), fault: misfit.fault }
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for Misfit {}

impl ser::Error for Misfit {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Fault::Value { message: message.to_string() }.into()
    }
}

type Written = Result<Vec<u8>, Misfit>;

fn text(text: &str) -> Written {
    // RFC 8785 section 3.2.2.2 escapes as ECMAScript does, which is what serde_json writes.
    serde_json::to_vec(text).map_err(ser::Error::custom)
}

fn integer(value: i128) -> Written {
    if value.unsigned_abs() > MAX_INTEGER.into() {
        Err(Fault::Integer.into())
    } else {
        Ok(value.to_string().into_bytes())
    }
}

/// `{"name":value}`, the form of an enum's variant with content.
fn variant(name: &str, value: &[u8]) -> Written {
    Ok([b"{", text(name)?.as_slice(), b":", value, b"}"].concat())
}

/// Writes one value; the result is its canonical JSON.
pub(super) struct Canonical;

macro_rules! integers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Written {
            integer(value.into())
        })*
    };
}

impl ser::Serializer for Canonical {
    type Ok = Vec<u8>;
    type Error = Misfit;
    type SerializeSeq = Array;
    type SerializeTuple = Array;
    type SerializeTupleStruct = Array;
    type SerializeTupleVariant = Array;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = Object;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_u128(self, value: u128) -> Written {
        integer(i128::try_from(value).map_err(|_| Fault::Integer)?)
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Fault::Float.into())
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Fault::Float.into())
    }

    fn serialize_bool(self, value: bool) -> Written {
        Ok(if value { b"true".to_vec() } else { b"false".to_vec() })
    }

    fn serialize_char(self, value: char) -> Written {
        text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        value.serialize(self)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        Ok(b"null".to_vec())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        text(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        variant(name, &value.serialize(self).map_err(|misfit| misfit.below(&format!(".{name}")))?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Array, Misfit> {
        Ok(Array::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Array, Misfit> {
        Ok(Array::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Array, Misfit> {
        Ok(Array::default())
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Array, Misfit> {
        Ok(Array { variant: Some(name), ..Array::default() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object, Misfit> {
        Ok(Object::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object, Misfit> {
        Ok(Object::default())
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Object, Misfit> {
        Ok(Object { variant: Some(name), ..Object::default() })
    }
}

/// The elements of an array so far.
#[derive(Default)]
pub(super) struct Array {
    variant: Option<&'static str>,
    elements: Vec<Vec<u8>>,
}

impl Array {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        let element = value.serialize(Canonical).map_err(|m| m.below(&format!("[{}]", self.elements.len())))?;
        self.elements.push(element);
        Ok(())
    }

    fn close(self) -> Written {
        let array = [b"[", self.elements.join(&b","[..]).as_slice(), b"]"].concat();
        match self.variant {
            Some(name) => variant(name, &array),
            None => Ok(array),
        }
    }
}

macro_rules! array {
    ($($trait:ident: $method:ident),*) => {
        $(impl ser::$trait for Array {
            type Ok = Vec<u8>;
            type Error = Misfit;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
                self.push(value)
            }

            fn end(self) -> Written {
                self.close()
            }
        })*
    };
}

array! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field
}

/// The members of an object so far, in the order of the value.
#[derive(Default)]
pub(super) struct Object {
    variant: Option<&'static str>,
    key: String,
    members: Vec<(String, Vec<u8>)>,
}

impl Object {
    fn push<T: Serialize + ?Sized>(&mut self, key: String, value: &T) -> Result<(), Misfit> {
        let member = value.serialize(Canonical).map_err(|misfit| misfit.below(&format!(".{key}")))?;
        self.members.push((key, member));
        Ok(())
    }

    fn close(mut self) -> Written {
        self.members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        if let Some([(key, _), _]) = self.members.array_windows().find(|[(a, _), (b, _)]| a == b) {
            return Err(Fault::DuplicateKey { key: key.clone() }.into());
        }
        let mut members = Vec::with_capacity(self.members.len());
        for (key, value) in &self.members {
            members.push([text(key)?.as_slice(), b":", value].concat());
        }
        let object = [b"{", members.join(&b","[..]).as_slice(), b"}"].concat();
        match self.variant {
            Some(name) => variant(name, &object),
            None => Ok(object),
        }
    }
}

impl ser::SerializeMap for Object {
    type Ok = Vec<u8>;
    type Error = Misfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Misfit> {
        let written = key.serialize(Canonical)?;
        self.key = match written.first() {
            Some(b'"') => serde_json::from_slice(&written).map_err(<Misfit as ser::Error>::custom)?,
            Some(b'-' | b'0'..=b'9') => String::from_utf8(written).map_err(<Misfit as ser::Error>::custom)?,
            _ => return Err(Fault::Key.into()),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        let key = std::mem::take(&mut self.key);
        self.push(key, value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

macro_rules! object {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Object {
            type Ok = Vec<u8>;
            type Error = Misfit;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Misfit> {
                self.push(key.to_owned(), value)
            }

            fn end(self) -> Written {
                self.close()
            }
        })*
    };
}

object!(SerializeStruct, SerializeStructVariant);
