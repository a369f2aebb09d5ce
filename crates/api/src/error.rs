//! What goes wrong: an error that AWS would answer, or a fault of ours.
//!
//! An error is a value of the service's generated `Error`; a fault is anything
//! else, logged once with its whole chain, of which the client sees only the
//! service's internal error and the request id.

use std::borrow::Cow;
use std::fmt;

use crate::Value;
use crate::schema::ErrorShape;

/// The cause of a fault.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Who is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The request cannot succeed as it is (`Sender` in the query protocol).
    Client,
    /// The request may be tried again (`Receiver`).
    Server,
}

/// Why an operation has no output.
#[derive(Debug)]
pub enum Failure<E> {
    /// An error that AWS would answer; the client sees it.
    Aws(E),
    /// Our own failure; logged, and hidden from the client.
    Fault(BoxError),
}

impl<E> Failure<E> {
    /// A fault with its cause.
    pub fn fault(cause: impl Into<BoxError>) -> Self {
        Self::Fault(cause.into())
    }
}

impl<E: ServiceError> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Aws(error)
    }
}

/// Turns any error into a fault: `store.get(key).await.or_fault()?`.
pub trait OrFault<T> {
    /// The value, or the error as a fault.
    fn or_fault<E>(self) -> Result<T, Failure<E>>;
}

impl<T, X: Into<BoxError>> OrFault<T> for Result<T, X> {
    fn or_fault<E>(self) -> Result<T, Failure<E>> {
        self.map_err(Failure::fault)
    }
}

/// What an error says: its text, and the further members the model gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// The text; left out of the answer when empty.
    pub text: String,
    /// Further members by their name in the model.
    pub members: Vec<(&'static str, Value)>,
}

impl Message {
    /// Adds a further member of the error's structure.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.members.push((name, value.into()));
        self
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), members: Vec::new() }
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self { text, members: Vec::new() }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Errors that no model declares: those all services share, and codes that are
/// known only from real answers (EC2 declares none at all).
#[derive(Clone, Debug, PartialEq)]
pub enum Common {
    /// Something AWS accepts and we have not built. Says what, so that nobody takes
    /// it for a mistake of theirs. The code is the service's [`crate::Service::not_built_code`].
    NotBuilt(&'static str, Message),
    /// Any other code.
    Other {
        /// The code as clients see it.
        code: Cow<'static, str>,
        /// HTTP status.
        status: u16,
        /// Who is to blame.
        fault: FaultKind,
        /// What it says.
        message: Message,
    },
}

impl Common {
    /// A client error with status 400.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<Message>) -> Self {
        let (code, message) = (code.into(), message.into());
        Self::Other { code, status: 400, fault: FaultKind::Client, message }
    }

    /// The same error with another status; from 500 on it is the server's fault.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        let fault = if status >= 500 { FaultKind::Server } else { FaultKind::Client };
        match self {
            Self::Other { code, message, .. } => Self::Other { code, status, fault, message },
            built @ Self::NotBuilt(..) => built,
        }
    }

    /// The error in the form that `wire` writes.
    #[must_use]
    pub fn into_reply(self) -> ErrorReply {
        match self {
            Self::NotBuilt(code, message) => ErrorReply {
                code: Cow::Borrowed(code),
                status: 400,
                fault: FaultKind::Client,
                shape: None,
                message,
            },
            Self::Other { code, status, fault, message } => {
                ErrorReply { code, status, fault, shape: None, message }
            }
        }
    }
}

/// An error of one service: implemented by each generated `Error`.
pub trait ServiceError: fmt::Debug + Send + Sized + 'static {
    /// The code that clients see, such as `ClusterNotFoundException`.
    fn code(&self) -> &str;

    /// The text.
    fn message(&self) -> &str;

    /// HTTP status.
    fn status(&self) -> u16;

    /// The error in the form that `wire` writes.
    fn into_reply(self) -> ErrorReply;
}

/// An error of any service, ready to be written.
#[derive(Clone, Debug)]
pub struct ErrorReply {
    /// The code: the shape's name for modelled errors. The query protocols write
    /// [`ErrorShape::code`] of `shape` instead, where there is one.
    pub code: Cow<'static, str>,
    /// HTTP status.
    pub status: u16,
    /// Who is to blame.
    pub fault: FaultKind,
    /// The error's shape, when the model declares it.
    pub shape: Option<&'static ErrorShape>,
    /// Its text and further members.
    pub message: Message,
}

impl ErrorReply {
    /// An error the model declares.
    #[must_use]
    pub fn modelled(shape: &'static ErrorShape, message: Message) -> Self {
        let fault = if shape.server_fault { FaultKind::Server } else { FaultKind::Client };
        let code = Cow::Borrowed(shape.shape.name);
        Self { code, status: shape.status, fault, shape: Some(shape), message }
    }
}
