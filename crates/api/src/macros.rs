//! One line of generated code for each structure, enumeration, error and operation.

/// A structure: the type, and what joins it to its table. Fields must stand in the
/// order of the table's members.
///
/// What it can do is `inline` so that it is compiled where it is done, and nowhere when nobody
/// does it: requests are hardly ever written, and answers never read.
macro_rules! structure {
    ($name:ident ( $shape:path ) { $($field:ident : $type:ty),* $(,)? }) => {
        #[doc = concat!("The structure `", stringify!($name), "`; its members and limits are those of the model.")]
        #[derive(Clone, Default, PartialEq)]
        pub struct $name {
            $(#[allow(missing_docs)] pub $field: $type),*
        }

        impl $crate::Wire for $name {
            #[inline]
            fn write(&self, _: &'static $crate::Shape, encoder: &mut dyn $crate::Encoder) {
                encoder.structure(&$shape, &[$(&self.$field),*]);
            }
        }

        impl $crate::FromValue for $name {
            #[inline]
            fn from_value(value: $crate::Value) -> ::std::result::Result<Self, $crate::Mismatch> {
                #[allow(unused_mut, unused_variables)]
                let mut fields = $crate::Fields::new(value, &$shape)?;
                Ok(Self { $($field: fields.take()?),* })
            }
        }

        impl $crate::json::Typed for $name {
            const SHAPE: &'static $crate::Shape = &$shape;
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::debug::fmt(self, &$shape, f)
            }
        }
    };
}

/// An enumeration that never fails to read: what the model does not list is kept.
macro_rules! enumeration {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        #[doc = concat!("The enumeration `", stringify!($name), "`.")]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
            /// A value the model does not list.
            Unknown(String),
        }

        impl $name {
            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl Default for $name {
            /// The empty text, which no model lists: it fails the validator if it is sent.
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::Wire for $name {
            fn write(&self, _: &'static $crate::Shape, encoder: &mut dyn $crate::Encoder) {
                encoder.string(self.as_str());
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: $crate::Value) -> ::std::result::Result<Self, $crate::Mismatch> {
                <String as $crate::FromValue>::from_value(value).map(Self::from)
            }
        }
    };
}

/// The errors of a service: one variant and one constructor for each declared error,
/// and room for those that no model declares.
macro_rules! errors {
    ($service:path, { $($variant:ident($make:ident) = $shape:path),* $(,)? }) => {
        /// The errors of this service.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Error {
            $(#[doc = concat!("`", stringify!($variant), "`")] $variant($crate::Message),)*
            /// An error that the model does not declare.
            Common($crate::Common),
        }

        impl Error {
            $(
                #[doc = concat!("A `", stringify!($variant), "` with its text.")]
                pub fn $make(message: impl Into<$crate::Message>) -> Self {
                    Self::$variant(message.into())
                }
            )*

            /// A client error (status 400) with a code that the model does not declare.
            pub fn new(
                code: impl Into<::std::borrow::Cow<'static, str>>,
                message: impl Into<$crate::Message>,
            ) -> Self {
                Self::Common($crate::Common::new(code, message))
            }

            /// AWS accepts it and we have not built it; the text must say what.
            pub fn not_built(message: impl Into<$crate::Message>) -> Self {
                Self::Common($crate::Common::NotBuilt($service.not_built_code(), message.into()))
            }
        }

        impl From<$crate::Common> for Error {
            fn from(error: $crate::Common) -> Self {
                Self::Common(error)
            }
        }

        impl $crate::ServiceError for Error {
            fn code(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $shape.shape.name,)*
                    Self::Common($crate::Common::NotBuilt(code, _)) => code,
                    Self::Common($crate::Common::Other { code, .. }) => code,
                }
            }

            fn message(&self) -> &str {
                match self {
                    $(Self::$variant(message) => &message.text,)*
                    Self::Common($crate::Common::NotBuilt(_, message)) => &message.text,
                    Self::Common($crate::Common::Other { message, .. }) => &message.text,
                }
            }

            fn status(&self) -> u16 {
                match self {
                    $(Self::$variant(_) => $shape.status,)*
                    Self::Common($crate::Common::NotBuilt(..)) => 400,
                    Self::Common($crate::Common::Other { status, .. }) => *status,
                }
            }

            fn into_reply(self) -> $crate::ErrorReply {
                match self {
                    $(Self::$variant(message) => $crate::ErrorReply::modelled(&$shape, message),)*
                    Self::Common(common) => common.into_reply(),
                }
            }
        }

        impl ::std::fmt::Display for Error {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::ServiceError as _;
                write!(f, "{}: {}", self.code(), self.message())
            }
        }

        impl ::std::error::Error for Error {}
    };
}

/// Marker types of operations.
macro_rules! operations {
    ($error:path; $($name:ident($table:path): $input:ty => $output:ty),* $(,)?) => {
        $(
            #[doc = concat!("The operation `", stringify!($name), "`.")]
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}

            impl $crate::Op for $name {
                type Input = $input;
                type Output = $output;
                type Error = $error;
                const OPERATION: &'static $crate::Operation = &$table;
            }
        )*
    };
}
